import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Refusal } from '../../diagnostics';
import {
  describeKey,
  kindRank,
  keyOf,
  recordAt,
  stringAt,
  stringMapAt,
  type KubernetesObject,
} from '../../kubernetes';
import { readTree, type RecordedFile, type ReleaseRecord } from '../../output';
import { parseManifestText } from '../../yaml';

/** One object of a written tree. */
export interface TreeObject {
  /** Component that it belongs to. */
  readonly component: string;
  /** Absolute path of its file. */
  readonly file: string;
  /** Path of its file in the tree. */
  readonly path: string;
  readonly object: KubernetesObject;
  /** Argo CD sync wave inside its component. */
  readonly wave: number;
  /** Field of the platform definition that asked for it, where the file's first line names one. */
  readonly field?: string;
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
  /** Absolute path of its folder. */
  readonly folder: string;
  readonly platform: string;
  readonly site: ReleaseRecord['site'];
  /** In the order of their waves, then by name: one of the orders that Argo CD may take. */
  readonly components: readonly TreeComponent[];
  /** What is no part of a play, a sentence each. */
  readonly notPlayed: readonly string[];
  /** Text of every file by its path, foreign files among them; without what is not played. */
  readonly files: ReadonlyMap<string, string>;
}

const refuse = (path: string, got: string, want: string): never => {
  throw new Refusal([
    {
      rule: 'rehearsal/tree',
      severity: 'error',
      where: { kind: 'path', path },
      got,
      want,
      fix: 'run `drydock synth`',
    },
  ]);
};

const isNamedObject = (value: unknown): value is KubernetesObject =>
  ['apiVersion', 'kind'].every((field) => stringAt(value, field) !== undefined) &&
  stringAt(value, 'metadata', 'name') !== undefined;

const waveOf = (object: KubernetesObject): number =>
  Number(stringMapAt(object, 'metadata', 'annotations')['argocd.argoproj.io/sync-wave'] ?? 0);

/** The field in the comment that every file starts with: `# serving, from spec.serving.models[iris]`. */
const fieldIn = (text: string): string | undefined =>
  /^#.*, from (spec\S*)$/m.exec(text.split('\n', 1)[0] ?? '')?.[1];

const readObject = (
  folder: string,
  shownAs: string,
  component: string,
  files: ReadonlyMap<string, string>,
  { path, sha256, wave }: RecordedFile,
): TreeObject => {
  const shown = join(shownAs, path);
  const text = files.get(path) ?? refuse(shown, 'no such file', 'every file that release.json names');
  if (createHash('sha256').update(text).digest('hex') !== sha256) {
    refuse(shown, 'a file that was changed by hand', 'the file whose digest is in release.json');
  }
  const object = parseManifestText(text, shown);
  if (!isNamedObject(object))
    return refuse(shown, 'no Kubernetes object', 'apiVersion, kind and metadata.name');
  if (waveOf(object) !== wave) {
    refuse(shown, `sync wave ${waveOf(object)}`, `the wave that release.json names, ${wave}`);
  }
  const field = fieldIn(text);
  return {
    component,
    file: join(folder, path),
    path,
    object,
    wave,
    ...(field === undefined ? {} : { field }),
  };
};

/**
 * Why an object cannot be played, where it cannot: a play has no network to fetch a chart from, and no container that
 * would answer for an aggregated API, without which the API server knows no group for sure.
 */
const whyNotPlayed = ({ object }: TreeObject): string | undefined => {
  if (object.kind === 'Application') {
    const { chart, path } = recordAt(object, 'spec', 'source');
    const rendered = stringMapAt(object, 'metadata', 'annotations')['drydock.dev/rendered-by'];
    const what = typeof chart === 'string' ? `chart ${chart}` : `directory ${String(path)}`;
    return rendered === undefined ? undefined : `Argo CD would fetch ${what}, and there is no network`;
  }
  return object.kind === 'APIService' && stringAt(object, 'spec', 'service', 'name') !== undefined
    ? 'no container answers for the API'
    : undefined;
};

const byKindThenName = (a: TreeObject, b: TreeObject): number =>
  kindRank(a.object.kind) - kindRank(b.object.kind) || (a.path < b.path ? -1 : 1);

const wavesOf = (objects: readonly TreeObject[]): readonly Wave[] =>
  [...new Set(objects.map(({ wave }) => wave))]
    .sort((a, b) => a - b)
    .map((number) => ({
      number,
      objects: objects.filter(({ wave }) => wave === number).sort(byKindThenName),
    }));

/**
 * Reads the written tree in a folder with its objects.
 * @param shownAs the folder as messages name it.
 * @throws Refusal where there is none, where it is not Drydock's, or where files and release.json do not fit.
 */
export const readWrittenTree = (folder: string, shownAs: string = folder): Tree => {
  const committed = readTree(folder, { shownAs });
  if (committed.kind === 'missing')
    return refuse(shownAs, 'no written tree', 'a folder that `drydock synth` has written');
  const { record, files } = committed;
  const notPlayed = new Map<string, string>();
  const components = record.components
    .filter(({ renderedByArgoCD }) => renderedByArgoCD === undefined)
    .map(({ name, wave, files: recorded }) => {
      const objects = recorded.map((file) => readObject(folder, shownAs, name, files, file));
      for (const each of objects) {
        const why = whyNotPlayed(each);
        if (why !== undefined) notPlayed.set(each.path, `${describeObject(each)} is not played: ${why}.`);
      }
      return { name, wave, waves: wavesOf(objects.filter(({ path }) => !notPlayed.has(path))) };
    })
    .sort((a, b) => a.wave - b.wave || (a.name < b.name ? -1 : 1));
  return {
    folder,
    platform: record.platform,
    site: record.site,
    components,
    notPlayed: [...notPlayed.values()],
    files: new Map([...files].filter(([path]) => !notPlayed.has(path))),
  };
};

/** The objects of a component in the order in which they are applied. */
export const objectsOf = (component: TreeComponent): readonly TreeObject[] =>
  component.waves.flatMap(({ objects }) => objects);

/** All objects of a tree. */
export const allObjects = (tree: Tree): readonly TreeObject[] => tree.components.flatMap(objectsOf);

/** `Kind/name` or `Kind/namespace/name` of an object of the tree. */
export const describeObject = ({ object }: TreeObject): string => describeKey(keyOf(object));
