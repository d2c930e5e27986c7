import type { Json } from '../../kubernetes';
import type { InputParameter } from '../ir';
import type { Pipeline } from '../pipeline';
import { resolved } from '../site';

/** What runs of a pipeline are given here. */
export interface RunSettings {
  readonly parameters: Readonly<Record<string, Json>>;
  readonly pipelineRoot?: string | undefined;
}

const withDefault = (input: InputParameter, value: Json | undefined): InputParameter =>
  value === undefined ? input : { ...input, defaultValue: value, isOptional: true };

/** The pipeline with an environment's values as its own defaults: what a server gives runs that name none. */
export const withRunSettings = (pipeline: Pipeline, { parameters, pipelineRoot }: RunSettings): Pipeline => {
  const { spec, platforms } = pipeline;
  const { root = {} } = spec;
  const inputs = Object.entries(root.inputDefinitions?.parameters ?? {});
  const changed = Object.fromEntries(
    inputs.map(([name, input]) => [name, withDefault(input, parameters[name])] as const),
  );
  return resolved({
    spec: {
      ...spec,
      root:
        inputs.length === 0
          ? root
          : { ...root, inputDefinitions: { ...root.inputDefinitions, parameters: changed } },
      ...(pipelineRoot === undefined ? {} : { defaultPipelineRoot: pipelineRoot }),
    },
    platforms,
  });
};
