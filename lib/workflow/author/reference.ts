import { isInstance, kind } from './identity';

/** What a reference stands for. Steps, loops and groups are named by their construct path. */
export type ReferenceTarget =
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'output'; readonly step: string; readonly output: string }
  | { readonly kind: 'item'; readonly loop: string; readonly key?: string }
  | { readonly kind: 'argument'; readonly group: string; readonly name: string };

/** The types of small values, as KFP names them; everything else (`Dataset`, `Model`, …) is a file. */
export const valueTypes = ['String', 'Integer', 'Float', 'Bool', 'JsonArray', 'JsonObject'] as const;

/** The type of a small value. */
export type ValueType = (typeof valueTypes)[number];

/** Whether a type is that of a small value. */
export const isValueType = (type: string): type is ValueType => valueTypes.some((known) => known === type);

const fieldsOf = (target: ReferenceTarget): readonly string[] => {
  switch (target.kind) {
    case 'parameter':
      return [target.name];
    case 'output':
      return [target.step, target.output];
    case 'item':
      return target.key === undefined ? [target.loop] : [target.loop, target.key];
    case 'argument':
      return [target.group, target.name];
  }
};

/** The text that stands for a target inside other texts. Two equal targets have one text. */
export const tokenOf = (target: ReferenceTarget): string =>
  `{{drydock:${[target.kind, ...fieldsOf(target)].map(encodeURIComponent).join(':')}}}`;

const token = /\{\{drydock:([^{}]*)\}\}/g;
const start = '{{drydock:';

const parseTarget = (text: string): ReferenceTarget | undefined => {
  const [kind, first, second] = text.split(':').map(decodeURIComponent);
  if (first === undefined) return undefined;
  switch (kind) {
    case 'parameter':
      return { kind, name: first };
    case 'output':
      return second === undefined ? undefined : { kind, step: first, output: second };
    case 'item':
      return second === undefined ? { kind, loop: first } : { kind, loop: first, key: second };
    case 'argument':
      return second === undefined ? undefined : { kind, group: first, name: second };
    default:
      return undefined;
  }
};

/** A text as its plain parts and the targets between them. */
export const partsOf = (text: string): readonly (string | ReferenceTarget)[] => {
  if (!text.includes(start)) return text === '' ? [] : [text];
  const parts: (string | ReferenceTarget)[] = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    const target = parseTarget(match[1] ?? '');
    if (target === undefined) continue;
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push(target);
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
};

/** A text with every target in it replaced. */
export const replaceTargets = (text: string, replace: (target: ReferenceTarget) => string): string =>
  text.includes(start)
    ? partsOf(text)
        .map((part) => (typeof part === 'string' ? part : replace(part)))
        .join('')
    : text;

/**
 * A value that exists only when the pipeline runs: a parameter, what a step put out, the item of a loop. It can stand
 * wherever a text can, also inside a longer one: `` `--rate=${rate}` ``.
 */
export class Reference {
  static readonly [kind]: string = 'Reference';

  static [Symbol.hasInstance](value: unknown): boolean {
    return isInstance(this, value);
  }

  readonly target: ReferenceTarget;
  /** KFP's name of its type, as in `Integer`; undefined fits everything. */
  readonly type: string | undefined;

  constructor(target: ReferenceTarget, type?: string) {
    this.target = target;
    this.type = type;
  }

  /** The text that stands for the value in other texts. */
  toString(): string {
    return tokenOf(this.target);
  }

  toJSON(): string {
    return this.toString();
  }
}

/** The item of a loop; the fields of an item that is a map by `field`. */
export class ItemReference extends Reference {
  private readonly loop: string;

  constructor(loop: string) {
    super({ kind: 'item', loop });
    this.loop = loop;
  }

  /** One field of an item that is a map. */
  field(key: string): Reference {
    return new Reference({ kind: 'item', loop: this.loop, key });
  }
}

/** A value known now, or one that exists only when the pipeline runs. */
export type Value = string | number | boolean | Reference;

/** The one reference that a value is, or undefined where it is a constant or a longer text. */
export const referenceIn = (value: Value): ReferenceTarget | undefined => {
  if (value instanceof Reference) return value.target;
  if (typeof value !== 'string') return undefined;
  const [only, more] = partsOf(value);
  return more === undefined && typeof only === 'object' ? only : undefined;
};
