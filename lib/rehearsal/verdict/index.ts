export { applicationFindings, driftFindings, type Evidence } from './applications';
export { cronJobFindings } from './cron-jobs';
export { driftOf, type Drift } from './drift';
export { nameOf, namespaceOf, ownerOf, readFacts, workloadOf, type Facts, type Live } from './facts';
export { findingOn, findingOnLive, type Fault } from './finding';
export { podAndClaimFindings } from './pods-and-claims';
export { stabilityFindings, type StabilityOptions } from './stability';
export { indexTree, type TreeIndex } from './tree-index';
export { warningFindings } from './warnings';
