import { isPlaceholder } from './patterns';

/** The words of a name: `dbPassword`, `DB_PASSWORD`, `--db-password` are all `db`, `password`. */
const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !/^[0-9]+$/.test(word));

const secretWords = new Set([
  'apikey',
  'accesskey',
  'credential',
  'credentials',
  'passphrase',
  'passwd',
  'password',
  'passwort',
  'privatekey',
  'pwd',
  'secret',
  'secretkey',
  'token',
]);

/** Kinds of keys that are secret; `key` alone is not: it may be the name of one. */
const keyWords = new Set([
  'access',
  'account',
  'api',
  'auth',
  'encryption',
  'license',
  'master',
  'private',
  'secret',
  'signing',
  'storage',
]);

/** Words before the last that make it the name of a secret, or no secret at all. */
const harmlessBefore = new Set([
  'existing',
  'pull',
  'csrf',
  'allow',
  'empty',
  'use',
  'enable',
  'require',
  'no',
  'max',
  'min',
  'next',
  'page',
  'continue',
  'mount',
  'automount',
  'sa',
  'serviceaccount',
]);

/** Whether a name says that its value is a secret: it ends in the word for one, so `TOKEN_URL` and `secretName` do not. */
export const namesSecret = (name: string): boolean => {
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  const before = words.at(-2) ?? '';
  if (words.slice(0, -1).some((word) => harmlessBefore.has(word))) return false;
  return secretWords.has(last) || (last === 'key' && keyWords.has(before));
};

const suspiciousWords = new Set([...secretWords, 'auth', 'cookie', 'key', 'salt', 'session', 'signature']);
const publicWords = new Set([
  'checksum',
  'digest',
  'fingerprint',
  'hash',
  'image',
  'public',
  'revision',
  'sha',
  'sha256',
  'version',
  'cert',
  'certificate',
  'ca',
]);

const namesSomethingSecret = (name: string): boolean => {
  const words = wordsOf(name);
  return words.some((word) => suspiciousWords.has(word)) && !words.some((word) => publicWords.has(word));
};

/** Bits per character of a text. */
const entropy = (text: string): number => {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / text.length;
    return sum - share * Math.log2(share);
  }, 0);
};

/** A text that no person would think up: long, of one alphabet, with digits among letters, and without a pattern. */
const looksRandom = (text: string): boolean =>
  text.length >= 20 &&
  /^[A-Za-z0-9+/_=-]+$/.test(text) &&
  /[0-9]/.test(text) &&
  /[A-Za-z]/.test(text) &&
  entropy(text) >= 3.5;

const words =
  /^(?:true|false|yes|no|on|off|none|null|nil|undefined|default|disabled|enabled|required|optional|str|string|bytes|bool|int)$/i;
const path = /^(?:~|\.{1,2})?\/|^file:|^[A-Za-z]:\\/;
const url = /^[a-z][a-z0-9+.-]*:\/\//i;
const number = /^[0-9.]+[a-z]{0,2}$/i;
const objectName = /^(?=.*[-./])[a-z]([-a-z0-9.]*[a-z0-9])?(\/[a-z]([-a-z0-9.]*[a-z0-9])?)?$/;

/**
 * Whether a value under the name of a secret is one: a literal, and not a path, an address, a number, a switch, a
 * reference, or the name of an object, such as `db-credentials` under `EXISTING_SECRET`.
 */
const isLiteralSecret = (name: string, value: string): boolean => {
  const text = value.trim();
  if (text === '' || words.test(text) || path.test(text) || url.test(text) || isPlaceholder(text))
    return false;
  const isPassword = /pass|pwd/i.test(wordsOf(name).at(-1) ?? '');
  if (isPassword) return true;
  return !number.test(text) && !(objectName.test(text) && !looksRandom(text)) && !/\s/.test(text);
};

/** What secret a value is under its name, in words that do not repeat it; undefined where it is none. */
export const secretUnderName = (name: string, value: string): string | undefined => {
  if (namesSecret(name) && isLiteralSecret(name, value)) {
    return `a literal of ${value.trim().length} characters for ${name}`;
  }
  return namesSomethingSecret(name) && looksRandom(value.trim()) && !path.test(value)
    ? `${value.trim().length} random characters for ${name}`
    : undefined;
};
