import { nameOf, type Located, type LocatedEntry } from './located';

type LocatedMap = Extract<Located, { kind: 'map' }>;

/** `$patch: delete` and `$patch: replace`, as in kustomize's strategic merge patches. */
const patchKey = '$patch';

const directive = (located: Located): string | undefined => {
  if (located.kind !== 'map') return undefined;
  const value = located.entries.get(patchKey)?.value;
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
};

const withoutDirective = (located: Located): Located => {
  if (located.kind !== 'map' || !located.entries.has(patchKey)) return located;
  const entries = new Map(located.entries);
  entries.delete(patchKey);
  return { ...located, entries };
};

const overlayMap = (base: LocatedMap, over: LocatedMap): Located => {
  const entries = new Map<string, LocatedEntry>(base.entries);
  for (const [key, entry] of over.entries) {
    const under = entries.get(key);
    const removed = entry.value.kind === 'scalar' && entry.value.value === null;
    if (removed || directive(entry.value) === 'delete') entries.delete(key);
    else if (under === undefined) entries.set(key, { ...entry, value: withoutDirective(entry.value) });
    else entries.set(key, { keyAt: entry.keyAt, value: overlay(under.value, entry.value) });
  }
  return { kind: 'map', at: over.at, entries };
};

const overlayNamed = (base: readonly Located[], over: readonly Located[]): readonly Located[] => {
  const names = new Set(base.map(nameOf));
  const changed = new Map(over.map((item) => [nameOf(item), item]));
  const kept = base.flatMap((item) => {
    const change = changed.get(nameOf(item));
    if (change === undefined) return [item];
    return directive(change) === 'delete' ? [] : [overlay(item, change)];
  });
  const added = over
    .filter((item) => !names.has(nameOf(item)) && directive(item) !== 'delete')
    .map(withoutDirective);
  return [...kept, ...added];
};

const allNamed = (items: readonly Located[]): boolean => items.every((item) => nameOf(item) !== undefined);

/**
 * Lays an environment over what it extends. Maps merge key by key, and `null` removes a key; lists of named things
 * merge by name, with `$patch: delete` to remove one; every other list and value is replaced as a whole.
 */
export const overlay = (base: Located, over: Located): Located => {
  if (directive(over) === 'replace') return withoutDirective(over);
  if (base.kind === 'map' && over.kind === 'map') return overlayMap(base, over);
  if (
    base.kind === 'list' &&
    over.kind === 'list' &&
    base.items.length > 0 &&
    allNamed(base.items) &&
    allNamed(over.items)
  ) {
    return { kind: 'list', at: over.at, items: overlayNamed(base.items, over.items) };
  }
  return withoutDirective(over);
};
