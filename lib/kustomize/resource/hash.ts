import { createHash } from 'node:crypto';
import type { Node } from '../tree/node';
import { jsonOf, type Json } from '../yaml/effective';
import { jsonFloatText } from '../yaml/numbers';
import type { Resource } from './resource';

const escapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** Text as Go's JSON encoder writes it. */
const jsonText = (text: string): string =>
  JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (character) => escapes[character] ?? character);

const compareBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** A value as Go's JSON encoder writes it: keys sorted, characters of HTML escaped. */
export const goJson = (value: Json): string => {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return jsonFloatText(value);
  if (typeof value === 'string') return jsonText(value);
  if (value instanceof Map) {
    const keys = [...value.keys()].sort(compareBytes);
    return `{${keys.map((key) => `${jsonText(key)}:${goJson(value.get(key) ?? null)}`).join(',')}}`;
  }
  return `[${Array.from(value as readonly Json[], goJson).join(',')}]`;
};

/** A field for the hash: its text, or the map in it; an empty text where it is missing. */
const part = (node: Node | undefined): Json => {
  if (node === undefined) return '';
  return node.kind === 'scalar' ? node.text : jsonOf(node);
};

/** Letters that make no words. */
const letters: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };

const encoded = (json: string): string =>
  createHash('sha256')
    .update(json)
    .digest('hex')
    .slice(0, 10)
    .replace(/[013ae]/g, (digit) => letters[digit] ?? digit);

/** The hash that kustomize appends to the names of generated ConfigMaps and Secrets. */
export const contentHash = ({ root, kind }: Resource): string => {
  const fields = new Map<string, Json>([
    ['kind', kind],
    // kustomize means to count the name, and does not find it
    ['name', ''],
    ['data', part(root.field('data'))],
  ]);
  // beside data, a ConfigMap counts binaryData; a Secret counts its type and stringData
  const extra = root.field(kind === 'Secret' ? 'stringData' : 'binaryData');
  if (kind === 'Secret') fields.set('type', part(root.field('type')));
  if (extra?.kind === 'map') fields.set(kind === 'Secret' ? 'stringData' : 'binaryData', part(extra));
  return encoded(goJson(fields));
};
