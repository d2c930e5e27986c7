import type { z } from 'zod';
import type { Diagnostic } from '../diagnostics';
import { nearest, oneOf } from './nearest';
import { knownKeys } from './shape';
import { fieldPath, locatePath, plain, whereOf, type KeyPath, type Located } from './source/located';

type Issue = z.core.$ZodIssue;

/** Whoever wrote a password into an address by mistake does not want it in a CI log. */
const withoutCredentials = (text: string): string => text.replace(/\/\/[^/@\s"]+@/g, '//***@');

const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  const text = withoutCredentials(JSON.stringify(value));
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
};

/** Fields that hold a credential; who writes one in the clear by mistake must not find it in a log. */
const credentialFields = new Set(['accesskey', 'password', 'secretkey', 'username']);

const isCredential = (path: KeyPath): boolean =>
  path.includes('credentials') && credentialFields.has(String(path.at(-1)));

const valueAt = (root: unknown, path: KeyPath): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    root,
  );

const article = (noun: string): string => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

interface Wording {
  readonly rule: string;
  readonly want: string;
  readonly fix: string;
}

const chooseFrom = (value: unknown, options: readonly string[]): Wording => {
  const near = typeof value === 'string' ? nearest(value, options) : undefined;
  return {
    rule: 'platform/value',
    want: options.length === 1 ? String(options[0]) : `one of ${oneOf(options, 20)}`,
    fix:
      near === undefined
        ? `write ${options.length === 1 ? String(options[0]) : 'one of them'}`
        : `did you mean ${near}?`,
  };
};

const bound = (issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): string => {
  const limit = issue.code === 'too_small' ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
  const unit = { string: ' characters', array: ' entries', record: ' entries' }[String(issue.origin)] ?? '';
  return `${limit}${unit}`;
};

const ownWording = (message: string): Wording => {
  const cut = message.indexOf('; ');
  return cut < 0
    ? { rule: 'platform/value', want: message, fix: 'correct the value' }
    : { rule: 'platform/value', want: message.slice(0, cut), fix: message.slice(cut + 2) };
};

const typeWording = (expected: string, value: unknown): Wording => {
  const want = typeNames[expected] ?? article(expected);
  if (value === undefined) return { rule: 'platform/missing', want, fix: 'add it' };
  const fix =
    expected === 'string' && typeof value !== 'object'
      ? `quote it: ${JSON.stringify(String(value))}`
      : `write ${want}`;
  return { rule: 'platform/type', want, fix };
};

const unionWording = (issue: Extract<Issue, { code: 'invalid_union' }>, value: unknown): Wording => {
  if ('options' in issue && Array.isArray(issue.options)) {
    const wording = chooseFrom(value, issue.options.map(String));
    return value === undefined
      ? { ...wording, rule: 'platform/missing', fix: `add ${issue.discriminator ?? 'it'}` }
      : wording;
  }
  const wants = issue.errors.flatMap((errors) =>
    errors.slice(0, 1).map((error) => wordingOf(error, value).want),
  );
  const want = [...new Set(wants)].join(' or ');
  return value === undefined
    ? { rule: 'platform/missing', want, fix: 'add it' }
    : { rule: 'platform/type', want, fix: 'correct the value' };
};

const wordingOf = (issue: Issue, value: unknown): Wording => {
  switch (issue.code) {
    case 'invalid_type':
      return typeWording(issue.expected, value);
    case 'invalid_value':
      return value === undefined
        ? { ...chooseFrom(value, issue.values.map(String)), rule: 'platform/missing', fix: 'add it' }
        : chooseFrom(value, issue.values.map(String));
    case 'too_small':
    case 'too_big':
      return { rule: 'platform/value', want: bound(issue), fix: 'correct the value' };
    case 'invalid_union':
      return unionWording(issue, value);
    case 'invalid_format':
      return issue.message.startsWith('Invalid')
        ? {
            rule: 'platform/value',
            want: `a valid ${issue.format === 'regex' ? 'name' : issue.format}`,
            fix: 'correct the value',
          }
        : ownWording(issue.message);
    case 'invalid_key':
      return { ...ownWording(issue.issues[0]?.message ?? issue.message), rule: 'platform/key' };
    default:
      return ownWording(issue.message);
  }
};

const unknownKeys = (
  schema: z.core.$ZodType,
  root: Located,
  value: unknown,
  issue: Extract<Issue, { code: 'unrecognized_keys' }>,
  path: KeyPath,
): readonly Diagnostic[] => {
  const known = knownKeys(schema, value, path);
  return issue.keys.map((key) => {
    const near = nearest(key, known);
    return {
      rule: 'platform/unknown-key',
      severity: 'error',
      where: whereOf(locatePath(root, path, key), fieldPath(value, [...path, key])),
      got: `unknown key ${key}`,
      want: known.length === 0 ? 'no keys here' : `one of ${oneOf(known)}`,
      fix: near === undefined ? 'remove it' : `did you mean ${near}?`,
    };
  });
};

/** What zod found, in the words of the file's author: place, value, expectation, nearest valid name. */
export const invalidDiagnostics = (
  schema: z.core.$ZodType,
  root: Located,
  issues: readonly Issue[],
): readonly Diagnostic[] => {
  const value = plain(root);
  return issues.flatMap((issue) => {
    const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
    if (issue.code === 'unrecognized_keys') return unknownKeys(schema, root, value, issue, path);
    const got = valueAt(value, path);
    const last = path.at(-1);
    const isKey = issue.code === 'invalid_key' && last !== undefined;
    const diagnostic: Diagnostic = {
      ...wordingOf(issue, got),
      severity: 'error',
      where: whereOf(
        isKey ? locatePath(root, path.slice(0, -1), String(last)) : locatePath(root, path),
        fieldPath(value, path),
      ),
      got: isKey
        ? `key ${JSON.stringify(last)}`
        : got === undefined
          ? `no ${last ?? 'value'}`
          : isCredential(path)
            ? 'a value that is not shown'
            : shown(got),
    };
    return [diagnostic];
  });
};
