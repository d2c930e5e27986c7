export {
  comparePipelines,
  inspectPipeline,
  type Inspection,
  type PipelineChange,
  type Step,
} from './describe';
export { compileWorkflow, defaultOptions, type CaBundle, type CompileOptions } from './compiler';
export {
  cronWorkflow,
  nearestObjectName,
  pipelineObject,
  pipelineVersion,
  scheduledWorkflow,
  tidySpec,
  versionName,
  withRunSettings,
  workflowTemplate,
  type ObjectPlace,
  type PlainObject,
  type RunSettings,
  type Schedule,
} from './objects';
export {
  missingParameters,
  parseParameter,
  typeInWords,
  unfitParameters,
  type Pipeline,
  type UnfitParameter,
} from './pipeline';
export { readPipeline, type ReadPipeline } from './reader';
export {
  applySitePolicy,
  isDriverImage,
  noPolicy,
  stepFindings,
  type SitePolicy,
  type StepFinding,
} from './site';
