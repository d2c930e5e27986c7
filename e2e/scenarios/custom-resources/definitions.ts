import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { groupOf, isRecord, stringAt, type KubernetesObject } from '../../../lib/kubernetes';

/** A definition as its project publishes it. */
export interface Definition {
  readonly name: string;
  readonly group: string;
  readonly kind: string;
  readonly object: Readonly<Record<string, unknown>>;
}

const documentsIn = (file: string): readonly unknown[] =>
  [parseAllDocuments(readFileSync(file, 'utf8'))].flat().map((document): unknown => document.toJS());

const definitionIn = (value: unknown): readonly Definition[] =>
  isRecord(value) && value['kind'] === 'CustomResourceDefinition'
    ? [
        {
          name: stringAt(value, 'metadata', 'name') ?? '',
          group: stringAt(value, 'spec', 'group') ?? '',
          kind: stringAt(value, 'spec', 'names', 'kind') ?? '',
          object: value,
        },
      ]
    : [];

/** The published definitions of some kinds; empty where upstream's data are not beside the repository. */
export const publishedDefinitions = (
  root: string,
  objects: readonly Pick<KubernetesObject, 'apiVersion' | 'kind'>[],
): readonly Definition[] => {
  const folder = join(process.env['DRYDOCK_UPSTREAM'] ?? join(root, '../shared/upstream'), 'crds');
  if (!existsSync(folder)) return [];
  const wanted = new Set(objects.map(({ apiVersion, kind }) => `${groupOf(apiVersion)}/${kind}`));
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => documentsIn(join(folder, file)))
    .flatMap(definitionIn)
    .filter(({ group, kind }) => wanted.has(`${group}/${kind}`));
};
