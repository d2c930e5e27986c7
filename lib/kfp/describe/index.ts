export { comparePipelines, type PipelineChange } from './compare';
export { inspectPipeline, type Inspection, type Port } from './inspect';
export { stepsOf, type Step } from './step';
