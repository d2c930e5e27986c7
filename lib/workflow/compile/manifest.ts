import { stringify } from 'yaml';
import { emitYaml } from '../../yaml';
import { partsOf, Reference, type ReferenceTarget } from '../author';
import { isRecord } from '../../kubernetes';
import { joined } from './expression';
import type { Source } from './unit';

const typeOfValue = (value: unknown): string | undefined =>
  value instanceof Reference ? value.type : undefined;

/** Types whose text is YAML for the value itself. */
const bareTypes = new Set(['Integer', 'Float', 'Bool', 'JsonArray', 'JsonObject']);

/**
 * An object as the text of a resource template, with every reference an expression that quotes its value: what a step
 * put out can fill a field, and never add one.
 */
export const safeManifest = (manifest: unknown, input: (target: ReferenceTarget) => string): string => {
  const expressions: string[] = [];
  const placeholder = (expression: string): string => {
    expressions.push(expression);
    return `DRYDOCKVALUE${expressions.length - 1}END`;
  };
  const source = (target: ReferenceTarget): Source => ({ kind: 'input', name: input(target) });
  const marked = (value: unknown): unknown => {
    if (typeof value === 'string' || value instanceof Reference) {
      const text = String(value);
      if (partsOf(text).every((part) => typeof part === 'string')) return text;
      const expression = joined(text, source);
      return placeholder(bareTypes.has(typeOfValue(value) ?? '') ? expression : `toJson(${expression})`);
    }
    if (Array.isArray(value)) return value.map(marked);
    return isRecord(value)
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, marked(each)]))
      : value;
  };
  return emitYaml(marked(manifest)).replace(
    /DRYDOCKVALUE(\d+)END/g,
    (_match, index: string) => `{{=${expressions[Number(index)] ?? ''}}}`,
  );
};

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
};

/** An object as the SDK wrote it: keys sorted, lists at the indentation of their field, single quotes. */
export const kfpManifest = (manifest: unknown): string =>
  stringify(sorted(manifest), { singleQuote: true, indentSeq: false, lineWidth: 80, version: '1.1' });
