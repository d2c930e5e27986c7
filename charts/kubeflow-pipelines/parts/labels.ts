import { isRecord, type KubernetesObject } from '../../../lib/kubernetes';
import type { Kustomization, Part } from './part';

type Labels = Readonly<Record<string, string>>;

const everything: Labels = { 'application-crd-id': 'kubeflow-pipelines' };
const multiUser: Labels = {
  'app.kubernetes.io/component': 'ml-pipeline',
  'app.kubernetes.io/name': 'kubeflow-pipelines',
};

const labelsOf = (from: Kustomization, isMultiUser: boolean): Labels => {
  switch (from) {
    case 'application':
    case 'cert-manager':
    case 'definitions':
      return {};
    case 'argo-definitions':
      return isMultiUser ? everything : {};
    case 'cluster':
      return isMultiUser ? { ...everything, ...multiUser } : {};
    case 'metacontroller':
      return { ...everything, 'kustomize.component': 'metacontroller' };
    case 'pipelines':
      return isMultiUser ? { ...everything, ...multiUser } : everything;
    default:
      return everything;
  }
};

type Fields = Readonly<Record<string, unknown>>;

/** A copy with labels added to the map at a chain of fields; the chain is made where `create` says so. */
const labelled = (value: Fields, [field, ...rest]: readonly string[], labels: Labels): Fields => {
  if (field === undefined) return { ...value, ...labels };
  const below = value[field];
  return { ...value, [field]: labelled(isRecord(below) ? below : {}, rest, labels) };
};

const selectorPaths: Readonly<Record<string, readonly (readonly string[])[]>> = {
  Deployment: [
    ['spec', 'selector', 'matchLabels'],
    ['spec', 'template', 'metadata', 'labels'],
  ],
  StatefulSet: [
    ['spec', 'selector', 'matchLabels'],
    ['spec', 'template', 'metadata', 'labels'],
  ],
  Service: [['spec', 'selector']],
};

/**
 * The labels that kustomize's `includeSelectors` puts on objects, selectors and pods. Selectors cannot be changed
 * later, so that a new label there means deleting the workload: Drydock's own objects go without.
 */
export const withUpstreamLabels = ({ object, from, ...more }: Part, isMultiUser: boolean): Part => {
  const labels = labelsOf(from, isMultiUser);
  if (Object.keys(labels).length === 0) return { object, from, ...more };
  const { apiVersion, kind, metadata } = object;
  const changed = (selectorPaths[kind] ?? []).reduce<Fields>(
    (value, path) => labelled(value, path, labels),
    object,
  );
  const result: KubernetesObject = {
    ...changed,
    apiVersion,
    kind,
    metadata: { ...metadata, labels: { ...metadata.labels, ...labels } },
  };
  return { object: result, from, ...more };
};
