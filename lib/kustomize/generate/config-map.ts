import { isUtf8 } from 'node:buffer';
import { complain } from '../problem';
import type { GeneratorArgs, GeneratorOptions, SecretArgs } from '../kustomization/kustomization';
import type { Folder } from '../loader/folder';
import { enabled, note } from '../resource/annotations';
import { Resource } from '../resource/resource';
import type { SchemaBook } from '../schema/merge-schema';
import { fieldOrCreate, setField } from '../tree/edit';
import { boolTag, Node } from '../tree/node';
import { sortedEntries } from '../transform/transformer';
import { fromEnvironmentFile, fromFile, fromLiteral, type KeyValue } from './key-values';

/** What generators need of the kustomization that they stand in. */
export interface GeneratorContext {
  readonly folder: Folder;
  readonly book: SchemaBook;
}

const base64Line = 70;

/** Base64 as Go's YAML writes it: lines of 70 characters, where it is longer than one. */
const base64 = (bytes: Uint8Array): string => {
  const text = Buffer.from(bytes).toString('base64');
  if (text.length < base64Line) return text;
  return (text.match(/.{1,70}/g) ?? []).map((line) => `${line}\n`).join('');
};

const pairsOf = (args: GeneratorArgs, folder: Folder): readonly KeyValue[] => {
  const pairs = [
    ...args.envs.flatMap((path) => fromEnvironmentFile(path, folder)),
    ...args.literals.map(fromLiteral),
    ...args.files.map((source) => fromFile(source, folder)),
  ];
  const keys = new Set<string>();
  for (const { key } of pairs) {
    if (keys.has(key)) {
      complain({
        rule: 'kustomize/repeated-key',
        got: `configmap ${args.name} illegally repeats the key \`${key}\``,
        want: 'each key once',
        fix: 'remove one of the two, or name its key with key=path',
      });
    }
    keys.add(key);
  }
  return [...pairs].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
};

const baseObject = (kind: 'ConfigMap' | 'Secret', { name, namespace }: GeneratorArgs): Node => {
  if (name === '') {
    complain({
      rule: 'kustomize/generator-name',
      got: 'a configmap must have a name',
      want: 'a name',
      fix: 'add name to the generator',
    });
  }
  const metadata = Node.map();
  setField(metadata, 'name', Node.scalar(name));
  if (namespace !== '') setField(metadata, 'namespace', Node.scalar(namespace));
  return Node.map(
    new Map([
      ['apiVersion', Node.string('v1')],
      ['kind', Node.string(kind)],
      ['metadata', metadata],
    ]),
  );
};

const addOptions = (root: Node, options: GeneratorOptions | undefined): void => {
  if (options === undefined) return;
  for (const field of ['labels', 'annotations'] as const) {
    for (const [name, text] of sortedEntries(options[field])) {
      const value = Node.string(text);
      value.style = 'quoted';
      setField(fieldOrCreate(fieldOrCreate(root, 'metadata', 'map'), field, 'map'), name, value);
    }
  }
  if (options.immutable) setField(root, 'immutable', Node.scalar('true', boolTag));
};

const finished = (root: Node, args: GeneratorArgs, { book }: GeneratorContext): Resource => {
  addOptions(root, args.options);
  const resource = new Resource(root, book);
  if (args.options?.disableNameSuffixHash !== true) resource.note(note.needsHash, enabled);
  const known = ['create', 'replace', 'merge'].includes(args.behavior);
  resource.note(note.generatorBehavior, known ? args.behavior : 'unspecified');
  return resource;
};

/** A ConfigMap from literals, files and environment files; what is no UTF-8 goes into binaryData. */
export const generateConfigMap = (args: GeneratorArgs, context: GeneratorContext): Resource => {
  const root = baseObject('ConfigMap', args);
  for (const { key, value } of pairsOf(args, context.folder)) {
    const isText = isUtf8(value);
    const data = fieldOrCreate(root, isText ? 'data' : 'binaryData', 'map');
    setField(data, key, Node.string(isText ? Buffer.from(value).toString('utf8') : base64(value)));
  }
  return finished(root, args, context);
};

/** A Secret from the same; everything in it is base64. */
export const generateSecret = (args: SecretArgs, context: GeneratorContext): Resource => {
  const root = baseObject('Secret', args);
  setField(root, 'type', Node.string(args.type === '' ? 'Opaque' : args.type));
  const data = fieldOrCreate(root, 'data', 'map');
  for (const { key, value } of pairsOf(args, context.folder)) setField(data, key, Node.string(base64(value)));
  return finished(root, args, context);
};

/** The options of one generator, completed by those of all; a switch that is on for all is on for each. */
export const withGlobalOptions = (
  own: GeneratorOptions | undefined,
  global: GeneratorOptions | undefined,
): GeneratorOptions | undefined => {
  if (global === undefined) return own;
  return {
    labels: new Map([...global.labels, ...(own?.labels ?? [])]),
    annotations: new Map([...global.annotations, ...(own?.annotations ?? [])]),
    disableNameSuffixHash: global.disableNameSuffixHash || own?.disableNameSuffixHash === true,
    immutable: global.immutable || own?.immutable === true,
  };
};
