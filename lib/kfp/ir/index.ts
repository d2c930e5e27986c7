export {
  componentSpec,
  type ComponentInputs,
  type ComponentOutputs,
  type ComponentSpec,
  type DagSpec,
  type InputParameter,
} from './component';
export {
  containerSpec,
  executorSpec,
  type ContainerSpec,
  type ExecutorSpec,
  type ImporterSpec,
  type ResourceSpec,
} from './executor';
export { kubernetesExecutorConfig } from './kubernetes';
export { pipelineSpec, type PipelineSpec } from './pipeline-spec';
export { platformSpec, singlePlatformSpec, type PlatformSpec, type SinglePlatformSpec } from './platform';
export { taskSpec, type RetryPolicy, type TaskInputParameter, type TaskSpec } from './task';
export { parameterType } from './values';
