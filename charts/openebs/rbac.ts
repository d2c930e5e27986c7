import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { provisionerLabels, provisionerName } from './labels';

const metadata = { name: provisionerName, labels: provisionerLabels };
const group = 'rbac.authorization.k8s.io';

/** What follows claims in every namespace and makes their volumes. */
const clusterRules: k8s.PolicyRule[] = [
  { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: [''], resources: ['persistentvolumeclaims'], verbs: ['get', 'list', 'watch', 'update'] },
  {
    apiGroups: [''],
    resources: ['persistentvolumes'],
    verbs: ['create', 'get', 'list', 'watch', 'update', 'delete'],
  },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch', 'update'] },
  { apiGroups: ['storage.k8s.io'], resources: ['storageclasses'], verbs: ['get', 'list', 'watch'] },
];

/** In its own namespace only: the pods that prepare folders on the nodes, and the lease that elects the leader. */
const ownRules: k8s.PolicyRule[] = [
  { apiGroups: [''], resources: ['pods'], verbs: ['create', 'get', 'list', 'watch', 'delete'] },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create', 'get', 'update'] },
];

/**
 * The least that the provisioner works with for hostpath volumes. OpenEBS' own chart grants every verb on pods, events,
 * endpoints and namespaces of the whole cluster.
 */
export const addRbac = (scope: Construct, namespace: string): void => {
  const own = new Construct(scope, 'rbac');
  const subjects = [{ kind: 'ServiceAccount', name: provisionerName, namespace }];
  // The pod asks for its token itself; the privileged helper pods run under the same account and get none.
  new k8s.KubeServiceAccount(own, 'service-account', { metadata, automountServiceAccountToken: false });
  new k8s.KubeClusterRole(own, 'cluster-role', { metadata, rules: clusterRules });
  new k8s.KubeClusterRoleBinding(own, 'cluster-role-binding', {
    metadata,
    roleRef: { apiGroup: group, kind: 'ClusterRole', name: provisionerName },
    subjects,
  });
  new k8s.KubeRole(own, 'role', { metadata, rules: ownRules });
  new k8s.KubeRoleBinding(own, 'role-binding', {
    metadata,
    roleRef: { apiGroup: group, kind: 'Role', name: provisionerName },
    subjects,
  });
};
