export { inconsistencies, type Inconsistency } from './consistency';
export { definePlatform, type PlatformDefinition, type PlatformInput } from './define';
export { nearest, oneOf } from './nearest';
export { platformJsonSchema } from './json-schema';
export { platformReference } from './reference';
export type { Platform, PlatformSpec } from './platform';
export { readPlatform, readPlatformValue } from './read';
export { platformApiVersion, platformSchema } from './schema';
export type { ReadText } from './source/extends';
export { subnetsOf } from './ip-range';
export {
  argoCdCharts,
  argoCdVersions,
  fitsKubernetes,
  kubeflowPipelinesVersions,
  kubernetesReleases,
  openebsVersions,
  snapshotterVersions,
  supportedKubernetes,
  type ComponentVersion,
  type KubeflowPipelinesVersion,
  type KubernetesMinor,
} from './versions';
export { placementOf, type ModelPlacement, type Toleration } from './model-placement';
export {
  gpuLabel,
  hasGpu,
  poolLabel,
  schedulableNode,
  taintsOfPool,
  type DeclaredNode,
  type LabelledNode,
  type NodeTaint,
} from './node-facts';
export * from './served-model';
export { workloadPods, type WorkloadName } from './schema/kubeflow-pipelines';
export type { PipelineDefinition, PipelineSource } from './schema/pipelines';
export type { StorageKind, VolumeDefinition } from './schema/storage-class';
export * from './storage-revisions';
export type {
  Dataset,
  Egress,
  ExperimentDefinition,
  Implementation,
  InferenceGraphDefinition,
  InferenceServiceDefinition,
  Mount,
  NotebookDefinition,
  PodDefaultDefinition,
  ProfileDefinition,
  SearchParameter,
  TensorboardDefinition,
  TrainingDefinition,
  TrainingJobDefinition,
  TrainingRole,
  TrainingRuntimeDefinition,
  TrainJobDefinition,
  UnnamedTrainJob,
  Work,
} from './schema/kubeflow';
export type { Placement } from './schema/serving/pods';
export { placeholdersIn, trialReferences } from './trial-parameters';
export { runtimeFor } from './training-runtime';
