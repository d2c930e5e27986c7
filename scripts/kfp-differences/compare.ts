import { parse } from 'yaml';
import { describeKey, isRecord, keyId, keyOf, type KubernetesObject } from '../../lib/kubernetes';

/** A field that two installations do not have in common; a whole object where the path is empty. */
export interface Difference {
  /** `Kind/namespace/name`. */
  readonly object: string;
  /** As in `spec.template.spec.containers[main].env[LOG_LEVEL].value`; items by name where all have one. */
  readonly path: string;
  readonly upstream: unknown;
  readonly ours: unknown;
}

type Leaves = ReadonlyMap<string, unknown>;

const nameOf = (item: unknown): string | undefined => {
  if (!isRecord(item)) return undefined;
  const { name } = item;
  return typeof name === 'string' ? name : undefined;
};

/** A text that is a YAML or JSON document with fields means what it says, not how it is written. */
const documentIn = (text: string): unknown => {
  if (!/^\s*(\{|"?[A-Za-z_@][\w.@-]*"?:(\s|$))/.test(text) || !/[\n{]/.test(text)) return undefined;
  try {
    const value: unknown = parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Descriptions in the schemas of definitions are for people; each project writes its own. */
const isDescription = (path: string, key: string, value: unknown): boolean =>
  key === 'description' &&
  typeof value === 'string' &&
  /openAPIV3Schema/.test(path) &&
  !path.endsWith('.properties');

const visit = (value: unknown, path: string, leaves: Map<string, unknown>): void => {
  if (Array.isArray(value)) {
    leaves.set(`${path}[]`, value.length);
    const names = value.map(nameOf);
    const byName = new Set(names).size === names.length && !names.includes(undefined);
    value.forEach((item, index) => {
      const key = byName ? String(names[index]) : String(index);
      // The order counts: later variables may refer to earlier ones, and init containers run one by one.
      if (byName) leaves.set(`${path}[${key}]#`, index);
      visit(item, `${path}[${key}]`, leaves);
    });
    return;
  }
  if (isRecord(value)) {
    const keys = Object.keys(value);
    if (keys.length === 0) leaves.set(path, {});
    for (const key of keys) {
      if (!isDescription(path, key, value[key]))
        visit(value[key], path === '' ? key : `${path}.${key}`, leaves);
    }
    return;
  }
  // To the API server a field that is null is a field that is not there.
  if (value === null || value === undefined) return;
  const document = typeof value === 'string' && path.startsWith('data.') ? documentIn(value) : undefined;
  if (document === undefined) leaves.set(path, value);
  else visit(document, `${path}:`, leaves);
};

const leavesOf = (object: KubernetesObject): Leaves => {
  const leaves = new Map<string, unknown>();
  visit(object, '', leaves);
  return leaves;
};

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const compareObjects = (upstream: KubernetesObject, ours: KubernetesObject): readonly Difference[] => {
  const theirs = leavesOf(upstream);
  const own = leavesOf(ours);
  const object = describeKey(keyOf(ours));
  return [...new Set([...theirs.keys(), ...own.keys()])]
    .filter((path) => theirs.has(path) !== own.has(path) || !same(theirs.get(path), own.get(path)))
    .map((path) => ({ object, path, upstream: theirs.get(path), ours: own.get(path) }));
};

/** Every difference between two installations, object by object, field by field; empty when they are equal. */
export const compareInstalls = (
  upstream: readonly KubernetesObject[],
  ours: readonly KubernetesObject[],
): readonly Difference[] => {
  const theirs = new Map(upstream.map((object) => [keyId(keyOf(object)), object]));
  const own = new Map(ours.map((object) => [keyId(keyOf(object)), object]));
  return [...new Set([...theirs.keys(), ...own.keys()])].sort().flatMap((key): readonly Difference[] => {
    const before = theirs.get(key);
    const after = own.get(key);
    if (before !== undefined && after !== undefined) return compareObjects(before, after);
    const one = before ?? after;
    if (one === undefined) return [];
    const whole = (there: boolean) => (there ? 'the object' : undefined);
    return [
      {
        object: describeKey(keyOf(one)),
        path: '',
        upstream: whole(before !== undefined),
        ours: whole(after !== undefined),
      },
    ];
  });
};

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

/** One line for people. */
export const describeDifference = ({ object, path, upstream, ours }: Difference): string =>
  `${object}${path === '' ? '' : ` ${path}`}: upstream ${shown(upstream)}, ours ${shown(ours)}`;
