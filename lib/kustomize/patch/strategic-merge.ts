import { schemaOfObject, type FieldSchema, type Schema, type SchemaBook } from '../schema/merge-schema';
import { requireKind, setField } from '../tree/edit';
import { isMissing, Node, nullTag } from '../tree/node';
import { takeDirective } from './directive';
import { mergeLists } from './merged-list';

const isFieldSchema = (schema: Schema | undefined): schema is FieldSchema =>
  schema !== undefined && 'mergeKeys' in schema;

/** A null that a merge leaves where it is. */
interface Merged {
  readonly node: Node | undefined;
  readonly keepNull: boolean;
}

const nothing: Merged = { node: undefined, keepNull: false };
const plain = (node: Node | undefined): Merged => ({ node, keepNull: false });

const namesOf = (a: Node | undefined, b: Node | undefined): readonly string[] => {
  const names = new Set(a?.fields.keys() ?? []);
  for (const name of b?.fields.keys() ?? []) names.add(name);
  return [...names].sort();
};

/** Merges patches into documents, following the schemas of a book. */
class StrategicMerge {
  constructor(private readonly book: SchemaBook) {}

  merge(destination: Node | undefined, patch: Node | undefined, given: Schema | undefined): Merged {
    const schema = given ?? schemaOfObject(destination, this.book) ?? schemaOfObject(patch, this.book);
    const first = isMissing(destination) ? patch : destination;
    if (isMissing(first)) return this.map(destination, patch, schema);
    requireKind(destination, first.kind);
    requireKind(patch, first.kind);
    switch (first.kind) {
      case 'map':
        return this.map(destination, patch, schema);
      case 'list':
        return plain(this.list(destination, patch, schema));
      case 'scalar':
        return plain(patch ?? destination);
    }
  }

  /** The map that the merge goes on in, or what stands in its place. */
  private start(destination: Node | undefined, patch: Node | undefined): Merged {
    if (destination === undefined || destination.isNull) {
      if (patch?.kind === 'map' && takeDirective(patch) === 'delete') return nothing;
      // a null that somebody wrote stays, an empty value goes
      const isWritten = patch === undefined && destination !== undefined && destination.text !== '';
      return isWritten ? { node: Node.scalar(destination.text, nullTag), keepNull: true } : plain(patch);
    }
    if (patch?.isNull === true) return nothing;
    switch (takeDirective(patch)) {
      case 'delete':
        return nothing;
      case 'replace':
        return plain(patch);
      case 'merge':
        return plain(destination);
    }
  }

  private map(destination: Node | undefined, patch: Node | undefined, schema: Schema | undefined): Merged {
    const started = this.start(destination, patch);
    const { node } = started;
    if (node === undefined) return nothing;
    for (const name of namesOf(node, patch)) {
      const { node: value, keepNull } = this.merge(node.field(name), patch?.field(name), schema?.field(name));
      setField(node, name, value, keepNull);
    }
    return started;
  }

  private list(
    destination: Node | undefined,
    patch: Node | undefined,
    schema: Schema | undefined,
  ): Node | undefined {
    const mergeKeys = isFieldSchema(schema) ? schema.mergeKeys : undefined;
    if (!isFieldSchema(schema) || mergeKeys === undefined) return patch ?? destination;
    const start = this.startOfList(destination, patch);
    if (start === undefined) return undefined;
    return mergeLists(start, patch, mergeKeys, schema.items, (a, b, items) => this.merge(a, b, items).node);
  }

  private startOfList(destination: Node | undefined, patch: Node | undefined): Node | undefined {
    if (isMissing(destination)) return patch;
    if (patch?.isNull === true) return undefined;
    switch (takeDirective(patch)) {
      case 'delete':
        return undefined;
      case 'replace':
        return patch;
      case 'merge':
        return destination;
    }
  }
}

/**
 * Merges a patch into an object. Both change; the result may hold parts of either.
 * @returns undefined when the patch deletes the object.
 */
export const strategicMerge = (destination: Node, patch: Node, book: SchemaBook): Node | undefined =>
  new StrategicMerge(book).merge(destination, patch, undefined).node;
