import type { KubeflowSite } from '../../lib/constructs/kubeflow';
import { resolveStorageClass, taintsOfPool, type Platform } from '../../lib/platform';
import { apiServerRule } from '../namespaces/network-policies';

/** Namespace that Kubeflow's controllers run in. */
export const kubeflowNamespace = 'kubeflow';

/** What Kubeflow's pods must know of a platform. */
export const kubeflowSite = (platform: Platform): KubeflowSite => {
  const { spec } = platform;
  const governed = new Set(spec.teams.map((team) => team.namespace ?? team.name));
  return {
    taintsOf: (pool) => (pool === undefined ? [] : taintsOfPool(spec.nodes, pool)),
    pullSecrets: spec.images.pullSecrets,
    storageClassName: (reference) => resolveStorageClass(spec.storage.classes, reference)?.name ?? reference,
    isGoverned: (namespace) => governed.has(namespace),
    apiServer: apiServerRule(platform),
  };
};

/** The namespace of a component whose objects are in several: that of the first. */
export const firstNamespace = (entries: readonly { readonly namespace?: string | undefined }[]): string =>
  entries.find(({ namespace }) => namespace !== undefined)?.namespace ?? kubeflowNamespace;
