import type { Chart } from 'cdk8s';
import type { UpstreamReference } from '../constructs';
import { keyOf, kindRank, scopesWith, type KubernetesObject } from '../kubernetes';
import { collect } from './collect';
import type { Draft } from './draft';
import type { Manifest } from './manifest';
import { withAnnotation } from './passes/edit';
import { identity } from './passes/identity';
import { images } from './passes/images';
import { labels } from './passes/labels';
import { normalize } from './passes/normalize';
import { protection } from './passes/protection';
import type { RenderedComponent } from './release';
import { waves } from './waves';

/** A component whose chart stands in the construct tree. */
export interface ComponentTree {
  readonly name: string;
  readonly namespace: string;
  readonly version?: string;
  readonly reference?: UpstreamReference;
  readonly dependsOn: readonly string[];
  /** Images outside `image:` fields. */
  readonly images: readonly string[];
  /** Images inside texts, as they stand there; they only join the bill. Default: none. */
  readonly embeddedImages?: readonly string[];
  readonly chart: Chart;
}

/** What rendering needs to know beside the tree. */
export interface RenderProps {
  readonly platform: string;
  readonly registry: string | undefined;
  readonly pullSecrets: readonly string[];
  /** Objects that are rendered already and whose definitions and scopes count. */
  readonly beside?: readonly KubernetesObject[];
}

/** Rendered components and the bill of their images. */
export interface Rendered {
  readonly components: readonly RenderedComponent[];
  readonly images: readonly string[];
}

const waveAnnotation = 'argocd.argoproj.io/sync-wave';

const toManifest = (draft: Draft, wave: number): Manifest => ({
  component: draft.component,
  key: keyOf(draft.object),
  object: wave === 0 ? draft.object : withAnnotation(draft.object, waveAnnotation, String(wave)),
  wave,
  origin: draft.origin,
  waivers: draft.waivers,
});

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The order of Argo CD inside an Application: wave, then kind, then namespace and name. */
const inOrder = (a: Manifest, b: Manifest): number =>
  a.wave - b.wave ||
  kindRank(a.key.kind) - kindRank(b.key.kind) ||
  compareText(a.key.kind, b.key.kind) ||
  compareText(a.key.namespace, b.key.namespace) ||
  compareText(a.key.name, b.key.name) ||
  compareText(a.key.group, b.key.group);

/**
 * The construct tree as manifests: collected once, then through the passes, each of which decides one thing.
 * @throws Refusal for objects that cannot be (no name, twice the same, a cycle).
 */
export const render = (trees: readonly ComponentTree[], props: RenderProps): Rendered => {
  const byName = new Map(trees.map((tree) => [tree.name, tree]));
  const collected = normalize(trees.flatMap((tree) => collect(tree.name, tree.chart)));
  const identified = identity(collected, {
    scopeOf: scopesWith([...(props.beside ?? []), ...collected.map(({ object }) => object)]),
    namespaceOf: (component) => byName.get(component)?.namespace ?? 'default',
  });
  const labelled = labels(identified, {
    platform: props.platform,
    versionOf: (component) => byName.get(component)?.version,
  });
  const billed = images(labelled, {
    registry: props.registry,
    pullSecrets: props.pullSecrets,
    declaredBy: (component) => byName.get(component)?.images ?? [],
  });
  const drafts = new Map<string, Draft[]>(trees.map(({ name }) => [name, []]));
  for (const draft of protection(billed.drafts)) drafts.get(draft.component)?.push(draft);
  const placed = waves(
    trees.map(({ name, dependsOn }) => ({ name, dependsOn, drafts: drafts.get(name) ?? [] })),
  );
  const components = trees.map((tree, index): RenderedComponent => {
    const own = placed[index];
    return {
      name: tree.name,
      namespace: tree.namespace,
      ...(tree.version === undefined ? {} : { version: tree.version }),
      ...(tree.reference === undefined ? {} : { reference: tree.reference }),
      wave: own?.wave ?? 0,
      dependsOn: own?.dependsOn ?? [],
      manifests: (drafts.get(tree.name) ?? [])
        .map((draft, position) => toManifest(draft, own?.waves[position] ?? 0))
        .sort(inOrder),
    };
  });
  return {
    components: components.sort((a, b) => a.wave - b.wave || compareText(a.name, b.name)),
    images: [...new Set([...billed.bill, ...trees.flatMap((tree) => tree.embeddedImages ?? [])])].sort(),
  };
};
