import type { ApiClient } from '../../control-plane';
import { fieldAt, listAt, stringAt } from '../../kubernetes';

/** An object as the API server has it. */
export type Live = Readonly<Record<string, unknown>>;

/** What the cluster says of itself at one moment. */
export interface Facts {
  readonly pods: readonly Live[];
  readonly claims: readonly Live[];
  readonly storageClasses: readonly Live[];
  readonly replicaSets: readonly Live[];
  readonly jobs: readonly Live[];
  /** Warnings that controllers have left, newest last. */
  readonly events: readonly Live[];
}

/** Reads everything that findings quote. */
export const readFacts = async (api: ApiClient): Promise<Facts> => {
  const [pods, claims, storageClasses, replicaSets, jobs, events] = await Promise.all([
    api.list('/api/v1/pods'),
    api.list('/api/v1/persistentvolumeclaims'),
    api.list('/apis/storage.k8s.io/v1/storageclasses'),
    api.list('/apis/apps/v1/replicasets'),
    api.list('/apis/batch/v1/jobs'),
    api.list('/api/v1/events?fieldSelector=type%3DWarning'),
  ]);
  return { pods, claims, storageClasses, replicaSets, jobs, events };
};

/** Name of a live object. */
export const nameOf = (object: unknown): string => stringAt(object, 'metadata', 'name') ?? '';

/** Namespace of a live object; empty for cluster-scoped ones. */
export const namespaceOf = (object: unknown): string => stringAt(object, 'metadata', 'namespace') ?? '';

/** The controller that owns a live object. */
export const ownerOf = (object: unknown): { readonly kind: string; readonly name: string } | undefined => {
  const owner = listAt(object, 'metadata', 'ownerReferences').find(
    (reference) => fieldAt(reference, 'controller') === true,
  );
  const kind = stringAt(owner, 'kind');
  const name = stringAt(owner, 'name');
  return kind === undefined || name === undefined ? undefined : { kind, name };
};

/** The workload that a pod belongs to in the end: its Deployment, not its ReplicaSet; its CronJob, not its Job. */
export const workloadOf = (pod: Live, facts: Facts): { readonly kind: string; readonly name: string } => {
  let current: { readonly kind: string; readonly name: string } = { kind: 'Pod', name: nameOf(pod) };
  let next = ownerOf(pod);
  while (next !== undefined) {
    current = next;
    const { kind, name } = current;
    const list = kind === 'ReplicaSet' ? facts.replicaSets : kind === 'Job' ? facts.jobs : [];
    next = ownerOf(list.find((each) => nameOf(each) === name && namespaceOf(each) === namespaceOf(pod)));
  }
  return current;
};

/** The newest warning about an object, in its author's words. */
export const warningAbout = (
  facts: Facts,
  kind: string,
  namespace: string,
  name: string,
): string | undefined => {
  const event = facts.events.findLast(
    (each) =>
      stringAt(each, 'involvedObject', 'kind') === kind &&
      stringAt(each, 'involvedObject', 'name') === name &&
      (stringAt(each, 'involvedObject', 'namespace') ?? '') === namespace,
  );
  return event === undefined
    ? undefined
    : `${stringAt(event, 'reason') ?? ''}: ${stringAt(event, 'message') ?? ''}`;
};

/** A condition of a live object with a type and a status. */
export const conditionOf = (object: unknown, type: string, status: string): unknown =>
  listAt(object, 'status', 'conditions').find(
    (condition) => stringAt(condition, 'type') === type && stringAt(condition, 'status') === status,
  );
