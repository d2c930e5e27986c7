export * from './pipeline';
export { resolvePipeline } from './resolve';
export type { Documents, Resolution } from './resolve';
export type { Unresolved } from './unresolved';
export {
  fitsType,
  missingParameters,
  parseParameter,
  typeInWords,
  typeOf,
  unfitParameters,
  type UnfitParameter,
} from './run-parameters';
