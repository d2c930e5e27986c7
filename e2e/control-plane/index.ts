export { accessModesOf } from './access-modes';
export type { Answer, ApiClient } from './api-client';
export { startControlPlane, type ControlPlane, type ControlPlaneOptions } from './control-plane';
export { whyUnhealthy } from './health';
export type { AccessMode, ServedStorageClass } from './provisioner';
