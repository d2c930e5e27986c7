/** What a node holds. */
export type Kind = 'scalar' | 'map' | 'list';

/** How a scalar was written; only `plain` ones can be anything but text. `folded` is a block after `>`. */
export type Style = 'plain' | 'quoted' | 'folded';

/** Short tags of YAML's core types; any other tag (`!foo`) stands as it was written; empty: whatever the text resolves to. */
export type Tag = string;

export const stringTag = '!!str';
export const intTag = '!!int';
export const floatTag = '!!float';
export const boolTag = '!!bool';
export const nullTag = '!!null';
export const timestampTag = '!!timestamp';
export const binaryTag = '!!binary';

const noFields: ReadonlyMap<string, Node> = new Map();
const noItems: readonly Node[] = [];

/**
 * A node of a YAML document.
 *
 * Kustomize edits documents in place, and what one transformer wrote into several places stays one node: a later change
 * of one place changes the others. To print the same, nodes here are mutable and shared in the same way; `assign`
 * replaces what a node is, whoever holds it.
 */
export class Node {
  static scalar(text: string, tag: Tag = '', style: Style = 'plain', at = -1): Node {
    return new Node('scalar', tag, text, style, undefined, undefined, at);
  }

  static string(text: string): Node {
    return new Node('scalar', stringTag, text, 'plain', undefined, undefined, -1);
  }

  static map(fields: Map<string, Node> = new Map(), at = -1): Node {
    return new Node('map', '', '', 'plain', fields, undefined, at);
  }

  static list(items: Node[] = [], at = -1): Node {
    return new Node('list', '', '', 'plain', undefined, items, at);
  }

  /** An empty node of a kind, as a lookup creates it. */
  static empty(kind: Kind): Node {
    return kind === 'map' ? Node.map() : kind === 'list' ? Node.list() : Node.scalar('');
  }

  private constructor(
    public kind: Kind,
    public tag: Tag,
    /** The text of a scalar, without quotes; empty for maps and lists. */
    public text: string,
    public style: Style,
    private ownFields: Map<string, Node> | undefined,
    private ownItems: Node[] | undefined,
    /** Offset in the source text; -1 for nodes that no file holds. */
    public at: number,
  ) {}

  /** The fields of a map; none for other kinds. */
  get fields(): ReadonlyMap<string, Node> {
    return this.ownFields ?? noFields;
  }

  /** The items of a list; none for other kinds. */
  get items(): readonly Node[] {
    return this.ownItems ?? noItems;
  }

  get isNull(): boolean {
    return this.tag === nullTag;
  }

  /** A field of a map, also where its value is null. */
  field(name: string): Node | undefined {
    return this.ownFields?.get(name);
  }

  put(name: string, value: Node): void {
    (this.ownFields ??= new Map()).set(name, value);
  }

  remove(name: string): boolean {
    return this.ownFields?.delete(name) ?? false;
  }

  push(item: Node): void {
    (this.ownItems ??= []).push(item);
  }

  setItems(items: Node[]): void {
    this.ownItems = items;
  }

  /** Becomes what another node is; both then share their fields or items. */
  assign(other: Node): void {
    this.kind = other.kind;
    this.tag = other.tag;
    this.text = other.text;
    this.style = other.style;
    this.ownFields = other.ownFields;
    this.ownItems = other.ownItems;
    this.at = other.at;
  }

  /** Turns a null into an empty node of a kind. */
  become(kind: Kind, tag: Tag): void {
    this.kind = kind;
    this.tag = tag;
  }

  copy(): Node {
    const fields =
      this.ownFields === undefined
        ? undefined
        : new Map(Array.from(this.ownFields, ([name, value]): [string, Node] => [name, value.copy()]));
    const items = this.ownItems?.map((item) => item.copy());
    return new Node(this.kind, this.tag, this.text, this.style, fields, items, this.at);
  }
}

/** Whether there is nothing, or an explicit null. */
export const isMissing = (node: Node | undefined): node is undefined =>
  node === undefined || node.tag === nullTag;

/** Whether there is nothing, a null, or an empty map or list. */
export const isEmpty = (node: Node | undefined): boolean =>
  node === undefined ||
  node.tag === nullTag ||
  (node.kind === 'map' && node.fields.size === 0) ||
  (node.kind === 'list' && node.items.length === 0);

/** The text of a scalar; empty for nothing and null. */
export const textOf = (node: Node | undefined): string =>
  node === undefined || node.tag === nullTag ? '' : node.text;

/** Whether a scalar is text, or would be taken for it where it has no tag. */
export const isText = (node: Node): boolean =>
  node.kind === 'scalar' && (node.tag === stringTag || node.tag === '');
