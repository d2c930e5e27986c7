export { objectCount, synthesize } from './synthesize';
export { siteOf } from './site';
export { standInsOf } from './stand-ins';
