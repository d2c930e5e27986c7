/**
 * Characters that no reader can see, or that some parser refuses or takes for a line break: C0 (but tab and line feed),
 * delete, C1 with U+0085, soft hyphen, zero-width and bidirectional controls, U+2028, U+2029, byte order mark,
 * non-characters, tags. They are only ever written as escapes.
 */
const hidden =
  '\\0-\\x08\\x0B-\\x1F\\x7F-\\x9F\\xAD\\u061C\\u180E\\u200B\\u200E\\u200F\\u2028-\\u202E\\u2060-\\u206F' +
  '\\uFEFF\\uFFF0-\\uFFFB\\uFFFE\\uFFFF\\u{E0000}-\\u{E007F}';

/** Spaces that look like the ordinary one. */
const oddSpaces = '\\xA0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000';

const hiddenAnywhere = new RegExp(`[${hidden}]`, 'u');
const unfitForOneLine = new RegExp(`[\\t\\n${hidden}${oddSpaces}]`, 'u');
const escaped = new RegExp(`[\\x7F-\\x9F${hidden}${oddSpaces}]`, 'gu');
const notAscii = /[^\0-\x7F]/;

/** Whether every character of a text can stand unescaped in a literal block. */
export const isVisible = (text: string): boolean => !hiddenAnywhere.test(text);

/** Words that are no strings to one YAML version or another. */
const reserved = /^(?:y|n|yes|no|on|off|true|false|null|\.inf|\.nan)$/i;

/** What YAML 1.1 as some parsers know it takes for a number without any digit before the exponent. */
const bareExponent = /^-?\.?e[-+]?[0-9]+$/i;

/** What most strings of a manifest look like. */
const common = /^[A-Za-z_/][A-Za-z0-9_./-]*$/;

const start = /^(?:[A-Za-z_/$(^\\]|--?[A-Za-z]|\.\.?\/|\.[A-Za-z]|[^\0-\x7F])/;
const breaks = /:(?: |$)| #| $/;
const control = /[\0-\x1F\x7F]/;

/** Starts with a digit, but has a character that no number, date or time of any YAML version has (`500m`, `2Gi`). */
const measured = /^[0-9][0-9A-Za-z._/%-]*$/;
const notNumeric = /[g-np-su-wyG-NP-SU-WY/%]/;

/** Whether a text can stand bare, as key or value, and every parser reads this very text back. */
export const isPlain = (text: string): boolean => {
  if ((text.length <= 5 && reserved.test(text)) || bareExponent.test(text)) return false;
  if (common.test(text)) return true;
  if (measured.test(text)) return notNumeric.test(text);
  if (!start.test(text) || breaks.test(text) || control.test(text)) return false;
  return !notAscii.test(text) || !unfitForOneLine.test(text);
};

const escape = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  return code > 0xffff ? `\\U${digits.padStart(8, '0')}` : `\\u${digits.padStart(4, '0')}`;
};

/** A text in double quotes, on one line; the escapes are those that JSON, YAML 1.1 and YAML 1.2 share. */
export const quoted = (text: string): string => {
  const json = JSON.stringify(text);
  return notAscii.test(json) || json.includes('\x7F') ? json.replace(escaped, escape) : json;
};

/** A text on one line: bare where that is safe, otherwise in double quotes. */
export const onOneLine = (text: string): string => (isPlain(text) ? text : quoted(text));
