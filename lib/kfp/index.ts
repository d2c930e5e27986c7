export { compileWorkflow, defaultOptions, type CaBundle, type CompileOptions } from './compiler';
export { tidySpec, workflowTemplate, type ObjectPlace, type PlainObject } from './objects';
export type { Pipeline } from './pipeline';
export { readPipeline, type ReadPipeline } from './reader';
