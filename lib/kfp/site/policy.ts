import type { JsonObject } from '../../kubernetes';

/** What a site demands of every step, whoever wrote the pipeline. */
export interface SitePolicy {
  /** The same image in the site's registry. */
  readonly moveImage: (image: string) => string;
  readonly pullSecrets: readonly string[];
  /** What the site calls a storage class; undefined where the reference is none of the site's. */
  readonly storageClass: (reference: string) => string | undefined;
  /** Class of volumes that name none. Default: the default class of the cluster. */
  readonly defaultStorageClass?: string | undefined;
  /** Labels that the nodes of steps must have; a step's own come first. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Tolerations beside a step's own, as fields of a pod. */
  readonly tolerations: readonly JsonObject[];
  /** Most that one step gets, and what a step without limits is limited to. */
  readonly ceiling: { readonly cpu?: string | undefined; readonly memory?: string | undefined };
  /** Security context of steps that have none of their own. */
  readonly security: {
    readonly runAsUser?: number | undefined;
    readonly runAsGroup?: number | undefined;
    readonly runAsNonRoot?: boolean | undefined;
  };
  /** Where pip gets packages at run time. */
  readonly pip: { readonly indexUrl?: string | undefined; readonly trustedHost?: string | undefined };
  /** Whether a step whose result is known is not run again. */
  readonly cache: boolean;
}

/** Nothing is demanded. */
export const noPolicy: SitePolicy = {
  moveImage: (image) => image,
  pullSecrets: [],
  storageClass: (reference) => reference,
  nodeSelector: {},
  tolerations: [],
  ceiling: {},
  security: {},
  pip: {},
  cache: true,
};
