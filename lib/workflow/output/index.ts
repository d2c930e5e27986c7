export type { Form, ParameterValues, Schedule } from './form';
export { pipelineObjects, type ObjectsOptions, type PipelineObjects } from './objects';
