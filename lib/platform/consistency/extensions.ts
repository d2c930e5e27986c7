import type { PlatformSpec } from '../platform';
import type { Inconsistency } from './inconsistency';
import { repeated } from './repeated';

/** Names that the table of components or the output layout has taken. */
const taken = [
  'argo-workflows',
  'argocd',
  'bootstrap',
  'kfp-cache',
  'kubeflow-pipelines',
  'namespaces',
  'openebs',
  'serving',
  'snapshots',
];
const taken = ['argocd', 'bootstrap', 'root', 'namespaces', 'openebs', 'snapshots', 'serving'];
  'argocd',
  'bootstrap',
  'root',
  'namespaces',
  'openebs',
  'snapshots',
  'serving',
  'flannel',
  'cilium',
  'calico',
  'metallb',
  'load-balancer',
  'cert-manager',
  'certificates',
  'external-secrets',
  'secret-stores',
  'gateway-api',
  'traefik',
  'gateway',
  'metrics-server',
  'gpu',
  'gpu-operator',
  'registry',
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
