export { checkPipeline, type CheckedPipeline, type CheckOptions } from './check';
export type { StorageClassFacts, StorageFacts } from './storage';
