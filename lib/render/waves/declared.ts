import type { Draft } from '../draft';

/** For each construct that something was declared to come after: the objects in it, as positions in the list of drafts. */
export type DeclaredTargets = ReadonlyMap<string, readonly number[]>;

/** Finds the objects in every declared target, looking at each object's path once. */
export const declaredTargets = (drafts: readonly Draft[]): DeclaredTargets => {
  const targets = new Map<string, number[]>();
  for (const { after } of drafts) for (const path of after) if (!targets.has(path)) targets.set(path, []);
  if (targets.size === 0) return targets;
  drafts.forEach(({ origin }, index) => {
    const parts = origin.construct.split('/');
    for (let length = 1; length <= parts.length; length += 1) {
      targets.get(parts.slice(0, length).join('/'))?.push(index);
    }
  });
  return targets;
};
