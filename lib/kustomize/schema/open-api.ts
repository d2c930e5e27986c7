import { isMissing, textOf, type Node } from '../tree/node';
import { builtIn } from './built-in';
import type { FieldSchema, Schema, SchemaBook } from './merge-schema';

const prefix = '#/definitions/';

/** Reads the definitions of an OpenAPI document, following references when a field is asked for. */
class Definitions {
  constructor(private readonly definitions: Node | undefined) {}

  resolve(node: Node | undefined): Node | undefined {
    let current = node;
    for (let steps = 0; current !== undefined && steps < 100; steps += 1) {
      const reference = current.field('$ref');
      if (reference === undefined) return current;
      current = this.definitions?.field(reference.text.replace(prefix, ''));
    }
    return undefined;
  }

  schema(node: Node): Schema {
    return {
      field: (name) => {
        const property = node.field('properties')?.field(name) ?? this.additional(node);
        const resolved = this.resolve(property);
        return resolved === undefined ? undefined : this.fieldSchema(resolved);
      },
    };
  }

  private additional(node: Node): Node | undefined {
    const additional = node.field('additionalProperties');
    return additional?.kind === 'map' ? additional : undefined;
  }

  private fieldSchema(node: Node): FieldSchema {
    const strategies = textOf(node.field('x-kubernetes-patch-strategy')).split(',');
    const items = node.field('type')?.text === 'array' ? this.resolve(node.field('items')) : undefined;
    return {
      ...this.schema(node),
      mergeKeys: strategies.includes('merge') ? keysOf(node) : undefined,
      items: items === undefined ? undefined : this.schema(items),
    };
  }
}

const keysOf = (node: Node): readonly string[] => {
  const list = node.field('x-kubernetes-list-map-keys');
  if (list !== undefined) return list.items.map((item) => item.text);
  const key = node.field('x-kubernetes-patch-merge-key');
  return key === undefined ? [] : [key.text];
};

const typeName = (node: Node): string => {
  const group = textOf(node.field('group'));
  const version = textOf(node.field('version'));
  return `${group === '' ? version : `${group}/${version}`}/${textOf(node.field('kind'))}`;
};

const typeExtension = 'x-kubernetes-group-version-kind';

/** Whether the paths of a document name a kind without a namespace, and never with one. */
const scopesOf = (paths: Node | undefined): ReadonlyMap<string, boolean> => {
  const namespaced = new Map<string, boolean>();
  for (const [path, operations] of paths?.fields ?? []) {
    const type = operations.field('get')?.field(typeExtension);
    if (type === undefined) continue;
    const name = typeName(type);
    if (path.includes('namespaces/{namespace}')) namespaced.set(name, true);
    else if (!namespaced.has(name)) namespaced.set(name, false);
  }
  return namespaced;
};

/**
 * The kinds of an OpenAPI document that a kustomization names under `openapi.path`. It stands instead of what is built
 * in, which only says what is cluster-scoped.
 */
export const openApiBook = (document: Node): SchemaBook => {
  const definitions = new Definitions(document.field('definitions'));
  const byType = new Map<string, Schema>();
  for (const node of document.field('definitions')?.fields.values() ?? []) {
    const types = node.field(typeExtension);
    if (isMissing(types)) continue;
    for (const type of types.items) byType.set(typeName(type), definitions.schema(node));
  }
  const namespaced = scopesOf(document.field('paths'));
  return {
    ofKind: (apiVersion, kind) => byType.get(`${apiVersion}/${kind}`),
    isClusterScoped: (apiVersion, kind) =>
      builtIn.isClusterScoped(apiVersion, kind) || namespaced.get(`${apiVersion}/${kind}`) === false,
  };
};
