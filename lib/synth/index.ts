export { objectCount, synthesize } from './synthesize';
export { poolLabel, siteOf } from './site';
