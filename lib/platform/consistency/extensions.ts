import type { PlatformSpec } from '../platform';
import type { Inconsistency } from './inconsistency';
import { repeated } from './repeated';

/** Names that the table of components or the output layout has taken. */
const taken = [
  'argo-workflows',
  'argocd',
  'bootstrap',
  'calico',
  'cert-manager',
  'certificates',
  'cilium',
  'external-secrets',
  'flannel',
  'gateway',
  'gateway-api',
  'gpu',
  'gpu-operator',
  'kfp-cache',
  'kubeflow-pipelines',
  'load-balancer',
  'metallb',
  'metrics-server',
  'namespaces',
  'openebs',
  'registry',
  'root',
  'secret-stores',
  'serving',
  'snapshots',
  'traefik',
];

/** Extensions: names that are free. */
export const extensionProblems = (spec: PlatformSpec): readonly Inconsistency[] => [
  ...repeated(
    'spec.extensions',
    spec.extensions.map((extension) => extension.name),
    'extensions/names',
  ),
  ...spec.extensions
    .filter((extension) => taken.includes(extension.name))
    .map((extension) => ({
      rule: 'extensions/names',
      field: `spec.extensions[${extension.name}].name`,
      got: `${extension.name}, a component of Drydock's own`,
      want: `none of ${taken.join(', ')}`,
      fix: 'rename the extension',
    })),
];
