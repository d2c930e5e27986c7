import { groupOf, listAt, podTemplateOf, stringAt } from '../../kubernetes';
import { describeObject, type TreeObject } from '../tree';
import { conditionOf, nameOf, namespaceOf, warningAbout, workloadOf, type Facts, type Live } from './facts';
import type { TreeIndex } from './tree-index';

/** Why an object does not get on. */
export type Cause =
  /** It needs something that Argo CD applies only after it: neither will ever come. */
  | { readonly kind: 'dead-lock'; readonly needs: TreeObject; readonly words: string }
  /** A pod that no node takes. */
  | { readonly kind: 'unschedulable'; readonly words: string }
  /** Another object that is reported itself holds it back. */
  | { readonly kind: 'consequence'; readonly words: string }
  /** Anything else, in the cluster's own words. */
  | { readonly kind: 'other'; readonly words: string };

const claimsOf = (object: TreeObject): readonly string[] =>
  listAt(podTemplateOf(object.object), 'spec', 'volumes').flatMap(
    (volume) => stringAt(volume, 'persistentVolumeClaim', 'claimName') ?? [],
  );

/**
 * Objects that a message says are missing, as in `persistentvolumeclaim "data" not found`,
 * `namespaces "kubeflow" not found`, `no matches for kind "Certificate" in version "cert-manager.io/v1"`.
 */
const providerIn = (words: string, namespace: string, index: TreeIndex): TreeObject | undefined => {
  for (const [, resource = '', name = ''] of words.matchAll(
    /([A-Za-z.]+)(?: |\/)"?([a-z0-9][-a-z0-9.]*)"? not found/g,
  )) {
    const singular = (resource.split('.')[0] ?? '').toLowerCase();
    const found = index
      .where(({ object }) => object.metadata.name === name)
      .find(({ object }) => {
        const kind = object.kind.toLowerCase();
        return (
          [kind, `${kind}s`, `${kind}es`].includes(singular) &&
          (object.metadata.namespace === undefined || object.metadata.namespace === namespace)
        );
      });
    if (found !== undefined) return found;
  }
  const missing = /no matches for kind "([^"]+)" in version "([^"]+)"/.exec(words);
  if (missing === null) return undefined;
  const [, kind, version = ''] = missing;
  return index
    .where(({ object }) => object.kind === 'CustomResourceDefinition')
    .find(
      ({ object }) =>
        stringAt(object, 'spec', 'names', 'kind') === kind &&
        stringAt(object, 'spec', 'group') === groupOf(version),
    );
};

/** The cause that a message tells of. */
export const causeIn = (words: string, object: TreeObject, index: TreeIndex): Cause => {
  const needs = providerIn(words, object.object.metadata.namespace ?? '', index);
  return needs !== undefined && index.isAfter(needs, object)
    ? { kind: 'dead-lock', needs, words }
    : { kind: 'other', words };
};

/** Why a claim is not bound. */
const claimCause = (object: TreeObject, live: Live, facts: Facts, index: TreeIndex): Cause => {
  const { name, namespace = '' } = object.object.metadata;
  const className = stringAt(live, 'spec', 'storageClassName');
  const said = warningAbout(facts, 'PersistentVolumeClaim', namespace, name);
  const storageClass = facts.storageClasses.find((each) => nameOf(each) === className);
  if (storageClass === undefined) {
    const brought = className === undefined ? undefined : index.find('StorageClass', '', className);
    const words = said ?? `there is no StorageClass ${className ?? 'that is the default one'}`;
    return brought !== undefined && index.isAfter(brought, object)
      ? { kind: 'dead-lock', needs: brought, words }
      : { kind: 'other', words };
  }
  const consumers = index.where(
    (each) => each.object.metadata.namespace === namespace && claimsOf(each).includes(name),
  );
  const waits = stringAt(storageClass, 'volumeBindingMode') === 'WaitForFirstConsumer';
  const users = facts.pods.filter(
    (pod) =>
      namespaceOf(pod) === namespace &&
      listAt(pod, 'spec', 'volumes').some(
        (volume) => stringAt(volume, 'persistentVolumeClaim', 'claimName') === name,
      ),
  );
  const isUsed = users.length > 0;
  if (
    waits &&
    isUsed &&
    said === undefined &&
    users.every((pod) => conditionOf(pod, 'PodScheduled', 'False'))
  ) {
    return { kind: 'consequence', words: 'no node takes the pod that uses it' };
  }
  const [first] = consumers;
  if (waits && !isUsed && first !== undefined && consumers.every((each) => index.isAfter(each, object))) {
    return {
      kind: 'dead-lock',
      needs: first,
      words: `StorageClass ${className ?? ''} makes a volume only for the first pod that uses the claim`,
    };
  }
  return {
    kind: 'other',
    words:
      said ??
      (waits && !isUsed ? 'no pod uses it, and its class waits for one' : 'no volume was made for it'),
  };
};

/** Why a workload's pods are not all there. */
const workloadCause = (object: TreeObject, live: Live, facts: Facts, index: TreeIndex): Cause => {
  const { kind, metadata } = object.object;
  const namespace = metadata.namespace ?? '';
  const refused =
    conditionOf(live, 'ReplicaFailure', 'True') ??
    facts.replicaSets
      .filter((each) => namespaceOf(each) === namespace && nameOf(each).startsWith(`${metadata.name}-`))
      .map((each) => conditionOf(each, 'ReplicaFailure', 'True'))
      .find((condition) => condition !== undefined);
  const refusal = stringAt(refused, 'message') ?? warningAbout(facts, kind, namespace, metadata.name);
  if (refusal !== undefined) return causeIn(refusal, object, index);
  const pods = facts.pods.filter((pod) => {
    const workload = workloadOf(pod, facts);
    return namespaceOf(pod) === namespace && workload.kind === kind && workload.name === metadata.name;
  });
  const waiting = pods
    .map((pod) => conditionOf(pod, 'PodScheduled', 'False'))
    .find((each) => each !== undefined);
  if (waiting !== undefined) {
    const words = stringAt(waiting, 'message') ?? '';
    const cause = causeIn(words, object, index);
    return cause.kind === 'dead-lock' ? cause : { kind: 'unschedulable', words };
  }
  const condition = listAt(live, 'status', 'conditions')
    .filter((each) => stringAt(each, 'status') !== 'True' || stringAt(each, 'type') === 'Failed')
    .map((each) => stringAt(each, 'message') ?? '')
    .find((message) => message !== '');
  return { kind: 'other', words: condition ?? 'its pods are not all ready' };
};

const workloads = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'ReplicaSet']);

/** Why an object that is in the cluster is not healthy. */
export const causeOf = (object: TreeObject, live: Live, facts: Facts, index: TreeIndex): Cause => {
  const { kind, metadata } = object.object;
  if (kind === 'PersistentVolumeClaim') return claimCause(object, live, facts, index);
  if (workloads.has(kind)) return workloadCause(object, live, facts, index);
  const condition = listAt(live, 'status', 'conditions').find(
    (each) => stringAt(each, 'status') !== 'True' && stringAt(each, 'message') !== undefined,
  );
  const words =
    stringAt(condition, 'message') ??
    warningAbout(facts, kind, metadata.namespace ?? '', metadata.name) ??
    'it has no status that says so';
  return causeIn(words, object, index);
};

/** A dead-lock in words: who waits for whom. */
export const describeDeadLock = (object: TreeObject, needs: TreeObject, index: TreeIndex): string =>
  `${describeObject(object)} (${index.place(object)}) waits for ${describeObject(needs)} (${index.place(needs)}), which Argo CD applies only after ${describeObject(object)} is healthy`;
