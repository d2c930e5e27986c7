import type { PlatformSpec } from '../platform';

/** Namespaces that Kubernetes, Argo CD or the storage of the platform own; nobody else's objects belong there. */
export const reservedNamespaces = (spec: PlatformSpec): ReadonlySet<string> =>
  new Set([
    'default',
    'kube-system',
    'kube-public',
    'kube-node-lease',
    spec.delivery.argoCD.namespace,
    spec.storage.openebs.namespace,
  ]);
