import { complain } from '../problem';
import { goRegularExpression } from '../resource/regular-expression';
import { fieldOf, requireKind, setField } from './edit';
import { isMissing, Node, type Kind } from './node';

const isIndex = (part: string): boolean => /^\+?\d+$/.test(part);
const isSelection = (part: string): boolean => part.startsWith('[') && part.endsWith(']');

/** `[name=web]` taken apart; the name is empty for lists of scalars. */
const selectionOf = (part: string): { readonly name: string; readonly value: string } => {
  const inner = part.slice(1, -1);
  const at = inner.indexOf('=');
  if (at >= 0) return { name: inner.slice(0, at), value: inner.slice(at + 1) };
  return complain({
    rule: 'kustomize/field-path',
    got: part,
    want: 'list path element must contain fieldName=fieldValue for element to match',
    fix: 'write [name=value], or the index of the item',
  });
};

const kindBefore = (next: string | undefined, last: Kind): Kind => {
  if (next === undefined || next === '') return last;
  return isSelection(next) || isIndex(next) ? 'list' : 'map';
};

const step = (
  node: Node,
  part: string,
  next: string | undefined,
  create: Kind | undefined,
): Node | undefined => {
  if (isIndex(part)) {
    requireKind(node, 'list');
    return node.items[Number(part)];
  }
  if (part === '-') {
    requireKind(node, 'list');
    return node.items[node.items.length - 1];
  }
  if (part === '*') {
    return complain({
      rule: 'kustomize/field-path',
      got: 'wildcard is not supported in PathGetter',
      want: 'a path to one field',
      fix: 'name the item with an index or [name=value]',
    });
  }
  if (isSelection(part)) {
    const { name, value } = selectionOf(part);
    requireKind(node, 'list');
    const found = node.items.find((item) =>
      name === '' ? item.text === value : item.kind === 'map' && item.field(name)?.text === value,
    );
    if (found !== undefined || create === undefined) return found;
    const item = name === '' ? Node.scalar(value) : Node.map(new Map([[name, Node.scalar(value)]]));
    node.push(item);
    return item;
  }
  const field = fieldOf(node, part);
  if (field !== undefined || create === undefined || isMissing(node)) return field;
  const created = Node.empty(kindBefore(next, create));
  setField(node, part, created);
  return created;
};

/**
 * The node at a path of fields, indices, `-` for the last item and `[name=value]`; undefined where there is none.
 * @param create kind of the last node, where what is missing is to be made.
 */
export const lookUp = (root: Node, path: readonly string[], create?: Kind): Node | undefined => {
  const parts = path.map((part) => part.trim()).filter((part) => part !== '');
  let node: Node | undefined = root;
  for (const [index, part] of parts.entries()) {
    if (node === undefined) return undefined;
    node = step(node, part, parts[index + 1], create);
  }
  return node;
};

/** A scalar as it is compared with regular expressions. */
const comparable = (node: Node): string => node.text.trim();

/** Every node at a path in which `*` stands for all items and `[name=expression]` for those that match. */
class Matcher {
  readonly found: Node[] = [];

  constructor(
    private readonly path: readonly string[],
    private readonly create: Kind | undefined,
  ) {}

  match(node: Node, depth: number): void {
    const part = this.path[depth];
    if (part === undefined) {
      this.found.push(node);
    } else if (isIndex(part)) {
      this.matchIndex(node, Number(part), depth);
    } else if (isSelection(part)) {
      this.matchSelection(node, part, depth);
    } else if (part === '*') {
      requireKind(node, 'list');
      for (const item of node.items) this.match(item, depth + 1);
    } else {
      this.matchField(node, part, depth);
    }
  }

  private matchField(node: Node, part: string, depth: number): void {
    let field = fieldOf(node, part);
    if (field === undefined) {
      if (this.create === undefined) return;
      field = Node.empty(kindBefore(this.path[depth + 1], this.create));
      setField(node, part, field);
    }
    this.match(field, depth + 1);
  }

  private matchIndex(node: Node, index: number, depth: number): void {
    requireKind(node, 'list');
    if (node.items.length === index && this.create !== undefined) {
      node.push(Node.empty(kindBefore(this.path[depth + 1], this.create)));
    }
    const item = node.items[index];
    if (item === undefined) {
      complain({
        rule: 'kustomize/field-path',
        got: `index ${index} specified but only ${node.items.length} elements found`,
        want: 'an index in the list',
        fix: 'correct the index, or set options.create to append one item',
      });
      return;
    }
    this.match(item, depth + 1);
  }

  private matchSelection(node: Node, part: string, depth: number): void {
    const { name, value } = selectionOf(part);
    requireKind(node, 'list');
    const expression = goRegularExpression(value);
    const matches = (item: Node): boolean => {
      if (name === '') return expression.test(comparable(item));
      const field = item.kind === 'map' ? item.field(name) : undefined;
      return field !== undefined && expression.test(comparable(field));
    };
    const before = this.found.length;
    for (const item of node.items)
      if (matches(item)) this.match(item, name === '' ? this.path.length : depth + 1);
    if (this.found.length > before || this.create === undefined) return;
    const created = name === '' ? Node.scalar(value) : Node.map(new Map([[name, Node.scalar(value)]]));
    node.push(created);
    if (matches(created)) this.match(created, name === '' ? this.path.length : depth + 1);
  }
}

/**
 * Every node at a path, as replacements look for their targets.
 * @param create kind of nodes that are made where the path leads nowhere; nothing is made without.
 */
export const matchAll = (root: Node, path: readonly string[], create?: Kind): readonly Node[] => {
  const matcher = new Matcher(path, create);
  matcher.match(root, 0);
  return matcher.found;
};
