export { applySitePolicy, resolved } from './apply';
export { isDriverImage, isRunTimeValue } from './container';
export { stepFindings, type StepFinding } from './findings';
export { noPolicy, type SitePolicy } from './policy';
