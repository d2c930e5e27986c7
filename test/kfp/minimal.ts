import { dump } from 'js-yaml';
import { readPipeline, type Pipeline } from '../../lib/kfp';

type Fields = Readonly<Record<string, unknown>>;

/** A component that a container does, with one number in and one out. */
const component = (label: string): Fields => ({
  executorLabel: label,
  inputDefinitions: { parameters: { n: { parameterType: 'NUMBER_INTEGER' } } },
  outputDefinitions: { parameters: { Output: { parameterType: 'NUMBER_INTEGER' } } },
});

/** Parts of a small pipeline: `first` gives a number to `second`. Tests change what they are about. */
export const parts = () => ({
  components: { 'comp-first': component('exec-first'), 'comp-second': component('exec-second') } as Record<
    string,
    Fields
  >,
  executors: {
    'exec-first': { container: { image: 'docker.io/library/python:3.12', command: ['echo', 'first'] } },
    'exec-second': { container: { image: 'docker.io/library/python:3.12', command: ['echo', 'second'] } },
  } as Record<string, Fields>,
  tasks: {
    first: {
      componentRef: { name: 'comp-first' },
      inputs: { parameters: { n: { componentInputParameter: 'count' } } },
      taskInfo: { name: 'first' },
    },
    second: {
      componentRef: { name: 'comp-second' },
      dependentTasks: ['first'],
      inputs: {
        parameters: { n: { taskOutputParameter: { producerTask: 'first', outputParameterKey: 'Output' } } },
      },
      taskInfo: { name: 'second' },
    },
  } as Record<string, Fields>,
  inputs: {
    count: { parameterType: 'NUMBER_INTEGER', defaultValue: 3, isOptional: true },
  } as Record<string, Fields>,
  platform: undefined as Fields | undefined,
  pipelineConfig: undefined as Fields | undefined,
});

export type Parts = ReturnType<typeof parts>;

/** The IR of a small pipeline, after a change. */
export const irOf = (change: (parts: Parts) => void = () => undefined): string => {
  const made = parts();
  change(made);
  const spec = {
    components: made.components,
    deploymentSpec: { executors: made.executors },
    pipelineInfo: { name: 'small' },
    root: { dag: { tasks: made.tasks }, inputDefinitions: { parameters: made.inputs } },
    schemaVersion: '2.1.0',
    sdkVersion: 'kfp-2.17.0',
  };
  const platforms = {
    platforms: {
      kubernetes: {
        ...(made.platform === undefined ? {} : { deploymentSpec: { executors: made.platform } }),
        ...(made.pipelineConfig === undefined ? {} : { pipelineConfig: made.pipelineConfig }),
      },
    },
  };
  const second =
    made.platform === undefined && made.pipelineConfig === undefined ? '' : `---\n${dump(platforms)}`;
  return dump(spec) + second;
};

/** The pipeline of `irOf`. */
export const smallPipeline = (change?: (parts: Parts) => void): Pipeline =>
  readPipeline(irOf(change), 'small.yaml').pipeline;
