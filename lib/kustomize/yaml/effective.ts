import {
  binaryTag,
  boolTag,
  floatTag,
  intTag,
  nullTag,
  stringTag,
  timestampTag,
  type Node,
} from '../tree/node';
import { booleanOf, integerOf, resolveTag, timestampOf } from './resolve';

/** A value that JSON can hold; whole numbers are `bigint` so that none is rounded. */
export type Json = string | number | bigint | boolean | null | readonly Json[] | JsonMap;

/** A map of values in the order of their keys. */
export type JsonMap = ReadonlyMap<string, Json>;

/** A scalar that the tag on it does not allow. */
export class UnfitScalar extends Error {}

const unfit = (node: Node, as: string): never => {
  throw new UnfitScalar(`cannot decode ${JSON.stringify(node.text)} as a ${as}`);
};

const floatOf = (text: string): number => {
  const plain = text.replaceAll('_', '');
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(plain)) return plain.startsWith('-') ? -Infinity : Infinity;
  return /^\.(?:nan|NaN|NAN)$/.test(plain) ? Number.NaN : Number(plain);
};

const base64Text = (node: Node): string =>
  Buffer.from(node.text.replace(/\s/g, ''), 'base64').toString('utf8');

/**
 * What a scalar is once it is written and read again, as kustomize does before it prints: quotes make it text whatever
 * its tag, unless the tag contradicts the text; a tag on a plain text must fit it.
 */
export const scalarValue = (node: Node): string | number | bigint | boolean | null => {
  const { text, tag } = node;
  if (tag === stringTag || (tag === '' && node.style === 'quoted')) return text;
  const resolved = resolveTag(text);
  if (node.style === 'quoted' && tag === resolved) return text;
  switch (tag === '' ? resolved : tag) {
    case nullTag:
      return resolved === nullTag ? null : unfit(node, nullTag);
    case boolTag:
      return resolved === boolTag ? booleanOf(text) : unfit(node, boolTag);
    case intTag:
      return integerOf(text) ?? unfit(node, intTag);
    case floatTag:
      return resolved === floatTag || resolved === intTag ? floatOf(text) : unfit(node, floatTag);
    case timestampTag:
      return timestampOf(text) ?? unfit(node, timestampTag);
    case binaryTag:
      return base64Text(node);
    default:
      return text;
  }
};

/** The value of a node as JSON. */
export const jsonOf = (node: Node): Json => {
  switch (node.kind) {
    case 'map':
      return new Map(Array.from(node.fields, ([name, value]): [string, Json] => [name, jsonOf(value)]));
    case 'list':
      return node.items.map(jsonOf);
    case 'scalar': {
      const value = scalarValue(node);
      if (typeof value === 'number' && !Number.isFinite(value))
        throw new UnfitScalar(`json: unsupported value: ${node.text}`);
      return value;
    }
  }
};
