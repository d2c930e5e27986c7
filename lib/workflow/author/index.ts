export {
  componentFrom,
  ComponentStep,
  parseComponent,
  type ComponentArgument,
  type ComponentDefinition,
  type ComponentStepProps,
} from './component-step';
export {
  and,
  atLeast,
  atMost,
  Branch,
  Condition,
  equal,
  greater,
  Group,
  less,
  not,
  notEqual,
  or,
  valuesIn,
  type Body,
  type ConditionProps,
  type Operator,
  type Test,
} from './condition';
export {
  ContainerStep,
  envList,
  type ContainerOutput,
  type ContainerProps,
  type ContainerStepProps,
} from './container';
export {
  ExitHandler,
  Loop,
  Recursion,
  RecursiveCall,
  SubPipeline,
  type Arguments,
  type ExitHandlerProps,
  type Formals,
  type Item,
  type LoopItems,
  type LoopProps,
  type RecursionProps,
  type SubPipelineProps,
} from './group';
export { HttpStep, type HeaderValue, type HttpStepProps } from './http';
export { sanitizeName, sanitizeParameter } from './names';
export { PipelineNode, PipelineRoot } from './node';
export {
  definePipeline,
  Pipeline,
  type ParameterProps,
  type PipelineProps,
  type RunSettings,
} from './pipeline';
export { pythonJson } from './python-json';
export { mapRecord, present } from './record';
export {
  ItemReference,
  isValueType,
  partsOf,
  Reference,
  referenceIn,
  replaceTargets,
  tokenOf,
  valueTypes,
  type ReferenceTarget,
  type Value,
  type ValueType,
} from './reference';
export {
  resourceActions,
  ResourceLikeStep,
  ResourceStep,
  type ResourceAction,
  type ResourceFacts,
  type ResourceOptions,
  type ResourceStepProps,
} from './resource';
export { ScriptStep, type ScriptStepProps } from './script';
export { Snapshot } from './snapshot';
export { SnapshotStep, type SnapshotStepProps } from './snapshot-step';
export type { Caching, EnvValue, Gpu, Placement, Resources, Retry, Sidecar, Spec, Toleration } from './spec';
export {
  Step,
  type DialectName,
  type FileInput,
  type Mount,
  type OutputDraft,
  type PodStepProps,
  type StepDraft,
  type StepKind,
  type StepProps,
} from './step';
export { SuspendStep, type SuspendStepProps } from './suspend';
export { PipelineVolume, type VolumeSource } from './volume';
export { VolumeStep, type AccessMode, type Lifetime, type VolumeStepProps } from './volume-step';
