export { pipelineObject, pipelineVersion, versionName } from './pipeline-version';
export { withRunSettings, type RunSettings } from './run-settings';
export { cronWorkflow, scheduledWorkflow, type Schedule } from './schedule';
export {
  nearestObjectName,
  tidySpec,
  workflowTemplate,
  type ObjectPlace,
  type PlainObject,
} from './workflow-template';
