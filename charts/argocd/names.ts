import type { Platform } from '../../lib/platform';

/** Argo CD of one cluster may serve several platforms, so the names of its objects start with the platform's. */
export const applicationName = (platform: Platform, component: string): string =>
  `${platform.name}-${component}`;

/** The Application that applies all others, and its project. */
export const rootName = (platform: Platform): string => platform.name;

/** Folder of the platform's output in the repository. */
export const outputPath = ({ name, spec }: Platform): string => spec.delivery.path ?? `dist/${name}`;

/**
 * Folder of the root Application. On our own nodes it stands among what else comes before Argo CD; a managed cluster
 * has no such folder.
 */
export const bootstrapName = ({ spec }: Platform): string =>
  spec.kubernetes.distribution === 'managed' ? 'root' : 'bootstrap';

/** The cluster that Argo CD runs in, as it knows it. */
export const ownCluster = 'https://kubernetes.default.svc';

/** Group and version of Argo CD's objects. */
export const argoApi = 'argoproj.io/v1alpha1';
