import { basename } from 'node:path';
import type { z } from 'zod';
import { Refusal, sortDiagnostics, type Diagnostic } from '../diagnostics';
import { isRecord } from '../kubernetes';
import { inconsistencies } from './consistency';
import type { PlatformInput } from './define';
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

/** Sections that cannot be read, by the place of each issue; undefined where it is not even known which. */
const unreadableSections = (issues: readonly z.core.$ZodIssue[]): ReadonlySet<string> | undefined => {
  const places = issues.filter(({ code }) => code !== 'unrecognized_keys').map(({ path }) => path);
  return places.every(([root, section]) => root === 'spec' && section !== undefined)
    ? new Set(places.map(([, section]) => String(section)))
    : undefined;
};

/** Stands in for required sections that cannot be read, so that the others can; nothing that reads it is checked. */
const placeholders: Partial<PlatformInput['spec']> = {
  kubernetes: { version: '1.34' },
  delivery: { repoURL: 'https://git.example.internal/unreadable.git' },
  nodes: [{ name: 'unreadable', role: 'worker', capacity: { cpu: 1, memory: '1Gi' } }],
};

const withPlaceholders = (value: unknown, sections: ReadonlySet<string>): unknown => {
  const copy: unknown = structuredClone(value);
  if (!isRecord(copy) || !isRecord(copy['spec'])) return copy;
  const sound = Object.entries(copy['spec']).filter(([section]) => !sections.has(section));
  const standIns = Object.entries(placeholders).filter(([section]) => sections.has(section));
  return { ...copy, spec: Object.fromEntries([...sound, ...standIns]) };
};

const contradictions = (
  parsed: Parsed,
  locate: Locate,
  unreadable: ReadonlySet<string> = new Set(),
): readonly Diagnostic[] =>
  inconsistencies(parsed.spec, unreadable).map(({ field, ...problem }) => ({
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

/** What can still be said of a definition with issues: names, and contradictions between sections that are sound. */
const furtherProblems = (
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
  file: string,
  locate: Locate,
): readonly Diagnostic[] => {
  const unreadable = unreadableSections(issues);
  if (unreadable === undefined) return [];
  const rest = platformSchema.safeParse(withPlaceholders(withoutUnknownKeys(value, issues), unreadable));
  return rest.success
    ? [...nameProblem(rest.data, file, locate), ...contradictions(rest.data, locate, unreadable)]
    : [];
};

/**
 * Parses a definition. All problems are reported at once: what is unknown or malformed, and what cannot take effect
 * together in all sections that can be read.
 */
const parse = (root: Located, file: string, locate: Locate): Platform => {
  const value = plain(root);
  const result = platformSchema.safeParse(value);
  if (!result.success) {
    throw new Refusal(
      sortDiagnostics([
        ...invalidDiagnostics(platformSchema, root, result.error.issues),
        ...furtherProblems(value, result.error.issues, file, locate),
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
