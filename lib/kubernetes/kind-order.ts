/**
 * The order in which Argo CD applies kinds inside one wave, and therefore the order of files and reports.
 * Kinds that are not listed come last. Source: Argo CD, gitops-engine sync task order.
 */
const order = [
  'Namespace',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'PodDisruptionBudget',
  'ServiceAccount',
  'Secret',
  'ConfigMap',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'Service',
  'DaemonSet',
  'Pod',
  'ReplicaSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'StatefulSet',
  'Job',
  'CronJob',
  'IngressClass',
  'Ingress',
  'APIService',
];

const ranks = new Map(order.map((kind, index) => [kind, index]));

/** Rank of a kind inside one wave. */
export const kindRank = (kind: string): number => ranks.get(kind) ?? order.length;
