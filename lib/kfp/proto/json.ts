import { compareCodePoints } from '../../yaml';

/** What Go's encoder escapes beside what every encoder does, so that JSON can stand in HTML. */
const escapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

const escaped = (json: string): string => json.replace(/[<>&\u2028\u2029]/g, (each) => escapes[each] ?? each);

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const write = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (!isPlain(value)) return Object.is(value, -0) ? '-0' : JSON.stringify(value);
  const fields = Object.keys(value)
    .sort(compareCodePoints)
    .map((key) => `${JSON.stringify(key)}:${write(value[key])}`);
  return `{${fields.join(',')}}`;
};

/** Compact JSON with sorted keys, as Go prints maps. */
export const stableJson = (value: unknown): string => escaped(write(value));

/** Compact JSON with keys as they stand, as Go prints structs. */
export const structJson = (value: unknown): string => escaped(JSON.stringify(value));
