import { fieldText, placeOf, refuse, type FieldPath, type Source } from '../problem';
import { describeNode } from '../tree/edit';
import { binaryTag, boolTag, floatTag, intTag, nullTag, type Node, type Tag } from '../tree/node';
import { scalarValue } from '../yaml/effective';
import { booleanOf, integerOf } from '../yaml/resolve';

/** A file that is read into a type, for messages. */
export interface Reading {
  readonly source: Source;
  readonly root: Node;
  /** `strict`: unknown fields are refused and text must be text; `loose`: as configurations of plugins are read. */
  readonly mode: 'strict' | 'loose';
}

/** How a node becomes a value; a missing or null one becomes `absent`. */
export interface Shape<T> {
  readonly absent: T;
  readonly read: (node: Node, path: FieldPath, reading: Reading) => T;
}

const wrong = (reading: Reading, path: FieldPath, node: Node, want: string): never =>
  refuse(placeOf(reading.source, reading.root, path), {
    rule: 'kustomize/field-type',
    got: describeNode(node),
    want,
    fix: want === 'text' ? 'put it in quotes' : 'correct the value',
  });

/** Scalars that are no text; moments are, in kustomization files. */
const noText: ReadonlySet<Tag> = new Set([intTag, floatTag, boolTag, nullTag]);

const readText: Shape<string>['read'] = (node, path, reading) => {
  if (node.kind === 'scalar' && node.tag === binaryTag) return String(scalarValue(node));
  if (node.kind === 'scalar' && (reading.mode === 'loose' || !noText.has(node.tag))) return node.text;
  return wrong(reading, path, node, 'text');
};

/** Text; empty where it is missing. */
export const text: Shape<string> = { absent: '', read: readText };

/** True or false; false where it is missing. */
export const flag: Shape<boolean> = {
  absent: false,
  read: (node, path, reading) =>
    node.kind === 'scalar' && node.tag === boolTag
      ? booleanOf(node.text)
      : wrong(reading, path, node, 'true or false'),
};

const readInteger: Shape<bigint>['read'] = (node, path, reading) => {
  const value = node.kind === 'scalar' && node.tag === intTag ? integerOf(node.text) : undefined;
  return value ?? wrong(reading, path, node, 'a whole number');
};

/** A whole number of any size. */
export const wholeNumber: Shape<bigint> = { absent: 0n, read: readInteger };

/** A whole number, as an index. */
export const index: Shape<number> = {
  absent: 0,
  read: (node, path, reading) => Number(readInteger(node, path, reading)),
};

/** The node itself, for what is read later. */
export const anything: Shape<Node | undefined> = { absent: undefined, read: (node) => node };

const readWith = <T>(shape: Shape<T>, node: Node | undefined, path: FieldPath, reading: Reading): T =>
  node === undefined || node.isNull ? shape.absent : shape.read(node, path, reading);

/** A list; empty where it is missing. */
export const listOf = <T>(item: Shape<T>): Shape<readonly T[]> => ({
  absent: [],
  read: (node, path, reading) => {
    if (node.kind !== 'list') return wrong(reading, path, node, 'a list');
    return node.items.map((each, position) => readWith(item, each, [...path, position], reading));
  },
});

/** A map with keys of the user's choice; empty where it is missing. */
export const mapOf = <T>(value: Shape<T>): Shape<ReadonlyMap<string, T>> => ({
  absent: new Map(),
  read: (node, path, reading) => {
    if (node.kind !== 'map') return wrong(reading, path, node, 'a map');
    return new Map(
      Array.from(node.fields, ([name, each]): [string, T] => [
        name,
        readWith(value, each, [...path, name], reading),
      ]),
    );
  },
});

/** Something that may be missing. */
export const optional = <T>({ read }: Shape<T>): Shape<T | undefined> => ({ absent: undefined, read });

type Fields<T> = { readonly [K in keyof T]: Shape<T[K]> };

const keysOf = <T extends object>(fields: Fields<T>): readonly (keyof T & string)[] =>
  Object.keys(fields).filter((key): key is keyof T & string => key in fields);

const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, position) => position);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

const nearest = (name: string, names: readonly string[]): string | undefined =>
  [...names]
    .map((each) => ({ each, far: distance(name.toLowerCase(), each.toLowerCase()) }))
    .filter(({ each, far }) => far <= Math.max(2, each.length / 4))
    .sort((a, b) => a.far - b.far)[0]?.each;

const unknown = (name: string, names: readonly string[], path: FieldPath, reading: Reading): never => {
  const meant = nearest(name, names);
  return refuse(placeOf(reading.source, reading.root, [...path, name]), {
    rule: 'kustomize/unknown-field',
    got: `unknown field "${name}"${path.length === 0 ? '' : ` in ${fieldText(path)}`}`,
    want: `one of ${[...names].sort().join(', ')}`,
    fix: meant === undefined ? 'remove the field' : `write ${meant}`,
  });
};

/** A map of known fields; names are matched without regard to case where no name fits exactly, as Go does. */
export const record = <T extends object>(
  fields: Fields<T>,
  make: (values: T) => T = (values) => values,
): Shape<T> => {
  const names = keysOf(fields);
  const byLowerCase = new Map(names.map((name) => [name.toLowerCase(), name]));
  const nothing = (): T => {
    const values: Partial<T> = {};
    for (const name of names) values[name] = fields[name].absent;
    return complete(values, names);
  };
  const read: Shape<T>['read'] = (node, path, reading) => {
    if (node.kind !== 'map') return wrong(reading, path, node, 'a map');
    const values: Partial<T> = {};
    for (const name of names) values[name] = fields[name].absent;
    for (const [written, value] of node.fields) {
      const name = byLowerCase.get(written.toLowerCase());
      if (name !== undefined) values[name] = readWith(fields[name], value, [...path, written], reading);
      else if (reading.mode === 'strict') unknown(written, names, path, reading);
    }
    return make(complete(values, names));
  };
  return { absent: nothing(), read };
};

const isComplete = <T extends object>(values: Partial<T>, names: readonly (keyof T)[]): values is T =>
  names.every((name) => name in values);

const complete = <T extends object>(values: Partial<T>, names: readonly (keyof T)[]): T => {
  if (isComplete(values, names)) return values;
  throw new TypeError('a shape has left out a field');
};

/** Reads a whole document. */
export const readDocument = <T>(shape: Shape<T>, reading: Reading): T =>
  readWith(shape, reading.root, [], reading);
