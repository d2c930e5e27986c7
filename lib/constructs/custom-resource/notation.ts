/** A schema as OpenAPI v3 has it, with Kubernetes' extensions. */
export type Schema = Readonly<Record<string, unknown>>;

/** Schemas that are written in one word. */
const words: Readonly<Record<string, Schema>> = {
  any: { 'x-kubernetes-preserve-unknown-fields': true },
  anything: {
    type: 'object',
    'x-kubernetes-map-type': 'atomic',
    'x-kubernetes-preserve-unknown-fields': true,
  },
  boolean: { type: 'boolean' },
  bytes: { type: 'string', format: 'byte' },
  duration: { type: 'string', format: 'duration' },
  fields: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  number: { type: 'number' },
  object: { type: 'object' },
  string: { type: 'string' },
  time: { type: 'string', format: 'date-time' },
  IntOrString: { anyOf: [{ type: 'integer' }, { type: 'string' }], 'x-kubernetes-int-or-string': true },
  Quantity: {
    anyOf: [{ type: 'integer' }, { type: 'string' }],
    'x-kubernetes-int-or-string': true,
    pattern:
      '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
  },
};

/** Schemas by the names of their types. */
export type SchemaTypes = ReadonlyMap<string, Schema>;

/** What the notation cannot say. */
export interface NotationProps {
  /** Types of others that may be named. */
  readonly uses?: SchemaTypes;
  /** Values with a pattern, a list of words or bounds, by name. */
  readonly values?: Readonly<Record<string, Schema>>;
  /** CEL rules of a type, by its name. */
  readonly rules?: Readonly<Record<string, readonly { readonly rule: string; readonly message: string }[]>>;
}

/** Cuts at commas that stand in no brackets and no quotes. */
const cutAtCommas = (text: string): readonly string[] =>
  (text.match(/(?:"[^"]*"|\[[^\]]*\]|[^,])+/g) ?? [])
    .map((part) => part.trim())
    .filter((part) => part !== '');

const listModifiers = (text: string): Schema => {
  const [kind, keys] = text.split(' ');
  if (kind === 'atomic') return { 'x-kubernetes-list-type': 'atomic' };
  if (kind === 'by') {
    return { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys?.split('+') ?? [] };
  }
  const [least, most] = text.split('..');
  return {
    ...(least === '' || least === undefined ? {} : { minItems: Number(least) }),
    ...(most === '' || most === undefined ? {} : { maxItems: Number(most) }),
  };
};

class Reader {
  readonly types = new Map<string, Schema>();

  constructor(private readonly props: NotationProps) {}

  private named(name: string): Schema {
    const found =
      words[name] ?? this.props.values?.[name] ?? this.types.get(name) ?? this.props.uses?.get(name);
    if (found === undefined) throw new Error(`no type ${name} before its first use`);
    return found;
  }

  private typeOf(text: string): Schema {
    const list = /^\[(\w+)(?: (.+))?\]$/.exec(text);
    if (list?.[1] !== undefined) {
      return {
        type: 'array',
        items: this.named(list[1]),
        ...(list[2] === undefined ? {} : listModifiers(list[2])),
      };
    }
    const map = /^\{(\w+)\}$/.exec(text);
    if (map?.[1] !== undefined) return { type: 'object', additionalProperties: this.named(map[1]) };
    const [name = '', fallback] = text.split(/=(.*)/s);
    const value: unknown = fallback === undefined ? undefined : JSON.parse(fallback);
    return { ...this.named(name), ...(value === undefined ? {} : { default: value }) };
  }

  private spread(base: string): { readonly properties: Schema; readonly required: readonly string[] } {
    const { properties, required } = this.named(base);
    return {
      properties: typeof properties === 'object' && properties !== null ? { ...properties } : {},
      required: Array.isArray(required) ? required.map(String) : [],
    };
  }

  /** Reads `Name [atomic]: field type, …`. */
  read(line: string): void {
    const [head = '', body = ''] = line.split(/:(.*)/s);
    const [name = '', ...modifiers] = head.trim().split(' ');
    const properties: Record<string, unknown> = {};
    const required: string[] = [];
    for (const part of cutAtCommas(body)) {
      if (part.startsWith('...')) {
        const base = this.spread(part.slice(3));
        Object.assign(properties, base.properties);
        required.push(...base.required);
        continue;
      }
      const [field = '', type = ''] = part.split(/ (.*)/s);
      properties[field] = this.typeOf(type.replace(/!$/, ''));
      if (type.endsWith('!')) required.push(field);
    }
    const rules = this.props.rules?.[name];
    this.types.set(name, {
      type: 'object',
      properties,
      ...(required.length === 0 ? {} : { required: required.sort() }),
      ...(modifiers.includes('atomic') ? { 'x-kubernetes-map-type': 'atomic' } : {}),
      ...(rules === undefined ? {} : { 'x-kubernetes-validations': rules }),
    });
  }
}

/**
 * Types in a notation of one line each, as they stand in the Go sources of an API, made into schemas. A type is
 * declared before it is used, so that none can contain itself, which a definition could not hold either.
 *
 * ```
 * Name: field string!, other [Item by name], more {string}, mode int32=420, ...Base
 * Name atomic: …
 * ```
 * `!` required, `=` default as JSON, `[T]` list (`atomic`, `by key+key`, `1..200`), `{T}` map, `...T` its fields too.
 * Lines that start with a space go on with the line before.
 */
export const schemaTypes = (notation: string, props: NotationProps = {}): SchemaTypes => {
  const reader = new Reader(props);
  const joined = notation.replace(/\n +/g, ' ');
  for (const line of joined.split('\n').filter((each) => each.trim() !== '')) reader.read(line);
  return reader.types;
};
