import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { snapshotGroup } from './crds';
import { controllerLabels, controllerName, controllerNamespace } from './labels';

const labels = controllerLabels;
const group = 'rbac.authorization.k8s.io';

const clusterRules: k8s.PolicyRule[] = [
  { apiGroups: [''], resources: ['persistentvolumes'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: [''], resources: ['persistentvolumeclaims'], verbs: ['get', 'list', 'watch', 'update'] },
  { apiGroups: [''], resources: ['events'], verbs: ['list', 'watch', 'create', 'update', 'patch'] },
  { apiGroups: [snapshotGroup], resources: ['volumesnapshotclasses'], verbs: ['get', 'list', 'watch'] },
  {
    apiGroups: [snapshotGroup],
    resources: ['volumesnapshotcontents', 'volumesnapshots'],
    verbs: ['create', 'get', 'list', 'watch', 'update', 'patch', 'delete'],
  },
  { apiGroups: [snapshotGroup], resources: ['volumesnapshotcontents/status'], verbs: ['patch'] },
  { apiGroups: [snapshotGroup], resources: ['volumesnapshots/status'], verbs: ['update', 'patch'] },
];

const leaseRules: k8s.PolicyRule[] = [
  {
    apiGroups: ['coordination.k8s.io'],
    resources: ['leases'],
    verbs: ['get', 'watch', 'list', 'delete', 'update', 'create'],
  },
];

/** What upstream grants, without group snapshots, which are off unless a feature gate asks for them. */
export const addRbac = (scope: Construct): void => {
  const own = new Construct(scope, 'rbac');
  const subjects = [{ kind: 'ServiceAccount', name: controllerName, namespace: controllerNamespace }];
  new k8s.KubeServiceAccount(own, 'service-account', {
    metadata: { name: controllerName, labels },
    automountServiceAccountToken: false,
  });
  new k8s.KubeClusterRole(own, 'cluster-role', {
    metadata: { name: 'snapshot-controller-runner', labels },
    rules: clusterRules,
  });
  new k8s.KubeClusterRoleBinding(own, 'cluster-role-binding', {
    metadata: { name: 'snapshot-controller-role', labels },
    roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'snapshot-controller-runner' },
    subjects,
  });
  new k8s.KubeRole(own, 'role', {
    metadata: { name: 'snapshot-controller-leaderelection', labels },
    rules: leaseRules,
  });
  new k8s.KubeRoleBinding(own, 'role-binding', {
    metadata: { name: 'snapshot-controller-leaderelection', labels },
    roleRef: { apiGroup: group, kind: 'Role', name: 'snapshot-controller-leaderelection' },
    subjects,
  });
};
