import { basename } from 'node:path';
import type { z } from 'zod';
import { Refusal, sortDiagnostics, type Diagnostic } from '../diagnostics';
import { inconsistencies } from './consistency';
import { invalidDiagnostics } from './invalid';
import type { Platform } from './platform';
import { platformSchema } from './schema';
import { readExtended, type ReadText } from './source/extends';
import { locateField, plain, whereOf, type Located } from './source/located';

type Parsed = z.output<typeof platformSchema>;

/** Names a place in what the author wrote; platforms in TypeScript know their fields but no lines. */
type Locate = Platform['locate'];

const withoutUnknownKeys = (value: unknown, issues: readonly z.core.$ZodIssue[]): unknown => {
  const copy: unknown = structuredClone(value);
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const parent = issue.path.reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
      copy,
    );
    if (typeof parent === 'object' && parent !== null)
      issue.keys.forEach((key) => Reflect.deleteProperty(parent, key));
  }
  return copy;
};

const contradictions = (parsed: Parsed, locate: Locate): readonly Diagnostic[] =>
  inconsistencies(parsed.spec).map(({ field, ...problem }) => ({
    severity: 'error',
    where: locate(field),
    ...problem,
  }));

const nameProblem = (parsed: Parsed, file: string, locate: Locate): readonly Diagnostic[] => {
  const expected = basename(file).replace(/\.(ya?ml|ts|js|cjs)$/, '');
  return parsed.metadata.name === expected
    ? []
    : [
        {
          rule: 'platform/name',
          severity: 'error',
          where: locate('metadata.name'),
          got: parsed.metadata.name,
          want: `${expected}, the name of the file`,
          fix: 'rename one of the two: the output folder is found by this name',
        },
      ];
};

/**
 * Parses a definition. All problems are reported at once: what is unknown or malformed, and, as far as the rest can
 * be read in spite of unknown keys, what cannot take effect together.
 */
const parse = (root: Located, file: string, locate: Locate): Platform => {
  const value = plain(root);
  const result = platformSchema.safeParse(value);
  if (!result.success) {
    const readable = platformSchema.safeParse(withoutUnknownKeys(value, result.error.issues));
    throw new Refusal(
      sortDiagnostics([
        ...invalidDiagnostics(platformSchema, root, result.error.issues),
        ...(readable.success
          ? [...nameProblem(readable.data, file, locate), ...contradictions(readable.data, locate)]
          : []),
      ]),
    );
  }
  const problems = [...nameProblem(result.data, file, locate), ...contradictions(result.data, locate)];
  if (problems.length > 0) throw new Refusal(sortDiagnostics(problems));
  return { name: result.data.metadata.name, file, spec: result.data.spec, locate };
};

/**
 * Reads a platform written in YAML, with everything that it extends.
 * @param path of the file, relative to `cwd`; shown like this in messages.
 * @throws Refusal with every problem of the file.
 */
export const readPlatform = (path: string, cwd: string, readText: ReadText): Platform => {
  const root = readExtended(path, cwd, readText);
  return parse(root, path, (field) => whereOf(locateField(root, field).at, field));
};

const located = (value: unknown, file: string): Located => {
  const at = { file, line: 1, column: 1 };
  if (Array.isArray(value)) return { kind: 'list', at, items: value.map((item) => located(item, file)) };
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    return {
      kind: 'map',
      at,
      entries: new Map(entries.map(([key, entry]) => [key, { keyAt: at, value: located(entry, file) }])),
    };
  }
  return {
    kind: 'scalar',
    at,
    value:
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null,
  };
};

/**
 * Reads a platform that a TypeScript module exports; the same rules, with field paths instead of lines.
 * @throws Refusal with every problem of the definition.
 */
export const readPlatformValue = (value: unknown, file: string): Platform => {
  try {
    return parse(located(value, file), file, (field) => ({ kind: 'field', file, field }));
  } catch (error) {
    if (!Refusal.is(error)) throw error;
    throw new Refusal(
      error.diagnostics.map((diagnostic) =>
        diagnostic.where.kind === 'source'
          ? { ...diagnostic, where: { kind: 'field', file, field: diagnostic.where.field ?? '' } }
          : diagnostic,
      ),
      error.exitCode,
    );
  }
};
