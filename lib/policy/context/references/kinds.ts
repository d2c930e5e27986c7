import { fieldAt, fieldPath, groupOf, isRecord, listAt, recordAt, stringAt } from '../../../kubernetes';
import type { Manifest } from '../../../render';
import type { Reference, ReferenceList, ReferenceOrder } from '../reference';

type Add = (list: ReferenceList, manifest: Manifest) => void;

const storageClass = (list: ReferenceList, claim: unknown, path: string): void =>
  list.add(fieldPath(path, 'spec', 'storageClassName'), {
    group: 'storage.k8s.io',
    kind: 'StorageClass',
    name: fieldAt(claim, 'spec', 'storageClassName'),
  });

const claim: Add = (list, { object, key }) => {
  storageClass(list, object, '');
  for (const field of ['dataSource', 'dataSourceRef']) {
    list.add(fieldPath('spec', field, 'name'), {
      group: stringAt(object, 'spec', field, 'apiGroup') ?? '',
      kind: stringAt(object, 'spec', field, 'kind') ?? '',
      namespace: stringAt(object, 'spec', field, 'namespace') ?? key.namespace,
      name: fieldAt(object, 'spec', field, 'name'),
    });
  }
};

const statefulSet: Add = (list, { object, key }) => {
  list.add('spec.serviceName', {
    kind: 'Service',
    namespace: key.namespace,
    name: fieldAt(object, 'spec', 'serviceName'),
  });
  listAt(object, 'spec', 'volumeClaimTemplates').forEach((template, index) =>
    storageClass(list, template, fieldPath('spec', 'volumeClaimTemplates', index)),
  );
};

const snapshot: Add = (list, { object, key }) => {
  list.add('spec.source.persistentVolumeClaimName', {
    kind: 'PersistentVolumeClaim',
    namespace: key.namespace,
    name: fieldAt(object, 'spec', 'source', 'persistentVolumeClaimName'),
  });
  list.add('spec.volumeSnapshotClassName', {
    group: 'snapshot.storage.k8s.io',
    kind: 'VolumeSnapshotClass',
    name: fieldAt(object, 'spec', 'volumeSnapshotClassName'),
  });
};

const portOf = (value: unknown, path: string): Pick<Reference, 'port'> =>
  typeof value === 'string' || typeof value === 'number' ? { port: { value, path } } : {};

/** A Service as the API server names those that it calls; its port is 443 unless said otherwise. */
const calledService = (list: ReferenceList, service: unknown, path: string, order: ReferenceOrder): void => {
  if (!isRecord(service)) return;
  list.add(
    fieldPath(path, 'name'),
    { kind: 'Service', namespace: stringAt(service, 'namespace') ?? '', name: service['name'] },
    { order, ...portOf(service['port'] ?? 443, fieldPath(path, 'port')) },
  );
};

const webhooks: Add = (list, { object }) =>
  listAt(object, 'webhooks').forEach((webhook, index) =>
    calledService(
      list,
      fieldAt(webhook, 'clientConfig', 'service'),
      fieldPath('webhooks', index, 'clientConfig', 'service'),
      'call',
    ),
  );

const ingressBackend = (list: ReferenceList, namespace: string, backend: unknown, path: string): void => {
  const service = fieldAt(backend, 'service');
  const below = fieldPath(path, 'service');
  list.add(
    fieldPath(below, 'name'),
    { kind: 'Service', namespace, name: fieldAt(service, 'name') },
    fieldAt(service, 'port', 'name') === undefined
      ? portOf(fieldAt(service, 'port', 'number'), fieldPath(below, 'port', 'number'))
      : portOf(fieldAt(service, 'port', 'name'), fieldPath(below, 'port', 'name')),
  );
};

const ingress: Add = (list, { object, key: { namespace } }) => {
  ingressBackend(list, namespace, fieldAt(object, 'spec', 'defaultBackend'), 'spec.defaultBackend');
  listAt(object, 'spec', 'rules').forEach((rule, index) =>
    listAt(rule, 'http', 'paths').forEach((path, position) =>
      ingressBackend(
        list,
        namespace,
        fieldAt(path, 'backend'),
        fieldPath('spec', 'rules', index, 'http', 'paths', position, 'backend'),
      ),
    ),
  );
  listAt(object, 'spec', 'tls').forEach((tls, index) =>
    list.add(
      fieldPath('spec', 'tls', index, 'secretName'),
      { kind: 'Secret', namespace, name: fieldAt(tls, 'secretName') },
      { order: 'free' },
    ),
  );
};

const route: Add = (list, { object, key }) =>
  listAt(object, 'spec', 'rules').forEach((rule, index) => {
    const backends = [
      ...listAt(rule, 'backendRefs').map((backend, position) => ({
        backend,
        steps: ['backendRefs', position],
      })),
      ...listAt(rule, 'filters').map((filter, position) => ({
        backend: fieldAt(filter, 'requestMirror', 'backendRef'),
        steps: ['filters', position, 'requestMirror', 'backendRef'],
      })),
    ];
    for (const { backend, steps } of backends) {
      if ((stringAt(backend, 'group') ?? '') !== '' || (stringAt(backend, 'kind') ?? 'Service') !== 'Service')
        continue;
      const path = fieldPath('spec', 'rules', index, ...steps);
      list.add(
        fieldPath(path, 'name'),
        {
          kind: 'Service',
          namespace: stringAt(backend, 'namespace') ?? key.namespace,
          name: fieldAt(backend, 'name'),
        },
        portOf(fieldAt(backend, 'port'), fieldPath(path, 'port')),
      );
    }
  });

const gateway: Add = (list, { object, key }) =>
  listAt(object, 'spec', 'listeners').forEach((listener, index) =>
    listAt(listener, 'tls', 'certificateRefs').forEach((reference, position) => {
      if ((stringAt(reference, 'kind') ?? 'Secret') !== 'Secret') return;
      list.add(
        fieldPath('spec', 'listeners', index, 'tls', 'certificateRefs', position, 'name'),
        {
          kind: 'Secret',
          namespace: stringAt(reference, 'namespace') ?? key.namespace,
          name: fieldAt(reference, 'name'),
        },
        { order: 'free' },
      );
    }),
  );

const autoscaler: Add = (list, { object, key }) => {
  const target = recordAt(object, 'spec', 'scaleTargetRef');
  list.add('spec.scaleTargetRef.name', {
    group: groupOf(stringAt(target, 'apiVersion') ?? ''),
    kind: stringAt(target, 'kind') ?? '',
    namespace: key.namespace,
    name: target['name'],
  });
};

const roleBinding: Add = (list, { object, key }) => {
  const kind = stringAt(object, 'roleRef', 'kind') ?? '';
  list.add('roleRef.name', {
    group: 'rbac.authorization.k8s.io',
    kind,
    namespace: kind === 'Role' ? key.namespace : '',
    name: fieldAt(object, 'roleRef', 'name'),
  });
  listAt(object, 'subjects').forEach((subject, index) => {
    if (stringAt(subject, 'kind') !== 'ServiceAccount') return;
    list.add(fieldPath('subjects', index, 'name'), {
      kind: 'ServiceAccount',
      namespace: stringAt(subject, 'namespace') ?? key.namespace,
      name: fieldAt(subject, 'name'),
    });
  });
};

const serviceAccount: Add = (list, { object, key: { namespace } }) => {
  for (const field of ['imagePullSecrets', 'secrets']) {
    listAt(object, field).forEach((secret, index) =>
      list.add(
        fieldPath(field, index, 'name'),
        { kind: 'Secret', namespace, name: fieldAt(secret, 'name') },
        { order: 'free' },
      ),
    );
  }
};

const routes = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'];

/** What each kind names, beside its namespace, its definition and its pods. */
const finders = new Map<string, Add>([
  ['/PersistentVolumeClaim', claim],
  ['/ServiceAccount', serviceAccount],
  ['admissionregistration.k8s.io/MutatingWebhookConfiguration', webhooks],
  ['admissionregistration.k8s.io/ValidatingWebhookConfiguration', webhooks],
  [
    'apiextensions.k8s.io/CustomResourceDefinition',
    (list, { object }) =>
      // The definition itself comes before the workload that serves its conversions.
      calledService(
        list,
        fieldAt(object, 'spec', 'conversion', 'webhook', 'clientConfig', 'service'),
        'spec.conversion.webhook.clientConfig.service',
        'free',
      ),
  ],
  [
    'apiregistration.k8s.io/APIService',
    (list, { object }) => calledService(list, fieldAt(object, 'spec', 'service'), 'spec.service', 'start'),
  ],
  ['apps/StatefulSet', statefulSet],
  ['autoscaling/HorizontalPodAutoscaler', autoscaler],
  ['gateway.networking.k8s.io/Gateway', gateway],
  ...routes.map((kind): [string, Add] => [`gateway.networking.k8s.io/${kind}`, route]),
  ['networking.k8s.io/Ingress', ingress],
  ['rbac.authorization.k8s.io/ClusterRoleBinding', roleBinding],
  ['rbac.authorization.k8s.io/RoleBinding', roleBinding],
  ['snapshot.storage.k8s.io/VolumeSnapshot', snapshot],
]);

/** Adds what an object of one of these kinds names. */
export const addKindReferences: Add = (list, manifest) =>
  finders.get(`${manifest.key.group}/${manifest.key.kind}`)?.(list, manifest);
