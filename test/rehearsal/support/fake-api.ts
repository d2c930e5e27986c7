import type { Answer, ApiClient, ResourceMap } from '../../../lib/control-plane';
import { isRecord, type KubernetesObject } from '../../../lib/kubernetes';

type Stored = Record<string, unknown>;

/** Kinds that the fake server has, by `apiVersion/Kind`: plural, and whether in namespaces. */
const kinds: Readonly<Record<string, readonly [plural: string, namespaced: boolean]>> = {
  'v1/Secret': ['secrets', true],
  'v1/Service': ['services', true],
  'v1/Pod': ['pods', true],
  'v1/ConfigMap': ['configmaps', true],
  'v1/PersistentVolumeClaim': ['persistentvolumeclaims', true],
  'v1/PersistentVolume': ['persistentvolumes', false],
  'v1/Namespace': ['namespaces', false],
  'v1/Node': ['nodes', false],
  'v1/Event': ['events', true],
  'apps/v1/Deployment': ['deployments', true],
  'apps/v1/ReplicaSet': ['replicasets', true],
  'apps/v1/StatefulSet': ['statefulsets', true],
  'batch/v1/Job': ['jobs', true],
  'storage.k8s.io/v1/StorageClass': ['storageclasses', false],
  'argoproj.io/v1alpha1/Application': ['applications', true],
  'networking.k8s.io/v1/Ingress': ['ingresses', true],
  'gateway.networking.k8s.io/v1/HTTPRoute': ['httproutes', true],
  'admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration': [
    'validatingwebhookconfigurations',
    false,
  ],
  'admissionregistration.k8s.io/v1/MutatingWebhookConfiguration': ['mutatingwebhookconfigurations', false],
  'apiextensions.k8s.io/v1/CustomResourceDefinition': ['customresourcedefinitions', false],
  'kubeflow.org/v1/Notebook': ['notebooks', true],
  'kubeflow.org/v1/Profile': ['profiles', false],
  'cert-manager.io/v1/Issuer': ['issuers', true],
  'cert-manager.io/v1/ClusterIssuer': ['clusterissuers', false],
  'cert-manager.io/v1/Certificate': ['certificates', true],
  'external-secrets.io/v1/ExternalSecret': ['externalsecrets', true],
  'external-secrets.io/v1/SecretStore': ['secretstores', true],
  'generators.external-secrets.io/v1alpha1/Password': ['passwords', true],
  'bitnami.com/v1alpha1/SealedSecret': ['sealedsecrets', true],
  'snapshot.storage.k8s.io/v1/VolumeSnapshot': ['volumesnapshots', true],
  'snapshot.storage.k8s.io/v1/VolumeSnapshotClass': ['volumesnapshotclasses', false],
  'snapshot.storage.k8s.io/v1/VolumeSnapshotContent': ['volumesnapshotcontents', false],
  'example.internal/v1/Widget': ['widgets', true],
};

const copy = (value: Stored): Stored => structuredClone(value);

const merged = (target: unknown, patch: unknown): unknown => {
  if (!isRecord(patch)) return patch;
  const base = isRecord(target) ? target : {};
  const result: Stored = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(result, key);
    else result[key] = merged(base[key], value);
  }
  return result;
};

const withValueAt = (target: unknown, path: readonly string[], value: unknown): unknown => {
  const [step = '', ...rest] = path;
  const next = (child: unknown): unknown => (rest.length === 0 ? value : withValueAt(child, rest, value));
  if (Array.isArray(target))
    return target.map((item: unknown, index) => (String(index) === step ? next(item) : item));
  return isRecord(target) ? { ...target, [step]: next(target[step]) } : { [step]: next(undefined) };
};

/** An API server in memory: what it has is what was created, and every write is remembered. */
export interface FakeServer {
  readonly api: ApiClient;
  readonly resources: ResourceMap;
  readonly add: (object: KubernetesObject) => void;
  readonly read: (path: string) => Stored | undefined;
  readonly drop: (path: string) => void;
  /** Methods and paths of all writes. */
  readonly writes: string[];
}

const collectionOf = (apiVersion: string, plural: string, namespace?: string): string =>
  `${apiVersion.includes('/') ? '/apis' : '/api'}/${apiVersion}${namespace === undefined ? '' : `/namespaces/${namespace}`}/${plural}`;

export const fakeServer = (): FakeServer => {
  const stored = new Map<string, Stored>();
  const writes: string[] = [];
  let uids = 0;

  const put = (collection: string, object: unknown): Answer => {
    if (!isRecord(object) || !isRecord(object['metadata']))
      return { status: 400, body: { message: 'no object' }, warnings: [] };
    const metadata = object['metadata'];
    const path = `${collection}/${String(metadata['name'])}`;
    if (stored.has(path)) return { status: 409, body: { message: 'there already' }, warnings: [] };
    const added = copy({
      ...object,
      metadata: { generation: 1, ...metadata, uid: metadata['uid'] ?? `uid-${(uids += 1)}` },
    });
    stored.set(path, added);
    return { status: 201, body: added, warnings: [] };
  };

  /** Items of a collection; of all namespaces where the path names none. */
  const itemsAt = (path: string): readonly Stored[] | undefined => {
    const [collection = '', query = ''] = path.split('?');
    const selector = new URLSearchParams(query).get('labelSelector') ?? '';
    for (const [id, [plural]] of Object.entries(kinds)) {
      const apiVersion = id.slice(0, id.lastIndexOf('/'));
      const root = collectionOf(apiVersion, '').replace(/\/$/, '');
      if (!collection.startsWith(`${root}/`) || !collection.endsWith(`/${plural}`)) continue;
      return [...stored]
        .filter(([key]) => {
          const parent = key.slice(0, key.lastIndexOf('/'));
          return (
            parent === collection ||
            (parent.startsWith(`${root}/namespaces/`) &&
              collection === `${root}/${plural}` &&
              parent.endsWith(`/${plural}`))
          );
        })
        .map(([, object]) => copy(object))
        .filter((object) =>
          selector
            .split(',')
            .filter((part) => part !== '')
            .every((part) => {
              const [key = '', value = ''] = part.split('=');
              const metadata = object['metadata'];
              const labels = isRecord(metadata) ? metadata['labels'] : undefined;
              return isRecord(labels) && labels[key] === value;
            }),
        );
    }
    return undefined;
  };

  const find = (path: string): Promise<Stored | undefined> => {
    const found = stored.get(path);
    if (found !== undefined) return Promise.resolve(copy(found));
    const items = itemsAt(path);
    return Promise.resolve(items === undefined ? undefined : { items });
  };

  const change = (path: string, next: (object: Stored) => unknown): Answer => {
    const [bare = ''] = path.split('?');
    const status = bare.endsWith('/status');
    const key = bare.replace(/\/status$/, '');
    const before = stored.get(key);
    if (before === undefined) return { status: 404, body: { message: 'not found' }, warnings: [] };
    const after = next(copy(before));
    if (!isRecord(after)) return { status: 400, body: { message: 'no object' }, warnings: [] };
    stored.set(key, status ? { ...before, status: after['status'] } : copy(after));
    return { status: 200, body: after, warnings: [] };
  };

  const api: ApiClient = {
    find,
    get: async (path) => {
      const found = await find(path);
      if (found === undefined) throw new Error(`GET ${path}: there is no such thing`);
      return found;
    },
    list: async (path) => itemsAt(path) ?? [],
    create: (collection, object) => {
      writes.push(`create ${collection}`);
      return Promise.resolve(put(collection, object));
    },
    patch: (path, kind, patch) => {
      writes.push(`patch ${path}`);
      return Promise.resolve(
        change(path, (object) => {
          if (kind !== 'json') return merged(object, patch);
          return (Array.isArray(patch) ? patch : []).reduce<unknown>(
            (target, operation: unknown) =>
              isRecord(operation)
                ? withValueAt(target, String(operation['path']).split('/').slice(1), operation['value'])
                : target,
            object,
          );
        }),
      );
    },
    remove: (path) => {
      writes.push(`remove ${path}`);
      return Promise.resolve({ status: stored.delete(path) ? 200 : 404, body: {}, warnings: [] });
    },
    close: () => undefined,
  };

  const resources: ResourceMap = {
    of: (apiVersion, kind) => {
      const known = kinds[`${apiVersion}/${kind}`];
      if (known === undefined) return Promise.resolve(undefined);
      const [plural, namespaced] = known;
      const collection = (namespace?: string): string =>
        collectionOf(apiVersion, plural, namespaced ? namespace : undefined);
      return Promise.resolve({
        namespaced,
        collection,
        path: ({ namespace, name }) => `${collection(namespace)}/${name}`,
      });
    },
  };

  return {
    api,
    resources,
    writes,
    add: (object) => {
      const known = kinds[`${object.apiVersion}/${object.kind}`];
      if (known === undefined) throw new Error(`the fake server has no ${object.kind}`);
      put(collectionOf(object.apiVersion, known[0], object.metadata.namespace), object);
    },
    read: (path) => stored.get(path),
    drop: (path) => {
      stored.delete(path);
    },
  };
};
