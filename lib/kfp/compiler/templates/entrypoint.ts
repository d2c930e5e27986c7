import { driverOutputs, rootDriverTask } from './driver';
import { dagTask } from './tasks';
import type { Build } from '../build';
import { rootName } from '../../pipeline';
import { stableJson } from '../../proto';
import type { Json } from '../../../kubernetes';

/** What a run is given: values for the pipeline's inputs, and where its artifacts go. */
const runtimeConfig = ({ pipeline, options }: Build): string => {
  const defaults = Object.entries(pipeline.root.spec.inputDefinitions?.parameters ?? {}).flatMap(
    ([name, { defaultValue, isOptional }]): readonly (readonly [string, Json])[] =>
      defaultValue !== undefined ? [[name, defaultValue]] : isOptional === true ? [[name, null]] : [],
  );
  const parameterValues = { ...Object.fromEntries(defaults), ...options.parameters };
  return stableJson({
    ...(options.pipelineRoot === undefined ? {} : { gcsOutputDirectory: options.pipelineRoot }),
    ...(Object.keys(parameterValues).length === 0 ? {} : { parameterValues }),
  });
};

/** The template that a run starts with. */
export const addEntrypoint = (build: Build): string => {
  const driver = `${rootName}-driver`;
  return build.add({
    name: 'entrypoint',
    inputs: {},
    outputs: {},
    metadata: {},
    dag: {
      tasks: [
        rootDriverTask(build, driver, `components-${rootName}`, runtimeConfig(build)),
        dagTask(rootName, rootName, driver, driverOutputs(driver).executionId, '', '', undefined),
      ],
    },
  });
};
