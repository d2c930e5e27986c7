import { fieldAt, fieldPath, isRecord, listAt, stringAt } from '../../../kubernetes';
import type { KeyNeed, ReferenceList } from '../reference';
import type { Workload } from '../workloads';

const isOptional = (source: unknown): boolean => fieldAt(source, 'optional') === true;

const itemKeys = (source: unknown, path: string): readonly KeyNeed[] =>
  listAt(source, 'items').flatMap((item, index) => {
    const key = stringAt(item, 'key');
    return key === undefined ? [] : [{ key, path: fieldPath(path, 'items', index, 'key') }];
  });

/** Mounting one file of a ConfigMap or Secret by `subPath` needs that key; a missing one becomes an empty folder. */
const subPathKeys = (workload: Workload, volume: unknown): readonly KeyNeed[] => {
  const name = stringAt(volume, 'name');
  const source = fieldAt(volume, 'configMap') ?? fieldAt(volume, 'secret');
  if (name === undefined || listAt(source, 'items').length > 0) return [];
  return workload.containers.flatMap(({ container, path }) =>
    listAt(container, 'volumeMounts').flatMap((mount, index) => {
      const subPath = stringAt(mount, 'subPath');
      return stringAt(mount, 'name') !== name || subPath === undefined || subPath === ''
        ? []
        : [{ key: subPath, path: fieldPath(path, 'volumeMounts', index, 'subPath') }];
    }),
  );
};

const addVolume = (list: ReferenceList, workload: Workload, volume: unknown, path: string): void => {
  const { namespace } = workload;
  const configMap = fieldAt(volume, 'configMap');
  list.add(
    fieldPath(path, 'configMap', 'name'),
    { kind: 'ConfigMap', namespace, name: fieldAt(configMap, 'name') },
    {
      optional: isOptional(configMap),
      keys: [...itemKeys(configMap, fieldPath(path, 'configMap')), ...subPathKeys(workload, volume)],
    },
  );
  const secret = fieldAt(volume, 'secret');
  list.add(
    fieldPath(path, 'secret', 'secretName'),
    { kind: 'Secret', namespace, name: fieldAt(secret, 'secretName') },
    {
      optional: isOptional(secret),
      keys: [...itemKeys(secret, fieldPath(path, 'secret')), ...subPathKeys(workload, volume)],
    },
  );
  list.add(fieldPath(path, 'persistentVolumeClaim', 'claimName'), {
    kind: 'PersistentVolumeClaim',
    namespace,
    name: fieldAt(volume, 'persistentVolumeClaim', 'claimName'),
  });
  list.add(fieldPath(path, 'ephemeral', 'volumeClaimTemplate', 'spec', 'storageClassName'), {
    group: 'storage.k8s.io',
    kind: 'StorageClass',
    name: fieldAt(volume, 'ephemeral', 'volumeClaimTemplate', 'spec', 'storageClassName'),
  });
  listAt(volume, 'projected', 'sources').forEach((source, index) => {
    for (const [field, kind] of [
      ['configMap', 'ConfigMap'],
      ['secret', 'Secret'],
    ] as const) {
      const below = fieldPath(path, 'projected', 'sources', index, field);
      const value = fieldAt(source, field);
      list.add(
        fieldPath(below, 'name'),
        { kind, namespace, name: fieldAt(value, 'name') },
        { optional: isOptional(value), keys: itemKeys(value, below) },
      );
    }
  });
};

const environmentSources = [
  ['configMapKeyRef', 'ConfigMap'],
  ['secretKeyRef', 'Secret'],
] as const;

const addContainer = (list: ReferenceList, namespace: string, container: unknown, path: string): void => {
  listAt(container, 'env').forEach((variable, index) => {
    for (const [field, kind] of environmentSources) {
      const source = fieldAt(variable, 'valueFrom', field);
      if (!isRecord(source)) continue;
      const below = fieldPath(path, 'env', index, 'valueFrom', field);
      const key = stringAt(source, 'key');
      list.add(
        fieldPath(below, 'name'),
        { kind, namespace, name: source['name'] },
        {
          optional: isOptional(source),
          keys: key === undefined ? [] : [{ key, path: fieldPath(below, 'key') }],
        },
      );
    }
  });
  listAt(container, 'envFrom').forEach((source, index) => {
    for (const [field, kind] of [
      ['configMapRef', 'ConfigMap'],
      ['secretRef', 'Secret'],
    ] as const) {
      list.add(
        fieldPath(path, 'envFrom', index, field, 'name'),
        { kind, namespace, name: fieldAt(source, field, 'name') },
        { optional: isOptional(fieldAt(source, field)) },
      );
    }
  });
};

/** Everything that the pods of a workload name. */
export const addPodReferences = (list: ReferenceList, workload: Workload): void => {
  const { namespace, template, containers } = workload;
  const { spec, path } = template;
  list.add(fieldPath(path, 'serviceAccountName'), {
    kind: 'ServiceAccount',
    namespace,
    name: spec['serviceAccountName'] ?? spec['serviceAccount'],
  });
  list.add(fieldPath(path, 'priorityClassName'), {
    group: 'scheduling.k8s.io',
    kind: 'PriorityClass',
    name: spec['priorityClassName'],
  });
  listAt(spec, 'imagePullSecrets').forEach((secret, index) =>
    list.add(fieldPath(path, 'imagePullSecrets', index, 'name'), {
      kind: 'Secret',
      namespace,
      name: fieldAt(secret, 'name'),
    }),
  );
  listAt(spec, 'volumes').forEach((volume, index) =>
    addVolume(list, workload, volume, fieldPath(path, 'volumes', index)),
  );
  for (const { container, path: containerPath } of containers) {
    addContainer(list, namespace, container, containerPath);
  }
};
