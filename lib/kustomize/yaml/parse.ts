import { Node } from '../tree/node';
import { code, Cursor, isBlankOrEnd } from './cursor';
import { mergeInto } from './merge-keys';
import { deepest, NodeReader, none, type Duplicates, type Properties } from './node-reader';
import { continuePlain, readPlainLine, startsPlain } from './plain';
import { readQuoted } from './quoted';
import type { Dialect } from './resolve';

export type { Duplicates };

/**
 * Reads one document after the other, the way the parser that kustomize uses does.
 * https://yaml.org/spec/1.1/
 */
class Parser extends NodeReader {
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
      return this.anchored(this.blockScalar(parent, before), before);
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
      return { node: this.anchored(this.blockScalar(parent, own), own), isKey: false };
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
