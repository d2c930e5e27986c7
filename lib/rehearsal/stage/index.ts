export type { ScratchCluster, StageCluster } from './cluster';
export { makeAuthority, type CertificateAuthority, type KeyPair } from './certificates';
export { deliveryOf, isApplication, type Delivery } from './delivery';
export { applyObject, installDefinitions } from './install';
export { startStage, type Published, type Stage, type StageOptions } from './stage';
