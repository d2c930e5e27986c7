import type { UpstreamReference } from '../constructs';
import type { Manifest } from './manifest';

/** A taint that keeps pods off a node. */
export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** A node as the site has declared it. Quantities are Kubernetes quantities; extended resources are in `capacity` too. */
export interface SiteNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly capacity: Readonly<Record<string, string>>;
}

/** What the release is meant to run on. */
export interface Site {
  /** Kubernetes minor version, as in `1.34`. */
  readonly kubernetes: string;
  readonly nodes: readonly SiteNode[];
  /** Registry that every image is pulled from; absent where they come from where they are published. */
  readonly registry?: string;
}

/** The manifests of one component: one folder of the output, one Argo CD Application. */
export interface RenderedComponent {
  readonly name: string;
  /** Namespace that its namespaced objects are in unless they say otherwise. */
  readonly namespace: string;
  /** Version of what it installs, where it has one. */
  readonly version?: string;
  /** What Argo CD renders in its place; it has no manifests then. */
  readonly reference?: UpstreamReference;
  /** Sync wave of its Application: longest path over declared and discovered dependencies. */
  readonly wave: number;
  /** Components that have to be healthy before it, declared and discovered, sorted. */
  readonly dependsOn: readonly string[];
  /** Sorted by wave, then by file path. */
  readonly manifests: readonly Manifest[];
}

/** A file of the output that is no object of the cluster, such as a runbook. */
export interface PlainFile {
  /** Relative to the root of the tree, with `/` between folders. */
  readonly path: string;
  readonly text: string;
}

/** A platform, rendered. */
export interface Release {
  readonly platform: string;
  readonly site: Site;
  /** In the order of their waves, then by name. */
  readonly components: readonly RenderedComponent[];
  /** What is no object of the cluster, such as what comes before Argo CD. */
  readonly plainFiles?: readonly PlainFile[];
  /** Every container image, sorted, each once. */
  readonly images: readonly string[];
}

/** All manifests of a release, component by component. */
export const manifestsOf = (release: Release): readonly Manifest[] =>
  release.components.flatMap((c) => c.manifests);
