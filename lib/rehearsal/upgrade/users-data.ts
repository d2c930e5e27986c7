import { createHash } from 'node:crypto';
import type { Diagnostic } from '../../diagnostics';
import { fieldAt, listAt, recordAt, stringAt } from '../../kubernetes';
import type { Stage } from '../stage';
import { allObjects, type Tree } from '../tree';
import {
  findingOn,
  findingOnLive,
  nameOf,
  namespaceOf,
  type Fault,
  type Live,
  type TreeIndex,
} from '../verdict';
import { contentAnnotation, type Markers } from './markers';

/** One object that holds what users cannot make again. */
export interface Held {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Digest of what it holds, where that may not change. */
  readonly content: string;
}

/** Users' data in a cluster, by `Kind/namespace/name`. */
export type UsersData = ReadonlyMap<string, Held>;

const describe = ({ kind, namespace, name }: Pick<Held, 'kind' | 'namespace' | 'name'>): string =>
  [kind, namespace, name].filter((part) => part !== '').join('/');

const heldAs = (kind: string, object: Live, content = ''): Held => ({
  kind,
  namespace: namespaceOf(object),
  name: nameOf(object),
  uid: stringAt(object, 'metadata', 'uid') ?? '',
  content,
});

const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** Groups whose objects tell how data are made or shipped, and hold none. */
const machinery = new Set([
  'argoproj.io/Application',
  'argoproj.io/AppProject',
  'argoproj.io/ApplicationSet',
]);

const customResources = async ({ api }: Stage, managed: ReadonlySet<string>): Promise<readonly Held[]> => {
  const definitions = await api.list('/apis/apiextensions.k8s.io/v1/customresourcedefinitions');
  const found: Held[] = definitions.map((each) => heldAs('CustomResourceDefinition', each));
  for (const definition of definitions) {
    const group = stringAt(definition, 'spec', 'group') ?? '';
    const kind = stringAt(definition, 'spec', 'names', 'kind') ?? '';
    const plural = stringAt(definition, 'spec', 'names', 'plural') ?? '';
    const version = listAt(definition, 'spec', 'versions').find((each) => fieldAt(each, 'storage') === true);
    if (machinery.has(`${group}/${kind}`)) continue;
    const objects = await api
      .list(`/apis/${group}/${stringAt(version, 'name') ?? ''}/${plural}`)
      .catch(() => []);
    found.push(...objects.map((each) => heldAs(kind, each)).filter((held) => !managed.has(describe(held))));
  }
  return found;
};

/** What of a tree Argo CD manages: it may come and go with the tree. */
const managedBy = (trees: readonly Tree[]): ReadonlySet<string> =>
  new Set(
    trees.flatMap(allObjects).map(({ object }) =>
      describe({
        kind: object.kind,
        namespace: object.metadata.namespace ?? '',
        name: object.metadata.name,
      }),
    ),
  );

/** Claims, their volumes, Secrets that were made in the cluster, definitions, and custom resources that users have made. */
export const usersData = async (
  stage: Stage,
  trees: readonly Tree[],
  ownNamespace: string,
  { run }: Markers,
): Promise<UsersData> => {
  const { api } = stage;
  const managed = managedBy(trees);
  const [claims, volumes, secrets, pods] = await Promise.all([
    api.list('/api/v1/persistentvolumeclaims'),
    api.list('/api/v1/persistentvolumes'),
    api.list('/api/v1/secrets'),
    api.list('/api/v1/pods'),
  ]);
  const held = [
    ...claims.map((each) => heldAs('PersistentVolumeClaim', each)),
    ...volumes.map((each) =>
      heldAs('PersistentVolume', each, stringAt(each, 'metadata', 'annotations', contentAnnotation) ?? ''),
    ),
    ...secrets
      .filter((each) => namespaceOf(each) !== ownNamespace)
      .map((each) => heldAs('Secret', each, digest(recordAt(each, 'data')))),
    ...pods
      .filter((each) => stringAt(each, 'metadata', 'uid') === run?.uid)
      .map((each) => heldAs('Pod', each)),
    ...(await customResources(stage, managed)),
  ];
  return new Map(held.map((each) => [describe(each), each]));
};

const lossOf = (before: Held, after: Held | undefined): string | undefined => {
  if (after === undefined) return 'it is gone';
  if (before.uid !== after.uid) return 'it was deleted and made anew, and what it held is gone';
  if (before.content !== after.content) return 'it does not hold what it held before';
  return undefined;
};

/** Users' data that an upgrade has not kept. */
export const lostData = (before: UsersData, after: UsersData, index: TreeIndex): readonly Diagnostic[] =>
  [...before].flatMap(([name, held]) => {
    const loss = lossOf(held, after.get(name));
    if (loss === undefined) return [];
    const fault: Fault = {
      rule: 'rehearsal/users-data',
      got: loss,
      want: 'the same object as before, for it holds what nobody can make again',
      fix: `keep it (Prune=false, Delete=false), or acknowledge the loss: spec.policy.waivers with rule rehearsal/users-data, object ${name}`,
    };
    const object = index.find(held.kind, held.namespace, held.name);
    return [object === undefined ? findingOnLive(name, fault) : findingOn(object, fault)];
  });
