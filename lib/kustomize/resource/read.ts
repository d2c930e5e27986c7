import { complain, placeAt, refuse, type Source } from '../problem';
import type { SchemaBook } from '../schema/merge-schema';
import { isEmpty, Node, textOf } from '../tree/node';
import { parseDocuments, withLineFeeds } from '../yaml/documents';
import type { Duplicates } from '../yaml/parse';
import { needsQuotes } from '../yaml/resolve';
import { jsonOf, type Json } from '../yaml/effective';
import { floatText, jsonFloatText } from '../yaml/numbers';
import { resolveTag } from '../yaml/resolve';
import { YamlSyntaxError } from '../yaml/syntax-error';
import { Resource, type ReadFrom } from './resource';

/**
 * A value as a node, the way kustomize writes and reads it.
 * @param numbers what becomes of them: doubles after a JSON patch, otherwise what they are.
 */
export const nodeOfJson = (value: Json, numbers: 'doubles' | 'exact'): Node => {
  if (value === null) return Node.scalar('null', '!!null');
  if (typeof value === 'string') return Node.scalar(value, '!!str', needsQuotes(value) ? 'quoted' : 'plain');
  if (typeof value === 'boolean') return Node.scalar(String(value), '!!bool');
  if (typeof value === 'number' || typeof value === 'bigint') {
    const text =
      numbers === 'doubles'
        ? floatText(Number(value))
        : typeof value === 'bigint'
          ? String(value)
          : jsonFloatText(value);
    return Node.scalar(text, resolveTag(text));
  }
  if (value instanceof Map) {
    return Node.map(
      new Map(Array.from(value, ([name, each]): [string, Node] => [name, nodeOfJson(each, numbers)])),
    );
  }
  return Node.list((value as readonly Json[]).map((each) => nodeOfJson(each, numbers)));
};

/** Why a document is no resource; undefined for one. */
const flaw = (root: Node): string | undefined => {
  if (root.kind !== 'map')
    return `the document is ${root.kind === 'list' ? 'a list' : 'a scalar'}, no object`;
  const kind = textOf(root.field('kind'));
  if (kind === '') return 'missing kind in object';
  if (kind.endsWith('List')) return undefined;
  const name = root.field('metadata')?.field('name');
  return isEmpty(name) || textOf(name) === '' ? 'missing metadata.name in object' : undefined;
};

/** A mistake in a text that may be no manifest at all; `at` is where. */
export class NoManifest extends Error {
  constructor(
    readonly problem: string,
    readonly at: number,
    readonly isSyntax: boolean,
  ) {
    super(problem);
    this.name = 'NoManifest';
  }
}

interface Found {
  readonly root: Node;
  readonly offset: number;
}

/** Puts the items of lists where the lists were, at the end. */
const unlisted = (documents: readonly Found[]): readonly Found[] => {
  const open = [...documents];
  const found: Found[] = [];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const { root, offset } = next;
    const items = root.field('items');
    if (!textOf(root.field('kind')).endsWith('List') || items === undefined) {
      found.push(next);
      continue;
    }
    if (items.isNull) continue;
    if (items.kind !== 'list')
      throw new NoManifest(`expected array in ${textOf(root.field('kind'))}/items`, offset + items.at, false);
    for (const item of items.items) {
      const copy = nodeOfJson(jsonOf(item), 'exact');
      if (isEmpty(copy)) continue;
      checkResource(copy, offset + item.at);
      open.push({ root: copy, offset });
    }
  }
  return found;
};

const checkResource = (root: Node, at: number): void => {
  const problem = flaw(root);
  if (problem !== undefined) throw new NoManifest(problem, at, false);
};

/** `kind: List` alone in a text gives its items as they stand. */
const unwrapped = (documents: readonly Found[]): readonly Found[] => {
  const [only, second] = documents;
  if (only === undefined || second !== undefined) return documents;
  const kind = textOf(only.root.field('kind'));
  const items = only.root.field('items');
  if ((kind !== 'List' && kind !== 'ResourceList') || items === undefined) return documents;
  return items.items.map((root) => ({ root, offset: only.offset }));
};

/**
 * The objects in a text.
 * @throws NoManifest where it is not YAML, or not of objects.
 */
export const parseResources = (text: string, duplicates: Duplicates = 'refuse'): readonly Found[] => {
  let documents: readonly Found[];
  try {
    documents = unwrapped(parseDocuments(text, duplicates));
  } catch (error) {
    if (error instanceof YamlSyntaxError) throw new NoManifest(error.problem, error.at, true);
    throw error;
  }
  const kept = documents.filter(({ root }) => !isEmpty(root));
  for (const { root, offset } of kept) checkResource(root, offset + Math.max(root.at, 0));
  return unlisted(kept);
};

/** The resources in a text, remembering where they stand. */
export const resourcesIn = (
  source: Source,
  book: SchemaBook,
  duplicates: Duplicates = 'refuse',
): readonly Resource[] =>
  parseResources(source.text, duplicates).map(
    ({ root, offset }) => new Resource(root, book, { source, offset } satisfies ReadFrom),
  );

/** The resources of a file; a mistake in it is reported there. */
export const readResources = (source: Source, book: SchemaBook): readonly Resource[] => {
  const normalized = { ...source, text: withLineFeeds(source.text) };
  try {
    return resourcesIn(normalized, book);
  } catch (error) {
    if (!(error instanceof NoManifest)) throw error;
    return refuse(placeAt(normalized, error.at), {
      rule: error.isSyntax ? 'kustomize/yaml' : 'kustomize/resource',
      got: error.problem,
      want: error.isSyntax ? 'valid YAML' : 'an object with apiVersion, kind and metadata.name',
      fix: error.isSyntax ? 'mend the syntax here' : 'complete the object, or remove the file from the list',
    });
  }
};

/** Complains of a text that is no manifest. */
export const complainOfManifest = (error: NoManifest, what: string): never =>
  complain({
    rule: error.isSyntax ? 'kustomize/yaml' : 'kustomize/resource',
    got: `${what}: ${error.problem}`,
    want: error.isSyntax ? 'valid YAML' : 'objects with apiVersion, kind and metadata.name',
    fix: 'correct the text',
  });
