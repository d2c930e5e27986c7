import type { KubernetesObject } from '../../../lib/kubernetes';

type Fields = Readonly<Record<string, unknown>>;

/** What tests give an object beside its name. */
export interface MetadataOf {
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An object of namespace `app`. */
export const object = (
  apiVersion: string,
  kind: string,
  name: string,
  fields: Fields = {},
  metadata: MetadataOf = {},
): KubernetesObject => ({ apiVersion, kind, metadata: { name, namespace: 'app', ...metadata }, ...fields });

/** A cluster-scoped object. */
export const clusterObject = (
  apiVersion: string,
  kind: string,
  name: string,
  fields: Fields = {},
  metadata: Omit<MetadataOf, 'namespace'> = {},
): KubernetesObject => ({ apiVersion, kind, metadata: { name, ...metadata }, ...fields });

/** A namespace that enforces a Pod Security level. */
export const namespace = (name = 'app', level = 'restricted'): KubernetesObject =>
  clusterObject('v1', 'Namespace', name, {}, { labels: { 'pod-security.kubernetes.io/enforce': level } });

/** A container that passes every rule. */
export const container = (fields: Fields = {}): Fields => ({
  name: 'main',
  image: 'registry.example.internal/web:1.2.3',
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  ...fields,
});

/** A pod spec that passes level restricted. */
export const podSpec = (fields: Fields = {}): Fields => ({
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [container()],
  ...fields,
});

/** Settings of a workload in a test. */
export interface WorkloadOf extends MetadataOf {
  /** Labels of pods and selector. Default: `app: <name>`. */
  readonly pods?: Readonly<Record<string, string>>;
  readonly spec?: Fields;
  readonly pod?: Fields;
}

/** A Deployment, or another kind with the same shape. */
export const workload = (
  kind: string,
  name: string,
  { pods, spec, pod, ...metadata }: WorkloadOf = {},
): KubernetesObject => {
  const labels = pods ?? { app: name };
  return object(
    kind === 'Job' ? 'batch/v1' : 'apps/v1',
    kind,
    name,
    {
      spec: {
        ...(kind === 'Job' ? {} : { selector: { matchLabels: labels } }),
        template: { metadata: { labels }, spec: podSpec(pod) },
        ...spec,
      },
    },
    metadata,
  );
};

/** A Deployment. */
export const deployment = (name: string, settings: WorkloadOf = {}): KubernetesObject =>
  workload('Deployment', name, settings);

/** A Service in front of `app: <name>`. */
export const service = (name: string, spec: Fields = {}): KubernetesObject =>
  object('v1', 'Service', name, { spec: { selector: { app: name }, ports: [{ port: 80 }], ...spec } });

/** A ConfigMap. */
export const configMap = (name: string, data: Fields, metadata: MetadataOf = {}): KubernetesObject =>
  object('v1', 'ConfigMap', name, { data }, metadata);

/** A StorageClass. */
export const storageClass = (
  name: string,
  fields: Fields = {},
  annotations: Readonly<Record<string, string>> = {},
): KubernetesObject =>
  clusterObject(
    'storage.k8s.io/v1',
    'StorageClass',
    name,
    { provisioner: 'csi.example.com', ...fields },
    { annotations },
  );

/** A PersistentVolumeClaim. */
export const claim = (name: string, spec: Fields = {}, metadata: MetadataOf = {}): KubernetesObject =>
  object(
    'v1',
    'PersistentVolumeClaim',
    name,
    { spec: { accessModes: ['ReadWriteOnce'], ...spec } },
    metadata,
  );

/** A pod spec that mounts a claim. */
export const mounting = (claimName: string): Fields => ({
  volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }],
});

/** An annotation that puts an object into a wave. */
export const inWave = (wave: number): MetadataOf => ({
  annotations: { 'argocd.argoproj.io/sync-wave': String(wave) },
});
