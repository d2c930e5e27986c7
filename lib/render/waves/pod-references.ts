import {
  containersOf,
  listAt,
  podTemplateOf,
  stringAt,
  type KubernetesObject,
  type PodTemplate,
} from '../../kubernetes';
import type { Catalogue } from './catalogue';
import { type Reference, to } from './reference';

const volumeReferences = (volume: unknown, namespace: string, catalogue: Catalogue): readonly Reference[] => [
  ...to(catalogue.secret(namespace, stringAt(volume, 'secret', 'secretName')), 'volumes.secret'),
  ...to(
    catalogue.find('', 'ConfigMap', namespace, stringAt(volume, 'configMap', 'name')),
    'volumes.configMap',
  ),
  ...listAt(volume, 'projected', 'sources').flatMap((source) => [
    ...to(catalogue.secret(namespace, stringAt(source, 'secret', 'name')), 'volumes.projected'),
    ...to(
      catalogue.find('', 'ConfigMap', namespace, stringAt(source, 'configMap', 'name')),
      'volumes.projected',
    ),
  ]),
  ...catalogue
    .find('', 'PersistentVolumeClaim', namespace, stringAt(volume, 'persistentVolumeClaim', 'claimName'))
    .map((index): Reference => ({ to: index, via: 'volumes.persistentVolumeClaim', sameWave: true })),
];

const hostPattern =
  /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^@/\s]*@)?([a-z0-9][a-z0-9-]*)(?:\.([a-z0-9][a-z0-9-]*)(?:\.svc(?:\.[a-z0-9.-]+)?)?)?(?::[0-9]+)?(?:\/\S*)?$/;

/** A variable or argument that is the address of a Service: `http://name.namespace.svc:80/path` and shorter forms. */
const serviceReference = (text: unknown, namespace: string, catalogue: Catalogue): readonly Reference[] => {
  const [, name, other] = typeof text === 'string' && text.length < 500 ? (hostPattern.exec(text) ?? []) : [];
  return to(catalogue.find('', 'Service', other ?? namespace, name), 'service address');
};

const containerReferences = (
  container: unknown,
  namespace: string,
  catalogue: Catalogue,
): readonly Reference[] => [
  ...listAt(container, 'env').flatMap((variable) => [
    ...to(
      catalogue.secret(namespace, stringAt(variable, 'valueFrom', 'secretKeyRef', 'name')),
      'env.secretKeyRef',
    ),
    ...to(
      catalogue.find('', 'ConfigMap', namespace, stringAt(variable, 'valueFrom', 'configMapKeyRef', 'name')),
      'env.configMapKeyRef',
    ),
    ...serviceReference(stringAt(variable, 'value'), namespace, catalogue),
  ]),
  ...listAt(container, 'envFrom').flatMap((source) => [
    ...to(catalogue.secret(namespace, stringAt(source, 'secretRef', 'name')), 'envFrom.secretRef'),
    ...to(
      catalogue.find('', 'ConfigMap', namespace, stringAt(source, 'configMapRef', 'name')),
      'envFrom.configMapRef',
    ),
  ]),
  ...listAt(container, 'args').flatMap((argument) => serviceReference(argument, namespace, catalogue)),
];

const serviceAccountReferences = (
  { spec }: PodTemplate,
  namespace: string,
  catalogue: Catalogue,
): readonly Reference[] => {
  const name = stringAt(spec, 'serviceAccountName') ?? 'default';
  return [
    ...to(catalogue.find('', 'ServiceAccount', namespace, name), 'serviceAccountName'),
    // A pod that starts before its permissions crashes until they come.
    ...to(catalogue.bindingsOf(namespace, name), 'permissions of its ServiceAccount'),
  ];
};

/** What the pods of a workload need before they can start; nothing for other kinds. */
export const podReferences = (object: KubernetesObject, catalogue: Catalogue): readonly Reference[] => {
  const template = podTemplateOf(object);
  if (template === undefined) return [];
  const namespace = object.metadata.namespace ?? '';
  return [
    ...serviceAccountReferences(template, namespace, catalogue),
    ...to(
      catalogue.find('scheduling.k8s.io', 'PriorityClass', '', stringAt(template.spec, 'priorityClassName')),
      'priorityClassName',
    ),
    ...to(
      catalogue.find('node.k8s.io', 'RuntimeClass', '', stringAt(template.spec, 'runtimeClassName')),
      'runtimeClassName',
    ),
    ...listAt(template.spec, 'imagePullSecrets').flatMap((secret) =>
      to(catalogue.secret(namespace, stringAt(secret, 'name')), 'imagePullSecrets'),
    ),
    ...listAt(template.spec, 'volumes').flatMap((volume) => volumeReferences(volume, namespace, catalogue)),
    ...containersOf(template).flatMap(({ container }) =>
      containerReferences(container, namespace, catalogue),
    ),
  ];
};
