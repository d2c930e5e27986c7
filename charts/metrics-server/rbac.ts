import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { labels, name, namespace } from './names';

const group = 'rbac.authorization.k8s.io';
const subjects = [{ kind: 'ServiceAccount', name, namespace }];
const readOnly = ['get', 'list', 'watch'];

/** It reads nodes and pods, and asks the API server who is calling. */
export const addRbac = (scope: Construct): void => {
  const own = new Construct(scope, 'rbac');
  new k8s.KubeServiceAccount(own, 'service-account', {
    metadata: { name, labels },
    automountServiceAccountToken: false,
  });
  new k8s.KubeClusterRole(own, 'role', {
    metadata: { name: `system:${name}`, labels },
    rules: [
      { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
      { apiGroups: [''], resources: ['nodes', 'pods'], verbs: readOnly },
    ],
  });
  new k8s.KubeClusterRole(own, 'reader', {
    metadata: {
      name: 'system:aggregated-metrics-reader',
      labels: {
        ...labels,
        ...Object.fromEntries(
          ['admin', 'edit', 'view'].map((role) => [`${group}/aggregate-to-${role}`, 'true']),
        ),
      },
    },
    rules: [{ apiGroups: ['metrics.k8s.io'], resources: ['nodes', 'pods'], verbs: readOnly }],
  });
  new k8s.KubeClusterRoleBinding(own, 'binding', {
    metadata: { name: `system:${name}`, labels },
    roleRef: { apiGroup: group, kind: 'ClusterRole', name: `system:${name}` },
    subjects,
  });
  new k8s.KubeClusterRoleBinding(own, 'delegator', {
    metadata: { name: `${name}:system:auth-delegator`, labels },
    roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'system:auth-delegator' },
    subjects,
  });
  new k8s.KubeRoleBinding(own, 'auth-reader', {
    metadata: { name: `${name}-auth-reader`, labels },
    roleRef: { apiGroup: group, kind: 'Role', name: 'extension-apiserver-authentication-reader' },
    subjects,
  });
};
