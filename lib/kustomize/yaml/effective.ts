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
import { refolded } from './refold';
import { UnfitScalar } from './unfit';
import { booleanOf, integerOf, resolveTag, timestampOf, type Dialect } from './resolve';

export { UnfitScalar };

/** A value that JSON can hold; whole numbers are `bigint` so that none is rounded. */
export type Json = string | number | bigint | boolean | null | readonly Json[] | JsonMap;

/** A map of values in the order of their keys. */
export type JsonMap = ReadonlyMap<string, Json>;

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
export const scalarValue = (
  node: Node,
  dialect: Dialect = 'manifest',
): string | number | bigint | boolean | null => {
  const { text, tag } = node;
  if (tag === stringTag || (tag === '' && node.style !== 'plain')) {
    return node.style === 'folded' ? refolded(text) : text;
  }
  const resolved = resolveTag(text, dialect);
  if (node.style !== 'plain' && tag === resolved) return text;
  switch (tag === '' ? resolved : tag) {
    case nullTag:
      return resolved === nullTag ? null : unfit(node, nullTag);
    case boolTag:
      return resolved === boolTag ? booleanOf(text) : unfit(node, boolTag);
    case intTag:
      return (resolved === intTag ? integerOf(text) : undefined) ?? unfit(node, intTag);
    case floatTag:
      return resolved === floatTag || resolved === intTag ? floatOf(text) : unfit(node, floatTag);
    case timestampTag:
      if (dialect === 'yaml-1.1') return text;
      return timestampOf(text) ?? unfit(node, timestampTag);
    case binaryTag:
      return base64Text(node);
    default:
      return text;
  }
};

/** The value of a node as JSON. */
export const jsonOf = (node: Node, dialect: Dialect = 'manifest'): Json => {
  switch (node.kind) {
    case 'map':
      return new Map(
        Array.from(node.fields, ([name, value]): [string, Json] => [name, jsonOf(value, dialect)]),
      );
    case 'list':
      return node.items.map((item) => jsonOf(item, dialect));
    case 'scalar': {
      const value = scalarValue(node, dialect);
      if (typeof value === 'number' && !Number.isFinite(value))
        throw new UnfitScalar(`json: unsupported value: ${node.text}`);
      return value;
    }
  }
};
