import { boolTag, floatTag, intTag, nullTag, stringTag, timestampTag, type Tag } from '../tree/node';

/**
 * Which words are no text. kustomize reads manifests with a parser where `yes` and `on` are text, and kustomization
 * files, JSON patches and its own output with one where they are booleans.
 */
export type Dialect = 'manifest' | 'yaml-1.1';

const words = new Map<string, Tag>([
  ...['true', 'True', 'TRUE', 'false', 'False', 'FALSE'].map((word): [string, Tag] => [word, boolTag]),
  ...['', '~', 'null', 'Null', 'NULL'].map((word): [string, Tag] => [word, nullTag]),
  ...['.nan', '.NaN', '.NAN'].map((word): [string, Tag] => [word, floatTag]),
  ...['', '+', '-'].flatMap((sign) =>
    ['.inf', '.Inf', '.INF'].map((word): [string, Tag] => [sign + word, floatTag]),
  ),
]);

/** The booleans of YAML 1.1 only. */
const oldBooleans: ReadonlyMap<string, boolean> = new Map(
  [true, false].flatMap((value) =>
    (value
      ? ['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON']
      : ['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF']
    ).map((word): [string, boolean] => [word, value]),
  ),
);

const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const goFloat = /^\.[0-9](?:_?[0-9])*(?:[eE][-+]?[0-9]+)?$/;
const integer = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const timestamp =
  /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)| \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?)?$/;

const longest = { negative: -(2n ** 63n), positive: 2n ** 64n - 1n };

/** The whole number that a text is to Go's parser: any base, underscores anywhere; undefined past 64 bits. */
export const integerOf = (text: string): bigint | undefined => {
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  const [, sign, hex, binary, octal, decimal] = integer.exec(plain) ?? [];
  if (sign === undefined) return undefined;
  const digits =
    hex !== undefined
      ? `0x${hex}`
      : binary !== undefined
        ? `0b${binary}`
        : octal !== undefined
          ? `0o${octal}`
          : decimal;
  if (digits === undefined) return undefined;
  const value = sign === '-' ? -BigInt(digits) : BigInt(digits);
  if (value < longest.negative || value > longest.positive) return undefined;
  // unsigned numbers take no sign
  return sign === '+' && value > 2n ** 63n - 1n ? undefined : value;
};

/** The moment of a timestamp as Go prints it; undefined for what only looks like one. */
export const timestampOf = (text: string): string | undefined => {
  if (!timestamp.test(text)) return undefined;
  const [, date = '', time = '', zone = 'Z'] = /^([^Tt ]+)(?:[Tt ]([^Z+-]+))?(Z|[-+].*)?$/.exec(text) ?? [];
  const [year = '', month = '', day = ''] = date.split('-');
  const [hour = '0', minute = '0', second = '0'] = time === '' ? [] : time.split(':');
  const [whole = '0', fraction = ''] = second.split('.');
  const two = (part: string): string => part.padStart(2, '0');
  const shown = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(whole)}`;
  const moment = new Date(`${shown}Z`);
  if (Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 19) !== shown) return undefined;
  const rest = fraction.slice(0, 9).replace(/0+$/, '');
  return `${shown}${rest === '' ? '' : `.${rest}`}${zone === '+00:00' || zone === '-00:00' ? 'Z' : zone}`;
};

const numeric = (text: string): Tag => {
  if (timestampOf(text) !== undefined) return timestampTag;
  if (integerOf(text) !== undefined) return intTag;
  return float.test(text.replaceAll('_', '')) ? floatTag : stringTag;
};

/** The tag that a plain scalar has by its text alone. */
export const resolveTag = (text: string, dialect: Dialect = 'manifest'): Tag => {
  if (text === '') return nullTag;
  const first = text.charCodeAt(0);
  // digits and signs
  if ((first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d)
    return words.get(text) ?? numeric(text);
  if (first === 0x2e) return words.get(text) ?? (goFloat.test(text) ? floatTag : stringTag);
  if (text.length > 5) return stringTag;
  if (dialect === 'yaml-1.1' && oldBooleans.has(text)) return boolTag;
  return words.get(text) ?? stringTag;
};

/** The value of a boolean word of either dialect. */
export const booleanOf = (text: string): boolean => oldBooleans.get(text) ?? /^true$/i.test(text);

/** Whether a text would be no text, had it no quotes, to any of the parsers that read it. */
export const needsQuotes = (text: string): boolean => resolveTag(text, 'yaml-1.1') !== stringTag;
