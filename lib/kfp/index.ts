export { compileWorkflow, defaultOptions, type CaBundle, type CompileOptions } from './compiler';
export type { Pipeline } from './pipeline';
export { readPipeline, type ReadPipeline } from './reader';
