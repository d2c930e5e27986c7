import { stringAt } from '../../kubernetes';
import type { Act } from '../play';
import type { Stage } from '../stage';
import { allObjects, describeObject, type Tree } from '../tree';
import { indexTree, namespaceOf, readFacts, workloadOf } from '../verdict';

/** What an act has done to the cluster, as lists of `Kind/namespace/name`. */
export interface Changes {
  /** Objects that were not there before. */
  readonly created: readonly string[];
  /** Objects whose meaning has changed. */
  readonly changed: readonly string[];
  /** Objects that were deleted and made anew. */
  readonly replaced: readonly string[];
  /** Objects that are gone. */
  readonly pruned: readonly string[];
  /** Objects that the new tree no longer has, but that are still there. */
  readonly kept: readonly string[];
  /** Workloads whose pods were started anew. */
  readonly restarted: readonly string[];
  /** Objects that the API server did not take. */
  readonly refused: readonly string[];
}

/** One object at one moment. */
interface Seen {
  readonly uid: string;
  readonly meaning: string;
}

/** A cluster at one moment, as far as trees speak of it. */
export interface Snapshot {
  readonly objects: ReadonlyMap<string, Seen>;
  /** Pods by the workload that they belong to. */
  readonly pods: ReadonlyMap<string, ReadonlySet<string>>;
}

/** All that an author may have meant: everything but status and what the API server keeps for itself. */
const meaningOf = (object: Readonly<Record<string, unknown>>): string => {
  const { status: _status, metadata: _metadata, ...rest } = object;
  return JSON.stringify(rest);
};

/** Looks at the objects of trees and at all pods. */
export const takeSnapshot = async (stage: Stage, trees: readonly Tree[]): Promise<Snapshot> => {
  const objects = new Map<string, Seen>();
  for (const object of trees.flatMap(allObjects)) {
    const name = describeObject(object);
    if (objects.has(name) || object.component === 'argocd') continue;
    const resource = await stage.resources.of(object.object.apiVersion, object.object.kind);
    const live = await (resource === undefined
      ? undefined
      : stage.api.find(resource.path(object.object.metadata)));
    if (live !== undefined) {
      objects.set(name, { uid: stringAt(live, 'metadata', 'uid') ?? '', meaning: meaningOf(live) });
    }
  }
  const facts = await readFacts(stage.api);
  const pods = new Map<string, Set<string>>();
  for (const pod of facts.pods) {
    const { kind, name } = workloadOf(pod, facts);
    const workload = [kind, namespaceOf(pod), name].join('/');
    pods.set(workload, (pods.get(workload) ?? new Set()).add(stringAt(pod, 'metadata', 'uid') ?? ''));
  }
  return { objects, pods };
};

const sorted = (names: Iterable<string>): readonly string[] => [...new Set(names)].sort();

/** What has happened between two moments. */
export const changesBetween = (before: Snapshot, after: Snapshot, next: Tree, act: Act): Changes => {
  const index = indexTree(next);
  const wanted = new Set(allObjects(next).map(describeObject));
  const was = [...before.objects];
  const is = after.objects;
  return {
    created: sorted([...is.keys()].filter((name) => !before.objects.has(name))),
    changed: sorted(
      was.flatMap(([name, { uid, meaning }]) => {
        const now = is.get(name);
        return now !== undefined && now.uid === uid && now.meaning !== meaning ? [name] : [];
      }),
    ),
    replaced: sorted(
      was.flatMap(([name, { uid }]) => {
        const now = is.get(name);
        return now !== undefined && now.uid !== uid ? [name] : [];
      }),
    ),
    pruned: sorted(was.flatMap(([name]) => (is.has(name) ? [] : [name]))),
    kept: sorted([...is.keys()].filter((name) => before.objects.has(name) && !wanted.has(name))),
    restarted: sorted(
      [...before.pods].flatMap(([workload, uids]) => {
        const now = after.pods.get(workload);
        const isGone = [...uids].some((uid) => now?.has(uid) !== true);
        return now !== undefined && isGone ? [workload] : [];
      }),
    ),
    refused: sorted(
      act.states.flatMap(({ results }) =>
        results
          .filter(({ status }) => status === 'SyncFailed')
          .map(({ kind, namespace, name }) => {
            // Argo CD gives objects without a namespace that of their Application.
            const object = index.find(kind, namespace, name);
            return object === undefined ? `${kind}/${namespace}/${name}` : describeObject(object);
          }),
      ),
    ),
  };
};
