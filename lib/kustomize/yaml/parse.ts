import { Node, stringTag, timestampTag, type Tag } from '../tree/node';
import { code, Cursor, isBlankOrEnd, isFlowIndicator } from './cursor';
import { mergeInto } from './merge-keys';
import { continuePlain, readPlainLine, startsPlain } from './plain';
import { readBlock, readQuoted } from './quoted';
import { resolveTag, type Dialect } from './resolve';

const corePrefix = 'tag:yaml.org,2002:';

/** Anchor and tag that stand before a node. */
interface Properties {
  readonly anchor: string | undefined;
  readonly tag: Tag | undefined;
}

/** What becomes of a key that a manifest repeats. In kustomization files the last one counts. */
export type Duplicates = 'refuse' | 'first';

const none: Properties = { anchor: undefined, tag: undefined };

/** Deeper than any manifest; a bomb of brackets ends here. */
const deepest = 1000;

/**
 * Reads one document after the other, the way the parser that kustomize uses does.
 * https://yaml.org/spec/1.1/
 */
class Parser {
  private readonly anchors = new Map<string, Node>();
  private depth = 0;

  constructor(
    private readonly cursor: Cursor,
    private readonly dialect: Dialect,
    private readonly duplicates: Duplicates,
  ) {}

  /** The first document; undefined when there is none. */
  document(): Node | undefined {
    const { cursor } = this;
    if (cursor.peek() === code.byteOrderMark) cursor.at += 1;
    cursor.lineStart = cursor.at;
    cursor.skipToToken();
    const startsWithDirective = cursor.peek() === code.percent && cursor.column === 0;
    while (cursor.peek() === code.percent && cursor.column === 0) {
      cursor.skipLine();
      cursor.skipToToken();
    }
    if (startsWithDirective && !cursor.isAtDocumentMarker())
      cursor.fail('did not find expected <document start>');
    if (cursor.isAtDocumentMarker() && cursor.peek() === code.dash) {
      cursor.at += 3;
      cursor.skipToToken();
      if (cursor.isAtEnd || cursor.isAtDocumentMarker()) return this.nothing();
    }
    if (cursor.isAtEnd) return undefined;
    const root = this.block(-1, none, false);
    cursor.skipToToken();
    if (!cursor.isAtEnd && !cursor.isAtDocumentMarker()) {
      const what =
        cursor.peek() === code.colon ? 'mapping values are not allowed in this context' : undefined;
      cursor.fail(what ?? 'did not find expected <document start>');
    }
    return root;
  }

  private nothing(): Node {
    return this.untagged('', this.cursor.at);
  }

  /** The tag and anchor that stand at the cursor, in either order. */
  private properties(before: Properties = none): Properties {
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

  private shortTag(text: string): Tag {
    const plain = text.startsWith('!<') && text.endsWith('>') ? text.slice(2, -1) : text;
    return plain.startsWith(corePrefix) ? `!!${plain.slice(corePrefix.length)}` : plain;
  }

  /** The name of an anchor or alias. */
  private name(): string {
    const { cursor } = this;
    const start = cursor.at;
    while (/[A-Za-z0-9_-]/.test(cursor.text[cursor.at] ?? '')) cursor.at += 1;
    if (cursor.at === start) cursor.fail('did not find expected alphabetic or numeric character');
    return cursor.text.slice(start, cursor.at);
  }

  private alias(): Node {
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

  private readonly open = new Set<Node>();
  private flow = 0;

  private anchored(node: Node, { anchor }: Properties): Node {
    if (anchor !== undefined) this.anchors.set(anchor, node);
    return node;
  }

  private plain(text: string, at: number, { tag }: Properties): Node {
    if (tag === undefined) return this.untagged(text, at);
    return Node.scalar(text, tag === '!' ? stringTag : tag, 'plain', at);
  }

  /**
   * A plain scalar. In a flow collection kustomize writes a moment and an empty value in quotes before it reads them
   * again, which makes text of them.
   */
  private untagged(text: string, at: number): Node {
    const tag = resolveTag(text, this.dialect);
    if (this.flow === 0 || this.dialect !== 'manifest') return Node.scalar(text, tag, 'plain', at);
    if (tag === timestampTag && text.includes(':')) return Node.scalar(text, stringTag, 'quoted', at);
    return Node.scalar(text, tag, text === '' ? 'quoted' : 'plain', at);
  }

  /** A scalar in quotes or a block; a tag that it was given counts more than they do. */
  private quoted(text: string, at: number, { tag }: Properties): Node {
    if (tag === undefined || tag === '!' || tag === stringTag)
      return Node.scalar(text, stringTag, 'quoted', at);
    return Node.scalar(text, tag, 'plain', at);
  }

  /**
   * A node in block context, indented by more than `parent` columns.
   * @param sameLine whether it must start on this line (after `- ` or `key: `).
   */
  private block(parent: number, before: Properties, inValue: boolean): Node {
    const { cursor } = this;
    this.depth += 1;
    if (this.depth > deepest) cursor.fail('exceeded max depth of nested collections');
    const node = this.blockNode(parent, before, inValue);
    this.depth -= 1;
    return node;
  }

  private blockNode(parent: number, before: Properties, inValue: boolean): Node {
    const { cursor } = this;
    const start = cursor.at;
    const { column } = cursor;
    const c = cursor.peek();
    if (c === code.dash && isBlankOrEnd(cursor.peek(1))) {
      if (inValue) cursor.fail('block sequence entries are not allowed in this context');
      return this.sequence(column, before);
    }
    if (c === code.question && isBlankOrEnd(cursor.peek(1)) && !inValue)
      return this.mapping(column, before, undefined);
    const own = this.properties(none);
    if (own !== none && (own.anchor !== undefined || own.tag !== undefined)) {
      if (cursor.peek() === code.lineFeed || cursor.isAtEnd || cursor.peek() === code.hash) {
        return this.nested(parent, own);
      }
    }
    const contentAt = cursor.at;
    const leaf = this.leaf(parent, own, column);
    if (leaf.isKey) {
      if (inValue) cursor.fail('mapping values are not allowed in this context');
      // properties before a key are the key's, unless they stood on the line before
      return this.mapping(column, before, leaf.node, start);
    }
    const { node } = leaf;
    if (before.tag !== undefined && node.kind === 'scalar' && own.tag === undefined) {
      const quoted = node.style === 'quoted';
      const retagged = quoted
        ? this.quoted(node.text, contentAt, before)
        : this.plain(node.text, contentAt, before);
      return this.anchored(retagged, before);
    }
    return this.anchored(node, before);
  }

  /** A node on the lines below its key, dash or properties; null where none is indented enough. */
  private nested(parent: number, before: Properties, allowSequenceAt = -2): Node {
    const { cursor } = this;
    cursor.skipToToken();
    const isSequence = cursor.peek() === code.dash && isBlankOrEnd(cursor.peek(1));
    const fits = cursor.column > parent || (isSequence && cursor.column === allowSequenceAt);
    if (cursor.isAtEnd || cursor.isAtDocumentMarker() || !fits) {
      const node = before.tag === undefined ? this.nothing() : this.plain('', cursor.at, before);
      return this.anchored(node, before);
    }
    const c = cursor.peek();
    if (c === code.bar || c === code.greater) {
      const at = cursor.at;
      return this.anchored(this.quoted(readBlock(cursor, parent), at, before), before);
    }
    return this.block(isSequence ? cursor.column - 1 : parent, before, false);
  }

  /** A scalar, alias or flow collection; tells whether a `:` makes it the key of a block mapping. */
  private leaf(
    parent: number,
    own: Properties,
    column: number,
  ): { readonly node: Node; readonly isKey: boolean } {
    const { cursor } = this;
    const at = cursor.at;
    const line = cursor.lineStart;
    const c = cursor.peek();
    if (c === code.bar || c === code.greater) {
      return { node: this.anchored(this.quoted(readBlock(cursor, parent), at, own), own), isKey: false };
    }
    if (c === code.asterisk) {
      const node = this.alias();
      return { node, isKey: this.isKeyEnd(line) };
    }
    if (c === code.doubleQuote || c === code.singleQuote) {
      const node = this.anchored(this.quoted(readQuoted(cursor), at, own), own);
      const isKey = this.isKeyEnd(line);
      if (!isKey) this.endOfLine();
      return { node, isKey };
    }
    if (c === code.openBracket || c === code.openBrace) {
      const node = this.flowCollection(own);
      const isKey = this.isKeyEnd(line);
      if (!isKey) this.endOfLine();
      return { node, isKey };
    }
    if (!startsPlain(cursor, false)) {
      return cursor.fail(
        c === code.percent || c === code.at || c === code.backtick
          ? 'found character that cannot start any token'
          : 'did not find expected node content',
      );
    }
    const first = readPlainLine(cursor, false);
    if (this.isKeyEnd(line)) return { node: this.anchored(this.plain(first, at, own), own), isKey: true };
    const inLine = cursor.peek() === code.hash;
    const text = inLine ? first : continuePlain(cursor, first, Math.min(parent, column - 1), false);
    return { node: this.anchored(this.plain(text, at, own), own), isKey: false };
  }

  /** After a quoted scalar or a flow collection only a comment may follow. */
  private endOfLine(): void {
    const { cursor } = this;
    cursor.skipBlanks();
    const c = cursor.peek();
    if (c !== code.lineFeed && c !== code.hash && !cursor.isAtEnd) {
      cursor.fail(
        c === code.colon ? 'mapping values are not allowed in this context' : 'did not find expected key',
      );
    }
  }

  /** Whether a `:` follows on the line where the key started. */
  private isKeyEnd(line: number): boolean {
    const { cursor } = this;
    const before = cursor.at;
    cursor.skipBlanks();
    if (cursor.lineStart === line && cursor.peek() === code.colon && isBlankOrEnd(cursor.peek(1)))
      return true;
    cursor.at = before;
    return false;
  }

  private sequence(indent: number, before: Properties): Node {
    const { cursor } = this;
    const items: Node[] = [];
    const list = this.anchored(Node.list(items, cursor.at), before);
    this.open.add(list);
    for (;;) {
      cursor.at += 1;
      const dashLine = cursor.lineStart;
      cursor.skipBlanks();
      const c = cursor.peek();
      if (c === code.lineFeed || c === code.hash || cursor.isAtEnd) items.push(this.nested(indent, none));
      else items.push(this.block(indent, none, false));
      if (cursor.lineStart !== dashLine || !cursor.isAtEnd) cursor.skipToToken();
      if (cursor.isAtEnd || cursor.isAtDocumentMarker() || cursor.column < indent) break;
      const isEntry = cursor.peek() === code.dash && isBlankOrEnd(cursor.peek(1));
      if (cursor.column === indent && isEntry) continue;
      // a sequence at the indentation of its key ends with the next key
      if (cursor.column === indent) break;
      cursor.fail("did not find expected '-' indicator");
    }
    this.open.delete(list);
    return list;
  }

  private mapping(indent: number, before: Properties, firstKey: Node | undefined, at = this.cursor.at): Node {
    const { cursor } = this;
    const map = this.anchored(Node.map(new Map(), at), before);
    this.open.add(map);
    const merges: Node[] = [];
    let key = firstKey;
    for (;;) {
      if (key === undefined) key = this.nextKey(indent);
      this.add(map, key, this.valueAfterKey(indent), merges);
      key = undefined;
      cursor.skipToToken();
      if (cursor.isAtEnd || cursor.isAtDocumentMarker() || cursor.column < indent) break;
      if (cursor.column > indent) {
        cursor.fail(
          cursor.peek() === code.colon
            ? 'mapping values are not allowed in this context'
            : 'did not find expected key',
        );
      }
      if (cursor.peek() === code.dash && isBlankOrEnd(cursor.peek(1)))
        cursor.fail('did not find expected key');
    }
    this.open.delete(map);
    if (merges.length > 0) mergeInto(map, merges, (problem) => cursor.fail(problem, at));
    return map;
  }

  /** The next key of a block mapping; the cursor then stands at its `:`. */
  private nextKey(indent: number): Node {
    const { cursor } = this;
    const at = cursor.at;
    if (cursor.peek() === code.question && isBlankOrEnd(cursor.peek(1))) {
      cursor.at += 1;
      cursor.skipBlanks();
      const key = this.block(indent, none, true);
      cursor.skipToToken();
      return key;
    }
    const own = this.properties();
    const { node, isKey } = this.leaf(indent, own, indent);
    return isKey ? node : cursor.fail("could not find expected ':'", at);
  }

  /** The value of a key; null for a key after `?` that no `:` follows. */
  private valueAfterKey(indent: number): Node {
    const { cursor } = this;
    if (cursor.peek() !== code.colon) return this.nothing();
    cursor.at += 1;
    return this.value(indent);
  }

  /** What follows a `:` of a block mapping. */
  private value(indent: number): Node {
    const { cursor } = this;
    cursor.skipBlanks();
    const c = cursor.peek();
    if (c === code.lineFeed || c === code.hash || cursor.isAtEnd) return this.nested(indent, none, indent);
    if (c === code.ampersand || c === code.exclamation) {
      const own = this.properties();
      const next = cursor.peek();
      if (next === code.lineFeed || next === code.hash || cursor.isAtEnd)
        return this.nested(indent, own, indent);
      return this.block(indent, own, true);
    }
    return this.block(indent, none, true);
  }

  private add(map: Node, key: Node, value: Node, merges: Node[]): void {
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

  private flowCollection(own: Properties): Node {
    const { cursor } = this;
    this.flow += 1;
    this.depth += 1;
    if (this.depth > deepest) cursor.fail('exceeded max depth of nested collections');
    const node = cursor.peek() === code.openBracket ? this.flowSequence(own) : this.flowMapping(own);
    this.depth -= 1;
    this.flow -= 1;
    return node;
  }

  private flowSequence(own: Properties): Node {
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

  private flowMapping(own: Properties): Node {
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
  private separator(end: number, problem: string): void {
    const { cursor } = this;
    if (cursor.peek() === code.comma) cursor.at += 1;
    else if (cursor.peek() !== end) cursor.fail(problem);
  }

  private flowValue(): Node {
    const { cursor } = this;
    cursor.skipToToken(true);
    const c = cursor.peek();
    return c === code.comma || c === code.closeBrace || c === code.closeBracket
      ? this.nothing()
      : this.flowNode();
  }

  private flowNode(): Node {
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

/**
 * The first document of a text whose line breaks are line feeds; undefined when there is none.
 * @throws YamlSyntaxError
 */
export const parseYaml = (
  text: string,
  dialect: Dialect,
  duplicates: Duplicates = 'refuse',
): Node | undefined => new Parser(new Cursor(text), dialect, duplicates).document();
