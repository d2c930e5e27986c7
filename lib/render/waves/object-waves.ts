import { Refusal } from '../../diagnostics';
import { describeKey, keyOf, stringAt } from '../../kubernetes';
import type { Draft } from '../draft';
import type { Catalogue } from './catalogue';
import { longestPaths, type Edge, type Levels } from './graph';
import type { Reference } from './reference';

/** What is known of the order of one component's objects; numbers are positions in its list. */
export interface LocalOrder {
  /** What each object refers to. */
  readonly references: readonly (readonly Reference[])[];
  /** The objects in each construct that something was declared to come after. */
  readonly groups: ReadonlyMap<string, readonly number[]>;
}

/** Hooks run in phases of their own, outside the waves of what is synced. */
const isHook = (draft: Draft): boolean =>
  draft.object.metadata.annotations?.['argocd.argoproj.io/hook'] !== undefined;

const cycleRefusal = (drafts: readonly Draft[], cycle: Extract<Levels, { kind: 'cycle' }>): Refusal => {
  const names = cycle.nodes.map(({ node }) => {
    const draft = drafts[node];
    return draft === undefined ? 'a declared group' : describeKey(keyOf(draft.object));
  });
  const first = drafts[cycle.nodes[0]?.node ?? 0];
  const links = cycle.nodes.map(
    ({ because }, index) =>
      `${names[index] ?? ''} needs ${names[(index + 1) % names.length] ?? ''} (${because})`,
  );
  return new Refusal([
    {
      rule: 'render/dependency-cycle',
      severity: 'error',
      where: { kind: 'object', component: first?.component ?? '', object: names[0] ?? '', path: '' },
      got: links.join(', '),
      want: 'objects that can be applied one after the other',
      fix: 'remove one of these references',
    },
  ]);
};

const levelsOf = (drafts: readonly Draft[], edges: readonly (readonly Edge[])[]): readonly number[] => {
  const result = longestPaths(edges);
  if (result.kind === 'cycle') throw cycleRefusal(drafts, result);
  return result.levels;
};

/** Whether a claim stays Pending until a pod uses it; taken to be so where the class is not ours to see. */
const waitsForConsumer = (draft: Draft, catalogue: Catalogue): boolean => {
  const [index] = catalogue.storageClass(stringAt(draft.object, 'spec', 'storageClassName'));
  const found = index === undefined ? undefined : catalogue.object(index);
  return found === undefined || stringAt(found, 'volumeBindingMode') === 'WaitForFirstConsumer';
};

const isInside = ({ origin }: Draft, path: string): boolean =>
  origin.construct === path || origin.construct.startsWith(`${path}/`);

/** For each claim that waits, the objects that use it. */
const firstConsumers = (edges: readonly (readonly Edge[])[]): ReadonlyMap<number, readonly number[]> => {
  const consumers = new Map<number, number[]>();
  edges.forEach((own, from) =>
    own.forEach(({ to, weight }) => {
      if (weight !== 0 || to >= edges.length) return;
      const known = consumers.get(to);
      if (known === undefined) consumers.set(to, [from]);
      else known.push(from);
    }),
  );
  return consumers;
};

/**
 * Waves of one component's objects: the longest path over what they refer to. A claim that waits for its first consumer
 * shares its wave, for it stays Pending, and Argo CD calls that Progressing, until the consumer's pod exists.
 */
export const objectWaves = (
  drafts: readonly Draft[],
  { references, groups }: LocalOrder,
  catalogue: Catalogue,
): readonly number[] => {
  const waiting = drafts.map(
    (draft) => draft.object.kind === 'PersistentVolumeClaim' && waitsForConsumer(draft, catalogue),
  );
  const groupNodes = new Map([...groups.keys()].map((path, index) => [path, drafts.length + index]));
  const objectEdges = drafts.map((draft, from): readonly Edge[] => {
    if (isHook(draft)) return [];
    const discovered = (references[from] ?? []).map(({ to, via, sameWave }): Edge => ({
      to,
      weight: sameWave === true && waiting[to] === true ? 0 : 1,
      because: via,
    }));
    const declared = draft.after.flatMap((path): readonly Edge[] => {
      const to = groupNodes.get(path);
      return to === undefined || isInside(draft, path) ? [] : [{ to, weight: 0, because: 'declared' }];
    });
    return [...discovered, ...declared];
  });
  // One node per group keeps the graph linear: every dependant has one edge to the group, not one to each member.
  const groupEdges = [...groups.values()].map((members) =>
    members.map((to): Edge => ({ to, weight: 1, because: 'declared' })),
  );
  const edges = [...objectEdges, ...groupEdges];
  const consumers = firstConsumers(objectEdges);
  const levels = levelsOf(drafts, edges);
  if (consumers.size === 0) return levels.slice(0, drafts.length);
  // The claim inherits what its first consumer waits for; what needs the claim bound then comes after both.
  const lifted = edges.map((own, node): readonly Edge[] => {
    const [first, ...others] = consumers.get(node) ?? [];
    if (first === undefined) return own;
    const earliest = others.reduce(
      (best, each) => ((levels[each] ?? 0) < (levels[best] ?? 0) ? each : best),
      first,
    );
    const inherited = (edges[earliest] ?? [])
      .filter(({ to, weight }) => weight === 1 || to >= drafts.length)
      .map((edge): Edge => ({ ...edge, because: `its first consumer's ${edge.because}` }));
    return [...own, ...inherited];
  });
  return levelsOf(drafts, lifted).slice(0, drafts.length);
};
