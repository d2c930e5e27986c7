import { complain, type Source } from '../problem';
import type { Folder } from '../loader/folder';
import type { Resource } from '../resource/resource';
import { complainOfManifest, NoManifest, resourcesIn } from '../resource/read';
import type { SchemaBook } from '../schema/merge-schema';
import type { Node } from '../tree/node';
import { withLineFeeds } from '../yaml/documents';
import { jsonOf, UnfitScalar, type Json } from '../yaml/effective';
import { parseYaml } from '../yaml/parse';
import { YamlSyntaxError } from '../yaml/syntax-error';
import type { Operation } from './json-patch';

/** A patch of one kind or the other. */
export type LoadedPatch =
  | { readonly kind: 'strategic'; readonly patches: readonly Resource[] }
  | { readonly kind: 'json'; readonly operations: readonly Operation[] };

const textField = (item: Node, name: string): string | undefined => {
  const node = item.field(name);
  return node === undefined || node.isNull || node.kind !== 'scalar' ? undefined : node.text;
};

const valueField = (item: Node): Json | undefined => {
  const value = item.field('value');
  return value === undefined ? undefined : jsonOf(value, 'yaml-1.1');
};

/** The operations of a JSON patch, written as JSON or as YAML; undefined for anything else. */
export const operationsIn = (text: string): readonly Operation[] | undefined => {
  if (text.startsWith('[')) {
    try {
      JSON.parse(text);
    } catch {
      return undefined;
    }
  }
  let root: Node | undefined;
  try {
    root = parseYaml(text, 'yaml-1.1');
  } catch (error) {
    if (error instanceof YamlSyntaxError) return undefined;
    throw error;
  }
  if (root === undefined || root.isNull) return [];
  if (root.kind !== 'list' || root.items.some((item) => item.kind !== 'map')) return undefined;
  try {
    return root.items.map((item) => ({
      op: textField(item, 'op') ?? 'unknown',
      path: textField(item, 'path'),
      from: textField(item, 'from'),
      value: valueField(item),
    }));
  } catch (error) {
    if (error instanceof UnfitScalar) return undefined;
    throw error;
  }
};

interface PatchText {
  readonly path: string;
  readonly patch: string;
}

/** The text of a patch, inline or in a file. */
const patchSource = ({ path, patch }: PatchText, folder: Folder): Source => {
  const inline = patch.trim();
  if ((inline === '') === (path === '')) {
    return complain({
      rule: 'kustomize/patch-source',
      got:
        inline === '' ? 'must specify one of patch and path' : "patch and path can't be set at the same time",
      want: 'either patch or path',
      fix: inline === '' ? 'add the patch, or the path of a file with it' : 'remove one of the two',
    });
  }
  if (inline !== '') return { file: '[inline patch]', text: withLineFeeds(inline) };
  const { text, shown } = folder.read(path);
  return { file: shown, text: withLineFeeds(text) };
};

const strategicIn = (source: Source, book: SchemaBook): readonly Resource[] | NoManifest => {
  try {
    return resourcesIn(source, book, 'first');
  } catch (error) {
    if (error instanceof NoManifest) return error;
    throw error;
  }
};

/** Reads a patch and finds out which kind it is. */
export const loadPatch = (written: PatchText, folder: Folder, book: SchemaBook): LoadedPatch => {
  const source = patchSource(written, folder);
  const strategic = strategicIn(source, book);
  const operations = operationsIn(source.text);
  const isStrategic = !(strategic instanceof NoManifest);
  if (isStrategic && operations === undefined) return { kind: 'strategic', patches: strategic };
  if (!isStrategic && operations !== undefined) return { kind: 'json', operations };
  const shown = written.path === '' ? 'the inline patch' : source.file;
  return complain({
    rule: 'kustomize/patch-kind',
    got: isStrategic
      ? `${shown} illegally qualifies as both an SM and JSON patch`
      : `unable to parse SM or JSON patch from ${shown}: ${strategic.problem}`,
    want: 'a strategic merge patch (an object with apiVersion, kind and metadata.name), or a list of JSON patch operations',
    fix: isStrategic ? 'remove the patch: it is empty' : 'correct the patch',
  });
};

/** Patches of `patchesStrategicMerge`: each entry a text, or else the path of a file. */
export const loadStrategic = (entry: string, folder: Folder, book: SchemaBook): readonly Resource[] => {
  const inline = strategicIn({ file: '[inline patch]', text: withLineFeeds(entry) }, book);
  if (!(inline instanceof NoManifest)) return inline;
  if (entry.includes('\n')) return complainOfManifest(inline, 'the inline patch');
  const { text, shown } = folder.read(entry);
  const found = strategicIn({ file: shown, text: withLineFeeds(text) }, book);
  return found instanceof NoManifest ? complainOfManifest(found, shown) : found;
};
