export { compilePipeline, type Compiled } from './compile';
export type { Template } from './leaf';
export { sdkVersion } from './kfp-metadata';
export { describeUnit, type CallUnit, type DagUnit, type LeafUnit, type Unit, type Units } from './unit';
