import { Node, nullTag, stringTag, timestampTag, type Tag } from '../tree/node';
import { code, isBlankOrEnd, isFlowIndicator, type Cursor } from './cursor';
import { mergeInto } from './merge-keys';
import { continuePlain, readPlainLine, startsPlain } from './plain';
import { readBlock, readQuoted } from './quoted';
import { resolveTag, type Dialect } from './resolve';

const corePrefix = 'tag:yaml.org,2002:';

/** Anchor and tag that stand before a node. */
export interface Properties {
  readonly anchor: string | undefined;
  readonly tag: Tag | undefined;
}

/** What becomes of a key that a manifest repeats. In kustomization files the last one counts. */
export type Duplicates = 'refuse' | 'first';

export const none: Properties = { anchor: undefined, tag: undefined };

/** Deeper than any manifest; a bomb of brackets ends here. */
export const deepest = 1000;

/** Reads scalars, aliases and flow collections, and what stands before them. */
export class NodeReader {
  protected readonly anchors = new Map<string, Node>();
  /** Collections that are being read, which no alias may name. */
  protected readonly open = new Set<Node>();
  protected depth = 0;
  /** How many flow collections are open. */
  protected flow = 0;

  constructor(
    protected readonly cursor: Cursor,
    protected readonly dialect: Dialect,
    protected readonly duplicates: Duplicates,
  ) {}

  protected nothing(): Node {
    return this.untagged('', this.cursor.at);
  }

  /** The tag and anchor that stand at the cursor, in either order. */
  protected properties(before: Properties = none): Properties {
    const { cursor } = this;
    let { anchor, tag } = before;
    for (;;) {
      const c = cursor.peek();
      const start = cursor.at;
      if (c === code.ampersand) {
        cursor.at += 1;
        anchor = this.name();
      } else if (c === code.exclamation) {
        while (
          !isBlankOrEnd(cursor.peek()) &&
          !(this.depth > 0 && this.flow > 0 && isFlowIndicator(cursor.peek()))
        )
          cursor.at += 1;
        tag = this.shortTag(cursor.text.slice(start, cursor.at));
      } else {
        return { anchor, tag };
      }
      cursor.skipBlanks();
    }
  }

  protected shortTag(text: string): Tag {
    const plain = text.startsWith('!<') && text.endsWith('>') ? text.slice(2, -1) : text;
    return plain.startsWith(corePrefix) ? `!!${plain.slice(corePrefix.length)}` : plain;
  }

  /** The name of an anchor or alias. */
  protected name(): string {
    const { cursor } = this;
    const start = cursor.at;
    while (/[A-Za-z0-9_-]/.test(cursor.text[cursor.at] ?? '')) cursor.at += 1;
    if (cursor.at === start) cursor.fail('did not find expected alphabetic or numeric character');
    return cursor.text.slice(start, cursor.at);
  }

  protected alias(): Node {
    const { cursor } = this;
    const start = cursor.at;
    cursor.at += 1;
    const name = this.name();
    const target = this.anchors.get(name);
    if (target === undefined) return cursor.fail(`unknown anchor '${name}' referenced`, start);
    if (target.kind !== 'scalar' && this.open.has(target))
      return cursor.fail(`anchor '${name}' value contains itself`, start);
    return target.copy();
  }

  protected anchored(node: Node, { anchor }: Properties): Node {
    if (anchor !== undefined) this.anchors.set(anchor, node);
    return node;
  }

  protected plain(text: string, at: number, { tag }: Properties): Node {
    if (tag === undefined) return this.untagged(text, at);
    return Node.scalar(text, tag === '!' ? (text === '' ? nullTag : stringTag) : tag, 'plain', at);
  }

  /**
   * A plain scalar. In a flow collection kustomize writes a moment and an empty value in quotes before it reads them
   * again, which makes text of them.
   */
  protected untagged(text: string, at: number): Node {
    const tag = resolveTag(text, this.dialect);
    if (this.flow === 0 || this.dialect !== 'manifest') return Node.scalar(text, tag, 'plain', at);
    if (tag === timestampTag && text.includes(':')) return Node.scalar(text, stringTag, 'quoted', at);
    return Node.scalar(text, tag, text === '' ? 'quoted' : 'plain', at);
  }

  protected blockScalar(parent: number, properties: Properties): Node {
    const at = this.cursor.at;
    const isFolded = this.cursor.peek() === code.greater;
    const node = this.quoted(readBlock(this.cursor, parent), at, properties);
    if (isFolded && node.style === 'quoted' && this.dialect === 'manifest') node.style = 'folded';
    return node;
  }

  /** A scalar in quotes or a block; a tag that it was given counts more than they do. */
  protected quoted(text: string, at: number, { tag }: Properties): Node {
    if (tag === undefined || tag === '!' || tag === stringTag)
      return Node.scalar(text, stringTag, 'quoted', at);
    return Node.scalar(text, tag, 'plain', at);
  }

  protected add(map: Node, key: Node, value: Node, merges: Node[]): void {
    const { cursor } = this;
    if (key.kind !== 'scalar') return cursor.fail('invalid map key', key.at);
    if (key.text === '<<' && key.tag === stringTag && key.style === 'plain') {
      merges.push(value);
      return;
    }
    if (this.dialect === 'manifest') {
      if (key.tag !== stringTag && this.depth + this.flow > 1) {
        return cursor.fail(`the key ${JSON.stringify(key.text)} is no text; put it in quotes`, key.at);
      }
      if (map.field(key.text) !== undefined) {
        if (this.duplicates === 'first') return;
        return cursor.fail(`mapping key ${JSON.stringify(key.text)} already defined`, key.at);
      }
    }
    map.put(key.text, value);
  }

  protected flowCollection(own: Properties): Node {
    const { cursor } = this;
    this.flow += 1;
    this.depth += 1;
    if (this.depth > deepest) cursor.fail('exceeded max depth of nested collections');
    const node = cursor.peek() === code.openBracket ? this.flowSequence(own) : this.flowMapping(own);
    this.depth -= 1;
    this.flow -= 1;
    return node;
  }

  protected flowSequence(own: Properties): Node {
    const { cursor } = this;
    const items: Node[] = [];
    const list = this.anchored(Node.list(items, cursor.at), own);
    this.open.add(list);
    cursor.at += 1;
    for (;;) {
      cursor.skipToToken(true);
      if (cursor.peek() === code.closeBracket) break;
      if (cursor.isAtEnd) cursor.fail("did not find expected ',' or ']'", list.at);
      const at = cursor.at;
      const node = this.flowNode();
      cursor.skipToToken(true);
      if (cursor.peek() === code.colon) {
        // a single pair: [a: b]
        cursor.at += 1;
        const pair = Node.map(new Map(), at);
        this.add(pair, node, this.flowValue(), []);
        items.push(pair);
        cursor.skipToToken(true);
      } else {
        items.push(node);
      }
      this.separator(code.closeBracket, "did not find expected ',' or ']'");
    }
    cursor.at += 1;
    this.open.delete(list);
    return list;
  }

  protected flowMapping(own: Properties): Node {
    const { cursor } = this;
    const map = this.anchored(Node.map(new Map(), cursor.at), own);
    const merges: Node[] = [];
    this.open.add(map);
    cursor.at += 1;
    for (;;) {
      cursor.skipToToken(true);
      if (cursor.peek() === code.closeBrace) break;
      if (cursor.isAtEnd) cursor.fail("did not find expected ',' or '}'", map.at);
      if (cursor.peek() === code.question && isBlankOrEnd(cursor.peek(1))) {
        cursor.at += 1;
        cursor.skipToToken(true);
      }
      const key = this.flowNode();
      cursor.skipToToken(true);
      let value = this.nothing();
      if (cursor.peek() === code.colon) {
        cursor.at += 1;
        value = this.flowValue();
        cursor.skipToToken(true);
      }
      this.add(map, key, value, merges);
      this.separator(code.closeBrace, "did not find expected ',' or '}'");
    }
    cursor.at += 1;
    this.open.delete(map);
    if (merges.length > 0) mergeInto(map, merges, (problem) => cursor.fail(problem, map.at));
    return map;
  }

  /** Past a comma, or up to the end of the collection. */
  protected separator(end: number, problem: string): void {
    const { cursor } = this;
    if (cursor.peek() === code.comma) cursor.at += 1;
    else if (cursor.peek() !== end) cursor.fail(problem);
  }

  protected flowValue(): Node {
    const { cursor } = this;
    cursor.skipToToken(true);
    const c = cursor.peek();
    return c === code.comma || c === code.closeBrace || c === code.closeBracket
      ? this.nothing()
      : this.flowNode();
  }

  protected flowNode(): Node {
    const { cursor } = this;
    const own = this.properties();
    cursor.skipToToken(true);
    const at = cursor.at;
    const c = cursor.peek();
    if (c === code.asterisk) return this.alias();
    if (c === code.openBracket || c === code.openBrace) return this.flowCollection(own);
    if (c === code.doubleQuote || c === code.singleQuote) {
      return this.anchored(this.quoted(readQuoted(cursor), at, own), own);
    }
    if (c === code.comma || c === code.closeBrace || c === code.closeBracket || c === code.colon) {
      if (own.tag === undefined && own.anchor === undefined && c !== code.colon) {
        return cursor.fail('did not find expected node content');
      }
      if (c !== code.colon || isBlankOrEnd(cursor.peek(1)))
        return this.anchored(this.plain('', at, own), own);
    }
    if (!startsPlain(cursor, true)) return cursor.fail('did not find expected node content');
    const first = readPlainLine(cursor, true);
    return this.anchored(this.plain(continuePlain(cursor, first, -1, true), at, own), own);
  }
}
