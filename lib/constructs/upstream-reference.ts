import type { JsonObject } from '../kubernetes';

/** A Helm chart of a repository, pinned. */
export interface ChartReference {
  readonly kind: 'chart';
  /** Address of the repository, as in `https://charts.example.org`. */
  readonly repoURL: string;
  readonly chart: string;
  readonly version: string;
  /** Name of the Helm release; names of objects are made from it. */
  readonly releaseName: string;
  readonly values: JsonObject;
}

/** A kustomize directory of a Git repository, pinned to a tag or a commit. */
export interface DirectoryReference {
  readonly kind: 'directory';
  readonly repoURL: string;
  readonly path: string;
  readonly version: string;
}

/**
 * What Argo CD fetches and renders in the cluster, because the site has not vendored it. Its objects are not in the
 * output: nothing here checks, mirrors or orders them, and every report says so.
 */
export type UpstreamReference = ChartReference | DirectoryReference;
