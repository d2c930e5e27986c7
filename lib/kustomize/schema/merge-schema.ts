import { isMissing, textOf, type Node } from '../tree/node';
import { definitions, kinds } from './table';

/** What a strategic merge has to know of a value: the fields below it that lead to merged lists. */
export interface Schema {
  readonly field: (name: string) => FieldSchema | undefined;
}

/** A field: its own schema, and the keys by which its list is merged (one empty key for lists of scalars). */
export interface FieldSchema extends Schema {
  /** Undefined where the list is replaced as a whole. */
  readonly mergeKeys: readonly string[] | undefined;
  /** Schema of the items of a list. */
  readonly items: Schema | undefined;
}

/** Schemas of kinds, as a kustomization sees them. */
export interface SchemaBook {
  readonly ofKind: (apiVersion: string, kind: string) => Schema | undefined;
  readonly isClusterScoped: (apiVersion: string, kind: string) => boolean;
}

/** A schema that is known and has nothing to merge in it. */
const plain: FieldSchema = { field: () => undefined, mergeKeys: undefined, items: undefined };

const parsed = new Map<string, Schema>();

const fieldOf = (text: string): readonly [string, FieldSchema] => {
  const [left = '', target] = text.split('>');
  const schema = target === undefined ? undefined : definition(target);
  const [name = left, keys] = left.split('*');
  if (keys !== undefined) {
    const list = { ...plain, mergeKeys: keys === '' ? [] : keys.split(','), items: schema ?? plain };
    return [name, list];
  }
  if (name.endsWith('{}')) {
    const values = schema === undefined ? plain : { ...plain, field: schema.field };
    return [name.slice(0, -2), { ...plain, field: () => values }];
  }
  return [name, schema === undefined ? plain : { ...plain, field: schema.field }];
};

/** A definition of the table; its fields are read when they are first asked for. */
const definition = (name: string): Schema => {
  const known = parsed.get(name);
  if (known !== undefined) return known;
  let fields: ReadonlyMap<string, FieldSchema> | undefined;
  const schema: Schema = {
    field: (field) => {
      fields ??= new Map((definitions[name] ?? '').split(' ').filter(Boolean).map(fieldOf));
      return fields.get(field);
    },
  };
  parsed.set(name, schema);
  return schema;
};

const byApiVersion = new Map<string, ReadonlyMap<string, string>>();

/** The schema of a built-in kind; undefined for others. */
export const builtInSchema = (apiVersion: string, kind: string): Schema | undefined => {
  let group = byApiVersion.get(apiVersion);
  if (group === undefined) {
    const entries = (kinds[apiVersion] ?? '').split(' ').filter(Boolean);
    group = new Map(
      entries.map((entry): [string, string] => {
        const at = entry.indexOf('>');
        return [entry.slice(0, at), entry.slice(at + 1)];
      }),
    );
    byApiVersion.set(apiVersion, group);
  }
  const name = group.get(kind);
  return name === undefined ? undefined : definition(name);
};

/** The schema of the object that a node is, where it says its kind. */
export const schemaOfObject = (node: Node | undefined, book: SchemaBook): Schema | undefined => {
  if (isMissing(node) || node.kind !== 'map') return undefined;
  const apiVersion = textOf(node.field('apiVersion'));
  const kind = textOf(node.field('kind'));
  return apiVersion === '' || kind === '' ? undefined : book.ofKind(apiVersion, kind);
};
