import type { Schema } from '../schema/merge-schema';
import { setField, setScalar } from '../tree/edit';
import { isEmpty, isMissing, Node } from '../tree/node';

/** Merges two nodes; undefined when nothing is to be left. */
export type Merge = (
  destination: Node | undefined,
  patch: Node | undefined,
  schema: Schema | undefined,
) => Node | undefined;

/** Values of the merge keys of an item, one per key; empty where the item has none. */
type KeyValues = readonly string[];

const isEmptyMap = (node: Node): boolean => node.kind === 'map' && node.fields.size === 0;

const fieldText = (item: Node, key: string): string => {
  const field = item.field(key);
  return isEmpty(field) ? '' : (field?.text ?? '');
};

/** Key values of the items of the patch, then of those that only the destination has. */
const valuesOf = (lists: readonly (Node | undefined)[], keys: readonly string[]): KeyValues[] => {
  const found: KeyValues[] = [];
  const seen = new Set<string>();
  for (const list of lists) {
    for (const item of list?.items ?? []) {
      const values = keys.map((key) => fieldText(item, key));
      const joined = values.join('\n');
      if (values.length === 0 || seen.has(joined)) continue;
      seen.add(joined);
      found.push(values);
    }
  }
  return found;
};

const scalarValuesOf = (lists: readonly (Node | undefined)[]): KeyValues[] => {
  const texts = new Set(lists.flatMap((list) => list?.items ?? []).map((item) => item.text));
  return [...texts].map((text) => [text]);
};

/** What two items have in common when they only differ where one has no value; undefined when they are different items. */
const common = (a: KeyValues, b: KeyValues): KeyValues | undefined => {
  let shares = false;
  const values: string[] = [];
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? '';
    if (value === other) shares = true;
    else if (value !== '' && other !== '') return undefined;
    values.push(value === '' ? other : value);
  }
  return shares ? values : undefined;
};

/** Completes values that lack a secondary key (a port without protocol) from those that have it. */
const completed = (list: readonly KeyValues[]): readonly KeyValues[] => {
  const values = [...list];
  for (let i = 0; i < values.length; i += 1) {
    for (let j = 0; j < values.length; j += 1) {
      const same = common(values[i] ?? [], values[j] ?? []);
      if (same === undefined) continue;
      values[i] = same;
      values[j] = same;
    }
  }
  return values;
};

interface Match {
  readonly keys: readonly string[];
  readonly values: KeyValues;
}

/** The keys that any of the items has a value for, and an item's values of them. */
const usedKeys = (all: readonly KeyValues[], values: KeyValues, keys: readonly string[]): Match => {
  const used = keys.map((_, index) => all.some((each) => (each[index] ?? '') !== ''));
  if (!used.includes(true)) return { keys, values };
  return {
    keys: keys.filter((_, index) => used[index] === true),
    values: values.filter((value, index) => value !== '' || used[index] === true),
  };
};

const findItem = (list: Node | undefined, keys: readonly string[], values: KeyValues): Node | undefined => {
  if (list?.kind !== 'list') return undefined;
  const match = usedKeys([values], values, keys);
  if ((match.keys[0] ?? '') === '') return list.items.find((item) => item.text === (match.values[0] ?? ''));
  return list.items.find(
    (item) =>
      item.kind === 'map' && match.keys.every((key, index) => item.field(key)?.text === match.values[index]),
  );
};

const matches = (item: Node, { keys, values }: Match): boolean => {
  if (values.length === 0) return false;
  return keys.every((key, index) => {
    const value = values[index];
    // a key beyond the values repeats the last comparison
    if (value === undefined) return true;
    if (key === '') return item.text === value;
    const field = item.field(key);
    return field !== undefined && (value === '' || field.text === value);
  });
};

/** Puts an item where one with the same keys is, or at the end; takes such items away when there is none to put. */
const setItem = (list: Node, match: Match, item: Node | undefined): void => {
  const needsMap = (match.keys[0] ?? '') !== '' && (match.values[0] ?? '') !== '';
  const items: Node[] = [];
  let found = false;
  for (const each of list.items) {
    if (isMissing(each) || isEmptyMap(each)) continue;
    if (each.kind !== 'map' && needsMap) {
      items.push(each);
    } else if (!matches(each, match)) {
      if (match.values.length > 0) items.push(each);
    } else {
      found = true;
      if (item !== undefined) items.push(item);
    }
  }
  if (!found && item !== undefined && !isMissing(item)) items.push(item);
  list.setItems(items);
};

/** Appends the items of the destination that the patch does not have. */
const appendRest = (list: Node, rest: readonly Node[], keys: readonly string[]): void => {
  for (const item of rest) {
    if ((keys[0] ?? '') === '') {
      setItem(list, { keys: [''], values: [item.text] }, item);
      continue;
    }
    const values: string[] = [];
    for (const key of keys) {
      const field = item.field(key);
      if (field === undefined) list.push(item);
      else values.push(field.text);
    }
    if (keys.length > 1) setItem(list, { keys, values }, undefined);
    setItem(list, { keys, values }, item);
  }
};

/** Makes sure that a merged item has the keys by which it was found. */
const withKeys = (item: Node, { keys, values }: Match): void => {
  for (const [index, key] of keys.entries()) {
    const value = values[index] ?? '';
    if (item.field(key) !== undefined || value === '') continue;
    if (key === '') setScalar(item, Node.scalar(value));
    else setField(item, key, Node.scalar(value));
  }
};

/**
 * Merges lists whose items are told apart by keys (none: by their text). Items of the patch come first, in its order.
 */
export const mergeLists = (
  destination: Node,
  patch: Node | undefined,
  mergeKeys: readonly string[],
  schema: Schema | undefined,
  merge: Merge,
): Node => {
  const keys = mergeKeys.length === 0 ? [''] : mergeKeys;
  const found =
    mergeKeys.length === 0 ? scalarValuesOf([patch, destination]) : valuesOf([patch, destination], mergeKeys);
  const all = keys.length > 1 ? completed(found) : found;
  const result = Node.list();
  let used: readonly string[] = keys;
  for (const values of all) {
    const match = usedKeys(all, values, keys);
    used = match.keys;
    const item = merge(
      findItem(destination, match.keys, match.values),
      findItem(patch, match.keys, match.values),
      schema,
    );
    if (isMissing(item) || isEmptyMap(item)) {
      setItem(destination, match, undefined);
      continue;
    }
    withKeys(item, match);
    setItem(result, match, item);
  }
  if (all.length === 0) return destination;
  appendRest(result, destination.items, used);
  return result;
};
