export { objectCount, synthesize } from './synthesize';
export { siteOf } from './site';
