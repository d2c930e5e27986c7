import {
  FsGroupChangePolicy,
  type ContainerSecurityContextProps,
  type PodSecurityContextProps,
} from 'cdk8s-plus-27';
import type { ModelDefinition } from '../../platform';
import type { PodFields } from './complete';

/** Whom the processes of a pod run as. Volumes belong to the group. */
export const podSecurity = ({ user, group }: ModelDefinition['security']): PodSecurityContextProps => ({
  ensureNonRoot: true,
  user,
  group,
  fsGroup: group,
  fsGroupChangePolicy: FsGroupChangePolicy.ON_ROOT_MISMATCH,
});

/** What a container may do: nothing but run. Capabilities are dropped by `complete.ts`. */
export const containerSecurity: ContainerSecurityContextProps = {
  ensureNonRoot: true,
  privileged: false,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
};

/** Pod fields beside the security context: no variables for every Service of the namespace, user ids of its own on request. */
export const podIsolation = ({ userNamespace }: ModelDefinition['security']): PodFields => ({
  enableServiceLinks: false,
  ...(userNamespace ? { hostUsers: false } : {}),
});
