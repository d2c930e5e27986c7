import { complain } from '../problem';
import { needsQuotes } from '../yaml/resolve';
import { isMissing, isText, Node, type Kind } from './node';

const kindNames: Readonly<Record<Kind, string>> = { scalar: 'a scalar', map: 'a map', list: 'a list' };

/** What a node holds, for messages. */
export const describeKind = (node: Node | undefined): string =>
  node === undefined ? 'nothing' : kindNames[node.kind];

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);

/** What a node holds, with the text of a scalar. */
export const describeNode = (node: Node | undefined): string =>
  node?.kind === 'scalar' ? `the scalar ${JSON.stringify(short(node.text))}` : describeKind(node);

/** Complains of a node that is neither missing nor of the wanted kind. */
export const requireKind = (node: Node | undefined, kind: Kind): void => {
  if (isMissing(node) || node.kind === kind) return;
  complain({
    rule: 'kustomize/node-kind',
    got: describeNode(node),
    want: kindNames[kind],
    fix: 'correct the path, or the object it is applied to',
  });
};

/** A field of a map; undefined for a null. Complains of other kinds. */
export const fieldOf = (node: Node | undefined, name: string): Node | undefined => {
  if (isMissing(node)) return undefined;
  requireKind(node, 'map');
  return node.field(name);
};

/** Replaces what a scalar is, in the quotes that it had. */
export const setScalar = (node: Node, value: Node): void => {
  requireKind(node, 'scalar');
  if (value.isNull) return;
  value.style = node.style;
  node.assign(value);
};

/**
 * Sets a field of a map. An existing node becomes the value and keeps its quotes, a new field holds the very node; a
 * null removes the field, unless `keepNull`.
 */
export const setField = (map: Node, name: string, value: Node | undefined, keepNull = false): void => {
  if (value !== undefined && isText(value) && value.style === 'plain' && needsQuotes(value.text))
    value.style = 'quoted';
  requireKind(map, 'map');
  if (value === undefined || (value.isNull && !keepNull)) {
    map.remove(name);
    return;
  }
  const existing = fieldOf(map, name);
  if (existing === undefined) {
    map.put(name, value);
    return;
  }
  value.style = existing.style;
  existing.assign(value);
};

/** A field of a map, made where it is missing. */
export const fieldOrCreate = (map: Node, name: string, kind: Kind): Node => {
  const existing = fieldOf(map, name);
  if (existing !== undefined) return existing;
  const created = Node.empty(kind);
  map.put(name, created);
  return created;
};
