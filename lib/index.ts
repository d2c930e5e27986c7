/** What sites import: to write a platform or a component of their own in TypeScript. */
export {
  ComponentChart,
  defineComponent,
  fromField,
  Kustomization,
  waive,
  type Component,
  type ComponentContext,
  type IgnoredDifference,
  type KustomizationProps,
  type NamespaceNeed,
} from './constructs';
export { Refusal, type Diagnostic } from './diagnostics';
export {
  definePlatform,
  type Platform,
  type PlatformDefinition,
  type PlatformInput,
  type PlatformSpec,
} from './platform';
export type { Manifest, Release, RenderedComponent } from './render';
export { synthesize } from './synth';
