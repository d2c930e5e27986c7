import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type ParsedNode,
  type YAMLError,
} from 'yaml';
import { Refusal, type Diagnostic } from '../../diagnostics';
import { whereOf, type Located, type LocatedEntry, type Position } from './located';

type Anchored = Document<ParsedNode>;

/** Aliases are resolved by copying; a file that would grow beyond this many values is an attack or an accident. */
const mostValues = 200_000;

class YamlReader {
  private values = 0;

  constructor(
    private readonly file: string,
    private readonly lines: LineCounter,
    private readonly document: Anchored,
  ) {}

  private at(node: unknown): Position {
    const place = this.lines.linePos((isNode(node) ? node.range?.[0] : undefined) ?? 0);
    return { file: this.file, line: Math.max(place.line, 1), column: Math.max(place.col, 1) };
  }

  private refuse(at: Position, got: string, want: string, fix: string): never {
    throw new Refusal([{ rule: 'platform/yaml', severity: 'error', where: whereOf(at), got, want, fix }]);
  }

  read(node: unknown, fallback: Position, within: readonly unknown[] = []): Located {
    if (!isNode(node)) return { kind: 'scalar', at: fallback, value: null };
    const at = this.at(node);
    this.values += 1;
    if (this.values > mostValues)
      this.refuse(at, 'aliases that expand without end', 'a platform of a sane size', 'write the values out');
    if (within.includes(node))
      this.refuse(at, 'an alias inside its own anchor', 'a finite value', 'remove the alias');
    const inside = [...within, node];
    if (isAlias(node)) {
      const target = node.resolve(this.document);
      if (target === undefined)
        this.refuse(at, `alias *${node.source} without an anchor`, 'a known anchor', 'define it first');
      return this.read(target, at, inside);
    }
    if (isMap(node)) {
      const entries = new Map<string, LocatedEntry>();
      for (const pair of node.items) {
        const keyAt = this.at(pair.key);
        const key: unknown = isScalar(pair.key) ? pair.key.value : undefined;
        if (typeof key !== 'string' && typeof key !== 'number' && typeof key !== 'boolean') {
          this.refuse(keyAt, 'a key that is no text', 'text as key', 'quote the key');
        }
        entries.set(String(key), { keyAt, value: this.read(pair.value, keyAt, inside) });
      }
      return { kind: 'map', at, entries };
    }
    if (isSeq(node)) {
      return { kind: 'list', at, items: node.items.map((item) => this.read(item, at, inside)) };
    }
    const value: unknown = node.value;
    if (
      value === null ||
      typeof value === 'string' ||
      typeof value === 'number' ||
      typeof value === 'boolean'
    ) {
      return { kind: 'scalar', at, value };
    }
    return this.refuse(
      at,
      `a value of type ${typeof value}`,
      'text, a number, true, false or null',
      'quote it',
    );
  }
}

const syntaxProblem = (file: string, lines: LineCounter, error: YAMLError): Diagnostic => {
  const place = lines.linePos(error.pos[0]);
  const [message = error.message] = error.message.split(/ at line |:\n/);
  return {
    rule: 'platform/yaml',
    severity: 'error',
    where: whereOf({ file, line: place.line, column: place.col }),
    got: message,
    want: 'valid YAML 1.2',
    fix: error.code === 'DUPLICATE_KEY' ? 'keep one of the two keys' : 'mend the syntax at this place',
  };
};

const readDocument = (text: string, file: string): Located => {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    version: '1.2',
    uniqueKeys: true,
    keepSourceTokens: false,
  });
  const documents = Array.isArray(parsed) ? parsed : [];
  const errors = documents.flatMap((document) => document.errors);
  if (errors.length > 0) throw new Refusal(errors.map((error) => syntaxProblem(file, lines, error)));
  const [first, second] = documents;
  const start: Position = { file, line: 1, column: 1 };
  if (first === undefined || first.contents === null) {
    throw new Refusal([
      {
        rule: 'platform/empty',
        severity: 'error',
        where: whereOf(start),
        got: 'an empty file',
        want: 'a platform definition',
        fix: 'start with `apiVersion: drydock.dev/v1` and `kind: Platform`, or let `drydock init` write one',
      },
    ]);
  }
  if (second !== undefined) {
    const place = lines.linePos(second.range[0]);
    throw new Refusal([
      {
        rule: 'platform/one-document',
        severity: 'error',
        where: whereOf({ file, line: place.line, column: place.col }),
        got: `${documents.length} documents in one file`,
        want: 'one platform per file',
        fix: 'move the others to files of their own',
      },
    ]);
  }
  return new YamlReader(file, lines, first).read(first.contents, start);
};

/**
 * Reads one YAML document with the place of every value.
 * @throws Refusal for broken YAML (all errors of the file), an empty file, or more than one document.
 */
export const readYaml = (text: string, file: string): Located => {
  try {
    return readDocument(text, file);
  } catch (error) {
    // The parser and the reader go down one call per level; the stack ends before any sane file does.
    if (!(error instanceof RangeError)) throw error;
    throw new Refusal([
      {
        rule: 'platform/yaml',
        severity: 'error',
        where: { kind: 'path', path: file },
        got: 'values inside values without end',
        want: 'a platform of a sane depth',
        fix: 'look for brackets that are never closed',
      },
    ]);
  }
};
