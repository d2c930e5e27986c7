import type { Gvk } from '../resource/id';
import { fieldSpec, type FieldSpec } from './field-spec';
import { sortConfig, type NameReference, type TransformerConfig } from './transformer-config';

/**
 * The fields that kustomize 5.5 writes and follows without being told.
 * https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/ describes what each list is for.
 */

const rbac = 'rbac.authorization.k8s.io';
const admission = 'admissionregistration.k8s.io';

/** Where the kinds that have a pod hold its spec. */
const podSpec = {
  Pod: 'spec',
  PodTemplate: 'template/spec',
  Deployment: 'spec/template/spec',
  ReplicaSet: 'spec/template/spec',
  DaemonSet: 'spec/template/spec',
  StatefulSet: 'spec/template/spec',
  Job: 'spec/template/spec',
  ReplicationController: 'spec/template/spec',
  CronJob: 'spec/jobTemplate/spec/template/spec',
} as const;

type PodKind = keyof typeof podSpec;

const inPods = (
  kinds: readonly PodKind[],
  paths: readonly string[],
  extra: (kind: PodKind) => Partial<Gvk> = () => ({}),
): readonly FieldSpec[] =>
  kinds.flatMap((kind) =>
    paths.map((path) => fieldSpec(`${podSpec[kind]}/${path}`, { kind, ...extra(kind) })),
  );

const withConfiguration: readonly PodKind[] = [
  'Pod',
  'PodTemplate',
  'Deployment',
  'ReplicaSet',
  'DaemonSet',
  'StatefulSet',
  'Job',
  'CronJob',
];

const withAccounts: readonly PodKind[] = [
  'Pod',
  'StatefulSet',
  'Deployment',
  'ReplicationController',
  'CronJob',
  'Job',
  'DaemonSet',
];

const podVersion = (kind: PodKind): Partial<Gvk> => (kind === 'Pod' ? { version: 'v1' } : {});

/** Fields in which every container of a pod can name a ConfigMap or a Secret. */
const containerReferences = (object: 'configMap' | 'secret'): readonly string[] =>
  ['containers', 'initContainers'].flatMap((containers) => [
    `${containers}/env/valueFrom/${object}KeyRef/name`,
    `${containers}/envFrom/${object}Ref/name`,
  ]);

const annotation = (name: string): string => `metadata/annotations/${name.replace('/', '\\/')}`;

const fields = (list: readonly (readonly [string, Partial<Gvk>])[]): readonly FieldSpec[] =>
  list.map(([path, gvk]) => fieldSpec(path, gvk));

const reference = (gvk: Partial<Gvk>, referrers: readonly FieldSpec[]): NameReference => ({
  group: '',
  version: '',
  kind: '',
  ...gvk,
  referrers,
});

const scaled = fields([['spec/scaleTargetRef/name', { kind: 'HorizontalPodAutoscaler' }]]);

const resourceNames = (kinds: readonly string[]): readonly FieldSpec[] =>
  kinds.map((kind) => fieldSpec('rules/resourceNames', { kind }));

const nameReference: readonly NameReference[] = [
  ...['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map((kind) =>
    reference({ kind }, scaled),
  ),
  reference({ kind: 'ConfigMap', version: 'v1' }, [
    ...inPods(
      withConfiguration,
      [
        'volumes/configMap/name',
        ...containerReferences('configMap'),
        'volumes/projected/sources/configMap/name',
      ],
      podVersion,
    ),
    fieldSpec('spec/configSource/configMap', { kind: 'Node' }),
    ...resourceNames(['Role', 'ClusterRole']),
    fieldSpec(annotation('nginx.ingress.kubernetes.io/fastcgi-params-configmap'), { kind: 'Ingress' }),
  ]),
  reference({ kind: 'Secret', version: 'v1' }, [
    ...inPods(
      withConfiguration,
      [
        'volumes/secret/secretName',
        ...containerReferences('secret'),
        'imagePullSecrets/name',
        'volumes/projected/sources/secret/name',
      ],
      podVersion,
    ),
    ...fields([
      ['spec/tls/secretName', { kind: 'Ingress' }],
      [annotation('ingress.kubernetes.io/auth-secret'), { kind: 'Ingress' }],
      [annotation('nginx.ingress.kubernetes.io/auth-secret'), { kind: 'Ingress' }],
      [annotation('nginx.ingress.kubernetes.io/auth-tls-secret'), { kind: 'Ingress' }],
      ['imagePullSecrets/name', { kind: 'ServiceAccount' }],
      ['parameters/secretName', { kind: 'StorageClass' }],
      ['parameters/adminSecretName', { kind: 'StorageClass' }],
      ['parameters/userSecretName', { kind: 'StorageClass' }],
      ['parameters/secretRef', { kind: 'StorageClass' }],
    ]),
    ...resourceNames(['Role', 'ClusterRole']),
    ...fields([
      [
        'spec/template/spec/containers/env/valueFrom/secretKeyRef/name',
        { kind: 'Service', group: 'serving.knative.dev', version: 'v1' },
      ],
      ['spec/azureFile/secretName', { kind: 'PersistentVolume' }],
    ]),
  ]),
  reference(
    { kind: 'Service', version: 'v1' },
    fields([
      ['spec/serviceName', { kind: 'StatefulSet', group: 'apps' }],
      ['spec/rules/http/paths/backend/serviceName', { kind: 'Ingress' }],
      ['spec/backend/serviceName', { kind: 'Ingress' }],
      ['spec/rules/http/paths/backend/service/name', { kind: 'Ingress' }],
      ['spec/defaultBackend/service/name', { kind: 'Ingress' }],
      ['spec/service/name', { kind: 'APIService', group: 'apiregistration.k8s.io' }],
      ['webhooks/clientConfig/service', { kind: 'ValidatingWebhookConfiguration', group: admission }],
      ['webhooks/clientConfig/service', { kind: 'MutatingWebhookConfiguration', group: admission }],
    ]),
  ),
  reference({ kind: 'Role', group: rbac }, fields([['roleRef/name', { kind: 'RoleBinding', group: rbac }]])),
  reference(
    { kind: 'ClusterRole', group: rbac },
    fields([
      ['roleRef/name', { kind: 'RoleBinding', group: rbac }],
      ['roleRef/name', { kind: 'ClusterRoleBinding', group: rbac }],
    ]),
  ),
  reference({ kind: 'ServiceAccount', version: 'v1' }, [
    ...fields([
      ['subjects', { kind: 'RoleBinding', group: rbac }],
      ['subjects', { kind: 'ClusterRoleBinding', group: rbac }],
    ]),
    ...inPods(withAccounts, ['serviceAccountName']),
  ]),
  reference(
    { kind: 'PersistentVolumeClaim', version: 'v1' },
    inPods(withAccounts, ['volumes/persistentVolumeClaim/claimName']),
  ),
  reference({ kind: 'PersistentVolume', version: 'v1' }, [
    fieldSpec('spec/volumeName', { kind: 'PersistentVolumeClaim' }),
    ...resourceNames(['ClusterRole']),
  ]),
  reference(
    { kind: 'StorageClass', version: 'v1', group: 'storage.k8s.io' },
    fields([
      ['spec/storageClassName', { kind: 'PersistentVolume' }],
      ['spec/storageClassName', { kind: 'PersistentVolumeClaim' }],
      ['spec/volumeClaimTemplates/spec/storageClassName', { kind: 'StatefulSet' }],
    ]),
  ),
  reference(
    { kind: 'PriorityClass', version: 'v1', group: 'scheduling.k8s.io' },
    inPods(withAccounts, ['priorityClassName']),
  ),
  // the group is what kustomize has; no object is in it
  reference(
    { kind: 'IngressClass', version: 'v1', group: 'networking.k8s.io/v1' },
    fields([['spec/ingressClassName', { kind: 'Ingress' }]]),
  ),
  reference(
    { kind: 'ValidatingAdmissionPolicy', group: admission },
    fields([['spec/policyName', { kind: 'ValidatingAdmissionPolicyBinding', group: admission }]]),
  ),
];

const created = (list: readonly (readonly [string, Partial<Gvk>])[]): readonly FieldSpec[] =>
  list.map(([path, gvk]) => fieldSpec(path, gvk, true));

/** Metadata of objects and of the pods that they make. */
const metadataFields = (field: 'labels' | 'annotations'): readonly FieldSpec[] => [
  ...created([
    [`metadata/${field}`, {}],
    [`spec/template/metadata/${field}`, { version: 'v1', kind: 'ReplicationController' }],
    [`spec/template/metadata/${field}`, { kind: 'Deployment' }],
    [`spec/template/metadata/${field}`, { kind: 'ReplicaSet' }],
    [`spec/template/metadata/${field}`, { kind: 'DaemonSet' }],
    [
      `spec/template/metadata/${field}`,
      field === 'labels' ? { group: 'apps', kind: 'StatefulSet' } : { kind: 'StatefulSet' },
    ],
    [`spec/template/metadata/${field}`, { group: 'batch', kind: 'Job' }],
    [`spec/jobTemplate/metadata/${field}`, { group: 'batch', kind: 'CronJob' }],
    [`spec/jobTemplate/spec/template/metadata/${field}`, { group: 'batch', kind: 'CronJob' }],
  ]),
  ...(field === 'labels'
    ? created([['spec/volumeClaimTemplates[]/metadata/labels', { group: 'apps', kind: 'StatefulSet' }]])
    : []),
];

const affinitySelectors = ['podAffinity', 'podAntiAffinity'].flatMap((affinity) => [
  `affinity/${affinity}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels`,
  `affinity/${affinity}/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels`,
]);

const selectors: readonly FieldSpec[] = [
  ...created([
    ['spec/selector', { version: 'v1', kind: 'Service' }],
    ['spec/selector', { version: 'v1', kind: 'ReplicationController' }],
    ['spec/selector/matchLabels', { kind: 'Deployment' }],
    ['spec/selector/matchLabels', { kind: 'ReplicaSet' }],
    ['spec/selector/matchLabels', { kind: 'DaemonSet' }],
    ['spec/selector/matchLabels', { group: 'apps', kind: 'StatefulSet' }],
  ]),
  ...inPods(
    ['Deployment', 'StatefulSet'],
    [...affinitySelectors, 'topologySpreadConstraints/labelSelector/matchLabels'],
    () => ({ group: 'apps' }),
  ),
  ...fields([
    ['spec/selector/matchLabels', { group: 'batch', kind: 'Job' }],
    ['spec/jobTemplate/spec/selector/matchLabels', { group: 'batch', kind: 'CronJob' }],
    ['spec/selector/matchLabels', { group: 'policy', kind: 'PodDisruptionBudget' }],
    ['spec/podSelector/matchLabels', { group: 'networking.k8s.io', kind: 'NetworkPolicy' }],
    ['spec/ingress/from/podSelector/matchLabels', { group: 'networking.k8s.io', kind: 'NetworkPolicy' }],
    ['spec/egress/to/podSelector/matchLabels', { group: 'networking.k8s.io', kind: 'NetworkPolicy' }],
  ]),
];

const containerVariables = ['containers', 'initContainers'].flatMap((containers) =>
  ['args', 'command', 'env/value', 'volumeMounts/mountPath'].map((field) => `${containers}/${field}`),
);

const withVariables: readonly PodKind[] = [
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Job',
  'Pod',
  'ReplicaSet',
  'StatefulSet',
];

const varReference: readonly FieldSpec[] = [
  ...inPods(withVariables, containerVariables),
  ...inPods(['DaemonSet', 'Deployment', 'Job', 'Pod', 'ReplicaSet'], ['volumes/nfs/server']),
  ...fields([
    ['spec/jobTemplate/spec/template/volumes/nfs/server', { kind: 'CronJob' }],
    ['spec/template/metadata/annotations', { kind: 'Deployment' }],
    ['spec/rules/host', { kind: 'Ingress' }],
    ['spec/tls/hosts', { kind: 'Ingress' }],
    ['spec/tls/secretName', { kind: 'Ingress' }],
    ['spec/ports/port', { kind: 'Service' }],
    ['spec/ports/targetPort', { kind: 'Service' }],
    ['spec/volumeClaimTemplates/spec/nfs/server', { kind: 'StatefulSet' }],
    ['spec/nfs/server', { kind: 'PersistentVolume' }],
    ['metadata/labels', {}],
    ['metadata/annotations', {}],
  ]),
];

/** What every kustomization starts from. */
export const defaultConfig: TransformerConfig = sortConfig({
  namePrefix: [fieldSpec('metadata/name')],
  nameSuffix: [fieldSpec('metadata/name')],
  namespace: [
    fieldSpec('metadata/name', { kind: 'Namespace' }, true),
    fieldSpec('spec/service/namespace', { group: 'apiregistration.k8s.io', kind: 'APIService' }, true),
    fieldSpec('spec/conversion/webhook/clientConfig/service/namespace', {
      group: 'apiextensions.k8s.io',
      kind: 'CustomResourceDefinition',
    }),
  ],
  commonLabels: [...selectors, ...metadataFields('labels')],
  labels: [],
  templateLabels: metadataFields('labels'),
  commonAnnotations: metadataFields('annotations'),
  varReference,
  images: ['spec', 'spec/template/spec'].flatMap((spec) =>
    ['containers', 'initContainers'].map((containers) =>
      fieldSpec(`${spec}/${containers}[]/image`, {}, true),
    ),
  ),
  replicas: ['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map((kind) =>
    fieldSpec('spec/replicas', { kind }, true),
  ),
  nameReference,
});
