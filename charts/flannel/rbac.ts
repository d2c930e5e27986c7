import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { labels, name, namespace } from './names';

/** It reads the subnet of every node and writes its own address to its node. */
export const addRbac = (scope: Construct): void => {
  const own = new Construct(scope, 'rbac');
  new k8s.KubeServiceAccount(own, 'service-account', {
    metadata: { name, labels },
    automountServiceAccountToken: false,
  });
  new k8s.KubeClusterRole(own, 'role', {
    metadata: { name, labels },
    rules: [
      { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
      { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['nodes/status'], verbs: ['patch'] },
    ],
  });
  new k8s.KubeClusterRoleBinding(own, 'binding', {
    metadata: { name, labels },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  });
};
