import type { Where } from '../../diagnostics';

/** Where a value stands in a file. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A value that remembers where it was written: what error messages and `explain` live on. */
export type Located =
  | { readonly kind: 'map'; readonly at: Position; readonly entries: ReadonlyMap<string, LocatedEntry> }
  | { readonly kind: 'list'; readonly at: Position; readonly items: readonly Located[] }
  | { readonly kind: 'scalar'; readonly at: Position; readonly value: string | number | boolean | null };

/** One key of a map with its value; the key has a place of its own, which is what an unknown key is reported at. */
export interface LocatedEntry {
  readonly keyAt: Position;
  readonly value: Located;
}

/** The plain value. */
export const plain = (located: Located): unknown => {
  switch (located.kind) {
    case 'map':
      return Object.fromEntries([...located.entries].map(([key, entry]) => [key, plain(entry.value)]));
    case 'list':
      return located.items.map(plain);
    case 'scalar':
      return located.value;
  }
};

/** The `name` of a map, where it has one: how lists of named things are addressed and merged. */
export const nameOf = (located: Located): string | undefined => {
  if (located.kind !== 'map') return undefined;
  const name = located.entries.get('name')?.value;
  return name?.kind === 'scalar' && typeof name.value === 'string' ? name.value : undefined;
};

/** A path as zod reports it: keys and list indices. */
export type KeyPath = readonly (string | number)[];

const nameIn = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string'
    ? value.name
    : undefined;

const child = (value: unknown, key: string | number): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

const needsQuotes = /[^A-Za-z0-9_-]/;

/** The canonical field path of a place: `spec.nodes[gpu-1].capacity`, list items by their name where they have one. */
export const fieldPath = (root: unknown, path: KeyPath): string => {
  let text = '';
  let value = root;
  for (const key of path) {
    const next = child(value, key);
    if (Array.isArray(value)) text += `[${nameIn(next) ?? key}]`;
    else if (needsQuotes.test(String(key))) text += `["${key}"]`;
    else text += text === '' ? key : `.${key}`;
    value = next;
  }
  return text;
};

const steps = /\["([^"]*)"\]|\[([^\]]*)\]|([^.[\]]+)/g;

/** Finds the value of a canonical field path, or the nearest enclosing one that was written. */
export const locateField = (root: Located, field: string): Located => {
  let current = root;
  for (const match of field.matchAll(steps)) {
    const [, quoted, item, key] = match;
    if (item !== undefined && current.kind === 'list') {
      const found = current.items.find((each) => nameOf(each) === item) ?? current.items[Number(item)];
      if (found === undefined) return current;
      current = found;
    } else if (current.kind === 'map') {
      const found = current.entries.get(quoted ?? key ?? item ?? '');
      if (found === undefined) return current;
      current = found.value;
    } else {
      return current;
    }
  }
  return current;
};

/** Finds the place of a zod path; with `unknownKey`, the place of that key itself. */
export const locatePath = (root: Located, path: KeyPath, unknownKey?: string): Position => {
  let current = root;
  let at = root.at;
  for (const key of path) {
    const next =
      current.kind === 'list'
        ? current.items[Number(key)]
        : current.kind === 'map'
          ? current.entries.get(String(key))?.value
          : undefined;
    if (next === undefined) return at;
    current = next;
    at = current.at;
  }
  return (
    (unknownKey === undefined || current.kind !== 'map'
      ? undefined
      : current.entries.get(unknownKey)?.keyAt) ?? at
  );
};

/** A position as the place of a diagnostic. */
export const whereOf = (at: Position, field?: string): Where => ({
  kind: 'source',
  file: at.file,
  line: at.line,
  column: at.column,
  ...(field === undefined ? {} : { field }),
});
