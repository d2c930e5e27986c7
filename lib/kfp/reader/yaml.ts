import { FAILSAFE_SCHEMA, loadAll, Type, YAMLException } from 'js-yaml';
import { Refusal } from '../../diagnostics';

const scalar = (name: string, pattern: RegExp, construct: (text: string) => unknown): Type =>
  new Type(`tag:yaml.org,2002:${name}`, {
    kind: 'scalar',
    resolve: (text: unknown) => text === null || (typeof text === 'string' && pattern.test(text)),
    construct: (text: unknown) => (typeof text === 'string' ? construct(text) : null),
  });

/**
 * IR is written by PyYAML, which leaves text bare that other readers take for a number (`1e3`, `0o14`) or a date: only
 * what PyYAML itself writes for null, booleans and numbers is one here.
 */
const schema = FAILSAFE_SCHEMA.extend({
  implicit: [
    scalar('null', /^(|~|null|Null|NULL)$/, () => null),
    scalar('bool', /^(true|True|TRUE|false|False|FALSE)$/, (text) => /^t/i.test(text)),
    scalar('int', /^[-+]?(0|[1-9][0-9]*)$/, Number),
    scalar('float', /^[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$/, Number),
  ],
});

/** How many values a document stands for when its aliases are written out. */
const sizeOf = (value: unknown, known: Map<object, number>): number => {
  if (typeof value !== 'object' || value === null) return 1;
  const before = known.get(value);
  if (before !== undefined) return before;
  known.set(value, Infinity);
  const size = Object.values(value).reduce<number>((sum, each) => sum + sizeOf(each, known), 1);
  known.set(value, size);
  return size;
};

const mostValues = 5_000_000;

/** The first offset at which a text cannot be YAML. */
const firstControl = (text: string): number => text.search(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/);

const refuse = (file: string, line: number, column: number, got: string, fix: string): never => {
  throw new Refusal([
    {
      rule: 'kfp/syntax',
      severity: 'error',
      where: { kind: 'source', file, line, column },
      got,
      want: 'the YAML or JSON that the compiler of the Python SDK writes',
      fix,
    },
  ]);
};

/**
 * The documents of a YAML or JSON text, without places: those are looked up when something is wrong.
 * @throws Refusal with file, line and column.
 */
export const readDocuments = (text: string, file: string): readonly unknown[] => {
  if (firstControl(text) >= 0)
    return refuse(file, 1, 1, 'a binary file', 'give the .yaml file; unpack an archive first');
  try {
    const documents = loadAll(text, null, { schema }).filter((each) => each !== null && each !== undefined);
    if (!/(^|[\s[,])\*[A-Za-z0-9_]/m.test(text)) return documents;
    const known = new Map<object, number>();
    const size = documents.reduce<number>((sum, each) => sum + sizeOf(each, known), 0);
    if (size > mostValues)
      return refuse(file, 1, 1, 'aliases that expand without end', 'write the values out');
    return documents;
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { reason, mark } = error;
    return refuse(
      file,
      mark.line + 1,
      mark.column + 1,
      reason,
      'compile the pipeline again: the file is damaged',
    );
  }
};
