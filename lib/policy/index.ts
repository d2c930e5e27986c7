export { checkRelease, type CheckProps } from './check-release';
export { providesAnnotation } from './context';
export { describeRules } from './describe-rules';
export type { RuleDescription } from './rule';
export type { PlatformWaiver } from './waivers';
