import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { kindRank, type KubernetesObject } from '../../lib/kubernetes';
import { Unmet } from '../scenario';
import { readReleaseRecord, type ReleaseRecord } from './release-record';

/** One object of a written tree. */
export interface TreeObject {
  /** Absolute path of its file. */
  readonly file: string;
  readonly object: KubernetesObject;
  /** Argo CD sync wave inside its component. */
  readonly wave: number;
}

/** The objects that Argo CD would sync together, in its order of kinds. */
export interface Wave {
  readonly number: number;
  readonly objects: readonly TreeObject[];
}

/** One component of a written tree: one Argo CD Application. */
export interface TreeComponent {
  readonly name: string;
  /** Sync wave of its Application. */
  readonly wave: number;
  /** Its waves in the order in which they are synced. */
  readonly waves: readonly Wave[];
}

/** A written tree. */
export interface Tree {
  readonly site: ReleaseRecord['site'];
  /** In the order of their waves, then by name: one of the orders that Argo CD may take. */
  readonly components: readonly TreeComponent[];
}

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().exactOptional(),
    labels: z.record(z.string(), z.string()).exactOptional(),
    annotations: z.record(z.string(), z.string()).exactOptional(),
  }),
});

const waveOf = (object: KubernetesObject): number =>
  Number(object.metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);

/** Reads one object and finds what is wrong with its file. */
const readObject = (
  folder: string,
  recorded: { readonly path: string; readonly sha256: string; readonly wave: number },
): TreeObject => {
  const file = join(folder, recorded.path);
  if (!existsSync(file)) throw new Unmet(`${recorded.path} is in release.json but not in the tree`);
  const bytes = readFileSync(file);
  if (createHash('sha256').update(bytes).digest('hex') !== recorded.sha256) {
    throw new Unmet(`${recorded.path} is not what release.json says it is (sha256)`);
  }
  const documents = parseAllDocuments(bytes.toString('utf8'));
  const [document] = documents;
  if (documents.length !== 1 || document === undefined) {
    throw new Unmet(`${recorded.path} holds ${documents.length} objects; one file is one object`);
  }
  const parsed = objectSchema.safeParse(document.toJS());
  if (!parsed.success) throw new Unmet(`${recorded.path}\n${z.prettifyError(parsed.error)}`);
  const wave = waveOf(parsed.data);
  if (wave !== recorded.wave) {
    throw new Unmet(`${recorded.path} is in wave ${wave}, release.json says ${recorded.wave}`);
  }
  return { file, object: parsed.data, wave };
};

const byKindThenName = (a: TreeObject, b: TreeObject): number =>
  kindRank(a.object.kind) - kindRank(b.object.kind) || (a.file < b.file ? -1 : 1);

const wavesOf = (objects: readonly TreeObject[]): readonly Wave[] =>
  [...new Set(objects.map(({ wave }) => wave))]
    .sort((a, b) => a - b)
    .map((number) => ({
      number,
      objects: objects.filter(({ wave }) => wave === number).sort(byKindThenName),
    }));

/** Reads the tree in a folder by its release.json; `Unmet` when the two do not fit. */
export const readTree = (folder: string): Tree => {
  const record = readReleaseRecord(folder);
  const components = record.components
    .map(({ name, wave, files }) => ({
      name,
      wave,
      waves: wavesOf(files.map((file) => readObject(folder, file))),
    }))
    .sort((a, b) => a.wave - b.wave || (a.name < b.name ? -1 : 1));
  return { site: record.site, components };
};

/** The objects of a component in the order in which they are applied. */
export const objectsOf = (component: TreeComponent): readonly TreeObject[] =>
  component.waves.flatMap(({ objects }) => objects);
