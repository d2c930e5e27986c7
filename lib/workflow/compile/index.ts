export { compilePipeline, type Compiled, type CompileOptions } from './compile';
export type { Template } from './leaf';
export { sdkVersion } from './kfp-metadata';
export { describeUnit, type CallUnit, type DagUnit, type LeafUnit, type Unit, type Units } from './unit';
export type { Finding } from './problem';
export { Problems } from './problem';
