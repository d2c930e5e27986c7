export * from './author';
export {
  checkPipeline,
  type CheckedPipeline,
  type CheckOptions,
  type StorageClassFacts,
  type StorageFacts,
} from './check';
export { compilePipeline, type Compiled, type CompileOptions } from './compile';
export {
  pipelineObjects,
  type Form,
  type ObjectsOptions,
  type ParameterValues,
  type PipelineObjects,
  type Schedule,
} from './output';
export { graphOf, pipelinePicture, type Graph, type Shape } from './picture';
export * from './ready';
export { permissionsOf, type Permission } from './rbac';
export { isSchedule, isTimeZone, refusedByArgo, type Refused } from './validate';
