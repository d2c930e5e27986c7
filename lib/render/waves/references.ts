import { groupOf, listAt, recordAt, stringAt, type KubernetesObject } from '../../kubernetes';
import type { Catalogue } from './catalogue';
import { podReferences } from './pod-references';
import { type Reference, to } from './reference';

type Find = (object: KubernetesObject, catalogue: Catalogue) => readonly Reference[];

const namespaceOf = (object: KubernetesObject): string => object.metadata.namespace ?? '';

/** A Service that the API server calls: the Service and the workloads behind it must be there first. */
const backend = (service: unknown, catalogue: Catalogue, via: string): readonly Reference[] => {
  const found = catalogue.find(
    '',
    'Service',
    stringAt(service, 'namespace') ?? '',
    stringAt(service, 'name'),
  );
  return found.flatMap((index) => {
    const object = catalogue.object(index);
    return [...to([index], via), ...(object === undefined ? [] : to(catalogue.behind(object), via))];
  });
};

const roleBinding: Find = (object, catalogue) => {
  const kind = stringAt(object, 'roleRef', 'kind') ?? '';
  const roleNamespace = kind === 'Role' ? namespaceOf(object) : '';
  return [
    ...to(
      catalogue.find('rbac.authorization.k8s.io', kind, roleNamespace, stringAt(object, 'roleRef', 'name')),
      'roleRef',
    ),
    ...listAt(object, 'subjects').flatMap((subject) =>
      stringAt(subject, 'kind') === 'ServiceAccount'
        ? to(
            catalogue.find(
              '',
              'ServiceAccount',
              stringAt(subject, 'namespace') ?? namespaceOf(object),
              stringAt(subject, 'name'),
            ),
            'subjects',
          )
        : [],
    ),
  ];
};

const webhooks: Find = (object, catalogue) =>
  listAt(object, 'webhooks').flatMap((webhook) =>
    backend(recordAt(webhook, 'clientConfig', 'service'), catalogue, 'webhooks.clientConfig.service'),
  );

const claim: Find = (object, catalogue) => [
  ...to(catalogue.storageClass(stringAt(object, 'spec', 'storageClassName')), 'spec.storageClassName'),
  ...['dataSource', 'dataSourceRef'].flatMap((field) =>
    to(
      catalogue.find(
        stringAt(object, 'spec', field, 'apiGroup') ?? '',
        stringAt(object, 'spec', field, 'kind') ?? '',
        namespaceOf(object),
        stringAt(object, 'spec', field, 'name'),
      ),
      `spec.${field}`,
    ),
  ),
];

const statefulSet: Find = (object, catalogue) => [
  ...to(
    catalogue.find('', 'Service', namespaceOf(object), stringAt(object, 'spec', 'serviceName')),
    'spec.serviceName',
  ),
  ...listAt(object, 'spec', 'volumeClaimTemplates').flatMap((template) =>
    to(catalogue.storageClass(stringAt(template, 'spec', 'storageClassName')), 'spec.volumeClaimTemplates'),
  ),
];

const autoscaler: Find = (object, catalogue) => {
  const target = recordAt(object, 'spec', 'scaleTargetRef');
  return to(
    catalogue.find(
      groupOf(stringAt(target, 'apiVersion') ?? ''),
      stringAt(target, 'kind') ?? '',
      namespaceOf(object),
      stringAt(target, 'name'),
    ),
    'spec.scaleTargetRef',
  );
};

const ingress: Find = (object, catalogue) => {
  const namespace = namespaceOf(object);
  const backends = [
    recordAt(object, 'spec', 'defaultBackend'),
    ...listAt(object, 'spec', 'rules').flatMap((rule) =>
      listAt(rule, 'http', 'paths').map((path) => recordAt(path, 'backend')),
    ),
  ];
  return [
    ...backends.flatMap((each) =>
      to(catalogue.find('', 'Service', namespace, stringAt(each, 'service', 'name')), 'spec.rules'),
    ),
    ...listAt(object, 'spec', 'tls').flatMap((tls) =>
      to(catalogue.secret(namespace, stringAt(tls, 'secretName')), 'spec.tls'),
    ),
    ...to(
      catalogue.find('networking.k8s.io', 'IngressClass', '', stringAt(object, 'spec', 'ingressClassName')),
      'spec.ingressClassName',
    ),
  ];
};

const route: Find = (object, catalogue) => {
  const namespace = namespaceOf(object);
  return [
    ...listAt(object, 'spec', 'parentRefs').flatMap((parent) =>
      to(
        catalogue.find(
          'gateway.networking.k8s.io',
          stringAt(parent, 'kind') ?? 'Gateway',
          stringAt(parent, 'namespace') ?? namespace,
          stringAt(parent, 'name'),
        ),
        'spec.parentRefs',
      ),
    ),
    ...listAt(object, 'spec', 'rules').flatMap((rule) =>
      listAt(rule, 'backendRefs').flatMap((each) =>
        to(
          catalogue.find('', 'Service', stringAt(each, 'namespace') ?? namespace, stringAt(each, 'name')),
          'spec.rules',
        ),
      ),
    ),
  ];
};

const snapshot: Find = (object, catalogue) => [
  ...to(
    catalogue.find(
      '',
      'PersistentVolumeClaim',
      namespaceOf(object),
      stringAt(object, 'spec', 'source', 'persistentVolumeClaimName'),
    ),
    'spec.source',
  ),
  ...to(
    catalogue.find(
      'snapshot.storage.k8s.io',
      'VolumeSnapshotClass',
      '',
      stringAt(object, 'spec', 'volumeSnapshotClassName'),
    ),
    'spec.volumeSnapshotClassName',
  ),
];

/** Who signs a certificate. https://cert-manager.io/docs/usage/certificate/ */
const certificate: Find = (object, catalogue) => {
  const issuer = recordAt(object, 'spec', 'issuerRef');
  const kind = stringAt(issuer, 'kind') ?? 'Issuer';
  return to(
    catalogue.find(
      stringAt(issuer, 'group') ?? 'cert-manager.io',
      kind,
      kind === 'ClusterIssuer' ? '' : namespaceOf(object),
      stringAt(issuer, 'name'),
    ),
    'spec.issuerRef',
  );
};

/** Stores that an ExternalSecret reads, and generators that it asks. https://external-secrets.io/latest/api/externalsecret/ */
const externalSecret: Find = (object, catalogue) => {
  const store = (reference: unknown, via: string): readonly Reference[] => {
    const kind = stringAt(reference, 'kind') ?? 'SecretStore';
    return to(
      catalogue.find(
        'external-secrets.io',
        kind,
        kind === 'ClusterSecretStore' ? '' : namespaceOf(object),
        stringAt(reference, 'name'),
      ),
      via,
    );
  };
  const sources = [...listAt(object, 'spec', 'data'), ...listAt(object, 'spec', 'dataFrom')].map((each) =>
    recordAt(each, 'sourceRef'),
  );
  return [
    ...store(recordAt(object, 'spec', 'secretStoreRef'), 'spec.secretStoreRef'),
    ...sources.flatMap((source) => [
      ...store(recordAt(source, 'storeRef'), 'sourceRef.storeRef'),
      ...to(
        catalogue.find(
          groupOf(stringAt(source, 'generatorRef', 'apiVersion') ?? ''),
          stringAt(source, 'generatorRef', 'kind') ?? '',
          namespaceOf(object),
          stringAt(source, 'generatorRef', 'name'),
        ),
        'sourceRef.generatorRef',
      ),
    ]),
  ];
};

/** What each kind refers to, beside its namespace, its definition and its pods. */
const finders: Readonly<Record<string, Find>> = {
  '/PersistentVolumeClaim': claim,
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': webhooks,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': webhooks,
  'apiextensions.k8s.io/CustomResourceDefinition': (object, catalogue) =>
    backend(
      recordAt(object, 'spec', 'conversion', 'webhook', 'clientConfig', 'service'),
      catalogue,
      'spec.conversion.webhook',
    ),
  'apiregistration.k8s.io/APIService': (object, catalogue) =>
    backend(recordAt(object, 'spec', 'service'), catalogue, 'spec.service'),
  'apps/StatefulSet': statefulSet,
  'cert-manager.io/Certificate': certificate,
  'external-secrets.io/ExternalSecret': externalSecret,
  'autoscaling/HorizontalPodAutoscaler': autoscaler,
  'gateway.networking.k8s.io/Gateway': (object, catalogue) =>
    to(
      catalogue.find(
        'gateway.networking.k8s.io',
        'GatewayClass',
        '',
        stringAt(object, 'spec', 'gatewayClassName'),
      ),
      'spec.gatewayClassName',
    ),
  'gateway.networking.k8s.io/HTTPRoute': route,
  'networking.k8s.io/Ingress': ingress,
  'policy/PodDisruptionBudget': (object, catalogue) =>
    to(catalogue.selected(namespaceOf(object), recordAt(object, 'spec', 'selector')), 'spec.selector'),
  'rbac.authorization.k8s.io/ClusterRoleBinding': roleBinding,
  'rbac.authorization.k8s.io/RoleBinding': roleBinding,
  'snapshot.storage.k8s.io/VolumeSnapshot': snapshot,
};

/** cert-manager's way to say whose CA a webhook or an API service gets: `namespace/certificate`. */
const injectedCertificate: Find = (object, catalogue) => {
  const [namespace = '', name] = (
    object.metadata.annotations?.['cert-manager.io/inject-ca-from'] ?? ''
  ).split('/');
  return to(
    catalogue.find('cert-manager.io', 'Certificate', namespace, name),
    'cert-manager.io/inject-ca-from',
  );
};

/** Everything of the release that an object refers to and that therefore comes before it. */
export const referencesOf: Find = (object, catalogue) => {
  const find = finders[`${groupOf(object.apiVersion)}/${object.kind}`];
  return [
    ...to(catalogue.find('', 'Namespace', '', object.metadata.namespace), 'metadata.namespace'),
    // The profile controller makes a namespace of the same name.
    ...to(catalogue.find('kubeflow.org', 'Profile', '', object.metadata.namespace), 'metadata.namespace'),
    ...to(catalogue.definitionOf(object), 'kind'),
    ...injectedCertificate(object, catalogue),
    ...podReferences(object, catalogue),
    ...(find === undefined ? [] : find(object, catalogue)),
  ];
};
