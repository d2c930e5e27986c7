export { accessModesOf, type AccessMode } from './access-modes';
export { apiClient, type Answer, type ApiClient, type PatchKind } from './api-client';
export { startControlPlane, type ControlPlane, type ControlPlaneOptions } from './control-plane';
export { whyUnhealthy } from './health';
export { connectionOf, type Connection } from './kubeconfig';
export { fakeNode } from './nodes';
export { freePorts } from './ports';
export type { DeviceGroups } from './provisioner';
export { resourceMap, type Resource, type ResourceMap } from './resources';
