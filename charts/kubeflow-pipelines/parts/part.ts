import type { KubernetesObject } from '../../../lib/kubernetes';

/**
 * Which of upstream's kustomizations an object belongs to. Each puts its own labels on what it holds; they matter only
 * where upstream is reproduced to the letter.
 */
export type Kustomization =
  | 'application'
  | 'argo'
  | 'argo-definitions'
  | 'cert-manager'
  | 'cluster'
  | 'database'
  | 'definitions'
  | 'metacontroller'
  | 'metadata'
  | 'object-store'
  | 'pipelines';

/** One object of the installation. */
export interface Part {
  readonly object: KubernetesObject;
  readonly from: Kustomization;
  /** Field of the platform that asked for it. Default: that of the chart. */
  readonly field?: string;
  /** Rules that it breaks, with the reason why it may. */
  readonly waivers?: Readonly<Record<string, string>>;
  /** Objects of the same chart that come first although it does not refer to them, as `Kind/namespace/name`. */
  readonly after?: readonly string[];
}

/** Objects of one kustomization. */
export const parts = (
  from: Kustomization,
  objects: readonly (KubernetesObject | undefined)[],
  more: Pick<Part, 'field' | 'waivers' | 'after'> = {},
): readonly Part[] => objects.flatMap((object) => (object === undefined ? [] : [{ object, from, ...more }]));
