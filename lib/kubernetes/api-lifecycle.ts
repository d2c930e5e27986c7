/** From when until when the API server serves a version of a kind; numbers are Kubernetes minors, 34 for `1.34`. */
export interface ApiLifecycle {
  /** First minor that serves it. */
  readonly introduced?: number;
  /** First minor that no longer serves it. */
  readonly removed?: number;
  /** apiVersion to write instead. */
  readonly replacement?: string;
}

type Row = readonly [apiVersion: string, kinds: readonly string[], lifecycle: ApiLifecycle];

const webhooks = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];
const validatingPolicies = ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'];
const mutatingPolicies = ['MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding'];
const flowControl = ['FlowSchema', 'PriorityLevelConfiguration'];
const serviceRanges = ['ServiceCIDR', 'IPAddress'];
const roles = ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'];
const deviceClaims = ['DeviceClass', 'ResourceClaim', 'ResourceClaimTemplate', 'ResourceSlice'];
const snapshots = ['VolumeSnapshot', 'VolumeSnapshotClass', 'VolumeSnapshotContent'];
const certificates = ['Certificate', 'CertificateRequest', 'ClusterIssuer', 'Issuer'];

/**
 * Versions of kinds that not every supported Kubernetes serves. Sources: the deprecated API migration guide
 * (https://kubernetes.io/docs/reference/using-api/deprecation-guide/), the lifecycle markers of `k8s.io/api` 0.36,
 * and the release notes of the snapshot controller (6.0) and cert-manager (1.6), whose removals depend on no minor.
 */
const rows: readonly Row[] = [
  ['extensions/v1beta1', ['DaemonSet', 'Deployment', 'ReplicaSet'], { removed: 16, replacement: 'apps/v1' }],
  ['extensions/v1beta1', ['NetworkPolicy'], { removed: 16, replacement: 'networking.k8s.io/v1' }],
  ['extensions/v1beta1', ['Ingress'], { removed: 22, replacement: 'networking.k8s.io/v1' }],
  ['extensions/v1beta1', ['PodSecurityPolicy'], { removed: 16 }],
  [
    'apps/v1beta1',
    ['ControllerRevision', 'Deployment', 'StatefulSet'],
    { removed: 16, replacement: 'apps/v1' },
  ],
  [
    'apps/v1beta2',
    ['ControllerRevision', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
    { removed: 16, replacement: 'apps/v1' },
  ],
  [
    'admissionregistration.k8s.io/v1beta1',
    webhooks,
    { removed: 22, replacement: 'admissionregistration.k8s.io/v1' },
  ],
  [
    'apiextensions.k8s.io/v1beta1',
    ['CustomResourceDefinition'],
    { removed: 22, replacement: 'apiextensions.k8s.io/v1' },
  ],
  [
    'apiregistration.k8s.io/v1beta1',
    ['APIService'],
    { removed: 22, replacement: 'apiregistration.k8s.io/v1' },
  ],
  [
    'certificates.k8s.io/v1beta1',
    ['CertificateSigningRequest'],
    { removed: 22, replacement: 'certificates.k8s.io/v1' },
  ],
  ['coordination.k8s.io/v1beta1', ['Lease'], { removed: 22, replacement: 'coordination.k8s.io/v1' }],
  [
    'networking.k8s.io/v1beta1',
    ['Ingress', 'IngressClass'],
    { removed: 22, replacement: 'networking.k8s.io/v1' },
  ],
  ['rbac.authorization.k8s.io/v1alpha1', roles, { removed: 22, replacement: 'rbac.authorization.k8s.io/v1' }],
  ['rbac.authorization.k8s.io/v1beta1', roles, { removed: 22, replacement: 'rbac.authorization.k8s.io/v1' }],
  ['scheduling.k8s.io/v1alpha1', ['PriorityClass'], { removed: 22, replacement: 'scheduling.k8s.io/v1' }],
  ['scheduling.k8s.io/v1beta1', ['PriorityClass'], { removed: 22, replacement: 'scheduling.k8s.io/v1' }],
  [
    'storage.k8s.io/v1beta1',
    ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment'],
    { removed: 22, replacement: 'storage.k8s.io/v1' },
  ],
  [
    'storage.k8s.io/v1alpha1',
    ['CSIStorageCapacity', 'VolumeAttachment'],
    { removed: 24, replacement: 'storage.k8s.io/v1' },
  ],
  ['batch/v2alpha1', ['CronJob'], { removed: 21, replacement: 'batch/v1' }],
  ['batch/v1beta1', ['CronJob'], { removed: 25, replacement: 'batch/v1' }],
  ['discovery.k8s.io/v1beta1', ['EndpointSlice'], { removed: 25, replacement: 'discovery.k8s.io/v1' }],
  ['events.k8s.io/v1beta1', ['Event'], { removed: 25, replacement: 'events.k8s.io/v1' }],
  ['autoscaling/v2beta1', ['HorizontalPodAutoscaler'], { removed: 25, replacement: 'autoscaling/v2' }],
  ['policy/v1beta1', ['PodDisruptionBudget'], { removed: 25, replacement: 'policy/v1' }],
  ['policy/v1beta1', ['PodSecurityPolicy'], { removed: 25 }],
  ['node.k8s.io/v1beta1', ['RuntimeClass'], { removed: 25, replacement: 'node.k8s.io/v1' }],
  ['autoscaling/v2beta2', ['HorizontalPodAutoscaler'], { removed: 26, replacement: 'autoscaling/v2' }],
  [
    'flowcontrol.apiserver.k8s.io/v1beta1',
    flowControl,
    { removed: 26, replacement: 'flowcontrol.apiserver.k8s.io/v1beta3' },
  ],
  ['storage.k8s.io/v1beta1', ['CSIStorageCapacity'], { removed: 27, replacement: 'storage.k8s.io/v1' }],
  [
    'flowcontrol.apiserver.k8s.io/v1beta2',
    flowControl,
    { removed: 29, replacement: 'flowcontrol.apiserver.k8s.io/v1beta3' },
  ],
  [
    'flowcontrol.apiserver.k8s.io/v1beta3',
    flowControl,
    { removed: 32, replacement: 'flowcontrol.apiserver.k8s.io/v1' },
  ],
  [
    'flowcontrol.apiserver.k8s.io/v1',
    flowControl,
    { introduced: 29, replacement: 'flowcontrol.apiserver.k8s.io/v1beta3' },
  ],
  [
    'admissionregistration.k8s.io/v1alpha1',
    validatingPolicies,
    { removed: 32, replacement: 'admissionregistration.k8s.io/v1' },
  ],
  [
    'admissionregistration.k8s.io/v1beta1',
    validatingPolicies,
    { introduced: 28, removed: 34, replacement: 'admissionregistration.k8s.io/v1' },
  ],
  [
    'admissionregistration.k8s.io/v1',
    validatingPolicies,
    { introduced: 30, replacement: 'admissionregistration.k8s.io/v1beta1' },
  ],
  ['admissionregistration.k8s.io/v1alpha1', mutatingPolicies, { introduced: 32, removed: 38 }],
  ['admissionregistration.k8s.io/v1beta1', mutatingPolicies, { introduced: 34, removed: 40 }],
  ['admissionregistration.k8s.io/v1', mutatingPolicies, { introduced: 36 }],
  [
    'networking.k8s.io/v1beta1',
    serviceRanges,
    { introduced: 31, removed: 37, replacement: 'networking.k8s.io/v1' },
  ],
  ['networking.k8s.io/v1', serviceRanges, { introduced: 33, replacement: 'networking.k8s.io/v1beta1' }],
  [
    'resource.k8s.io/v1beta1',
    deviceClaims,
    { introduced: 32, removed: 38, replacement: 'resource.k8s.io/v1' },
  ],
  [
    'resource.k8s.io/v1beta2',
    deviceClaims,
    { introduced: 33, removed: 39, replacement: 'resource.k8s.io/v1' },
  ],
  ['resource.k8s.io/v1', deviceClaims, { introduced: 34, replacement: 'resource.k8s.io/v1beta1' }],
  [
    'storage.k8s.io/v1beta1',
    ['VolumeAttributesClass'],
    { introduced: 31, removed: 37, replacement: 'storage.k8s.io/v1' },
  ],
  ['storage.k8s.io/v1', ['VolumeAttributesClass'], { introduced: 34, replacement: 'storage.k8s.io/v1beta1' }],
  ['snapshot.storage.k8s.io/v1alpha1', snapshots, { removed: 0, replacement: 'snapshot.storage.k8s.io/v1' }],
  ['snapshot.storage.k8s.io/v1beta1', snapshots, { removed: 0, replacement: 'snapshot.storage.k8s.io/v1' }],
  ['cert-manager.io/v1alpha2', certificates, { removed: 0, replacement: 'cert-manager.io/v1' }],
  ['cert-manager.io/v1alpha3', certificates, { removed: 0, replacement: 'cert-manager.io/v1' }],
  ['cert-manager.io/v1beta1', certificates, { removed: 0, replacement: 'cert-manager.io/v1' }],
];

const byType = new Map(
  rows.flatMap(([apiVersion, kinds, lifecycle]) =>
    kinds.map((kind): [string, ApiLifecycle] => [`${apiVersion} ${kind}`, lifecycle]),
  ),
);

/**
 * What is known of a version of a kind; undefined where every supported Kubernetes serves it or nothing is known.
 * `removed: 0` means that no current release of the project that defines it serves it.
 */
export const apiLifecycle = (apiVersion: string, kind: string): ApiLifecycle | undefined =>
  byType.get(`${apiVersion} ${kind}`);
