export { tidySpec, workflowTemplate, type ObjectPlace, type PlainObject } from './workflow-template';
