import { LineCounter, parseAllDocuments } from 'yaml';
import { Refusal, type Diagnostic } from '../diagnostics';
import type { Json } from '../kubernetes';
import { readOwnText } from './own-text';

type Finding = Pick<Diagnostic, 'rule' | 'got' | 'want' | 'fix'>;

const isJson = (value: unknown): value is Json => {
  if (value === null) return true;
  if (typeof value !== 'object') return ['string', 'number', 'boolean'].includes(typeof value);
  return Object.values(value).every(isJson);
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Reads the one YAML document of a manifest file; `file` names it in errors.
 * Text that `emitYaml` has written is read fast, everything else by the `yaml` package, as YAML 1.2.
 * @throws Refusal with file, line and column for broken YAML, for no document and for several.
 */
export const parseManifestText = (text: string, file: string): Json => {
  const own = readOwnText(text);
  if (own !== undefined) return own;

  const lines = new LineCounter();
  const refuse = (offset: number, finding: Finding): never => {
    const { line, col } = lines.linePos(offset);
    const where = { kind: 'source', file, line: Math.max(line, 1), column: Math.max(col, 1) } as const;
    throw new Refusal([{ ...finding, severity: 'error', where }]);
  };
  const parsed = parseAllDocuments(text, { lineCounter: lines, version: '1.2', keepSourceTokens: false });
  const documents = Array.isArray(parsed) ? parsed : [];
  const [first, second] = documents;
  const error = documents.flatMap((document) => document.errors)[0];
  if (error !== undefined) {
    const [got = error.message] = error.message.split(/ at line |:\n/);
    return refuse(error.pos[0], {
      rule: 'yaml/syntax',
      got,
      want: 'valid YAML',
      fix: 'mend the syntax here',
    });
  }
  if (first === undefined || second !== undefined) {
    return refuse(second?.range[0] ?? 0, {
      rule: 'yaml/one-document',
      got: first === undefined ? 'no document' : `${documents.length} documents`,
      want: 'one document per file',
      fix: first === undefined ? 'delete the file' : 'move the others to files of their own',
    });
  }
  try {
    const value: unknown = first.toJS({ maxAliasCount: 100 });
    if (isJson(value)) return value;
  } catch (cause) {
    // aliases that expand without end
    return refuse(0, {
      rule: 'yaml/aliases',
      got: messageOf(cause),
      want: 'few aliases',
      fix: 'write the values out',
    });
  }
  return refuse(0, {
    rule: 'yaml/json',
    got: 'a value that JSON cannot hold',
    want: 'maps, lists, text, numbers, true, false and null',
    fix: 'quote it, or remove its tag',
  });
};
