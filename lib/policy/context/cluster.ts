import type { ObjectKey } from '../../kubernetes';
import type { ObjectIndex } from './objects';

const ownNamespaces = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];
const userFacingRoles = new Set(['admin', 'cluster-admin', 'edit', 'view']);

/** What is in the cluster before the first object of a release is applied: its own objects, and Argo CD, which applies. */
export class Cluster {
  private readonly deliveryNamespaces: ReadonlySet<string>;
  private readonly namespaces: ReadonlySet<string>;

  private readonly declared: ReadonlySet<string>;

  /** @param declared objects that somebody says are there, as `Kind/name` or `Kind/namespace/name`, `*` for any. */
  constructor(objects: ObjectIndex, declared: readonly string[]) {
    this.declared = new Set(declared);
    // Applications and projects are read where Argo CD runs, whatever its namespace is called.
    const delivery = objects.ofKind('argoproj.io/Application', 'argoproj.io/AppProject');
    this.deliveryNamespaces = new Set(['argocd', ...delivery.map(({ key }) => key.namespace)]);
    this.namespaces = new Set([...ownNamespaces, ...this.deliveryNamespaces]);
  }

  /** Whether a namespace is there without the release. */
  hasNamespace(name: string): boolean {
    return this.namespaces.has(name);
  }

  private isDeclared({ kind, namespace, name }: ObjectKey): boolean {
    return namespace === ''
      ? this.declared.has(`${kind}/${name}`)
      : this.declared.has(`${kind}/${namespace}/${name}`) || this.declared.has(`${kind}/*/${name}`);
  }

  /**
   * Whether every cluster has an object, or may have it without the release telling. An object asked for from another
   * namespace is taken to be there when that namespace is the cluster's own: what runs in it is not ours to know.
   */
  provides(key: ObjectKey, askedFrom: string): boolean {
    if (this.isDeclared(key)) return true;
    const { group, kind, namespace, name } = key;
    const isForeign = namespace !== 'default' && this.namespaces.has(namespace) && askedFrom !== namespace;
    const isOfArgoCd = this.deliveryNamespaces.has(namespace) && name.startsWith('argocd-');
    switch (`${group}/${kind}`) {
      case '/Namespace':
        return this.namespaces.has(name);
      case '/ServiceAccount':
        return name === 'default' || isOfArgoCd || isForeign;
      case '/ConfigMap':
        return name === 'kube-root-ca.crt' || isOfArgoCd || isForeign;
      case '/Secret':
        return isOfArgoCd || isForeign;
      case '/Service':
        return (
          (namespace === 'default' && name === 'kubernetes') ||
          (namespace === 'kube-system' && name === 'kube-dns') ||
          isForeign
        );
      case 'scheduling.k8s.io/PriorityClass':
        return name.startsWith('system-');
      case 'rbac.authorization.k8s.io/ClusterRole':
        return userFacingRoles.has(name) || name.startsWith('system:');
      case 'rbac.authorization.k8s.io/Role':
        return (
          name.startsWith('system:') ||
          (namespace === 'kube-system' && name === 'extension-apiserver-authentication-reader')
        );
      default:
        return false;
    }
  }
}
