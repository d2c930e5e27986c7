export { claim } from './claim';
export { configMap } from './config-map';
export {
  env,
  field,
  installConfigName,
  optionalSetting,
  patched,
  secretKey,
  setting,
  type Value,
} from './env';
export { withUpstreamLabels } from './labels';
export { parts, type Kustomization, type Part } from './part';
export {
  allow,
  binding,
  clusterPermissions,
  everything,
  permissions,
  role,
  serviceAccount,
  type Permissions,
  type Rule,
} from './rbac';
export { service, tcp, type ServicePort } from './service';
export { waitFor } from './wait';
export {
  containerSecurity,
  httpGet,
  podSecurity,
  requests,
  soon,
  workload,
  type Mounted,
  type WorkloadProps,
} from './workload';
