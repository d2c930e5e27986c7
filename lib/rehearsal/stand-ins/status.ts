import { fieldAt, listAt, stringAt } from '../../kubernetes';
import { nameOf, namespaceOf, type Live, type Scene } from './controller';

/** A condition as controllers write it. https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.34/#condition-v1-meta */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

/** The generation of an object's spec. */
export const generationOf = (object: Live): number => {
  const generation = fieldAt(object, 'metadata', 'generation');
  return typeof generation === 'number' ? generation : 0;
};

const conditionOf = (object: Live, type: string): unknown =>
  listAt(object, 'status', 'conditions').find((condition) => stringAt(condition, 'type') === type);

/** Whether an object has a condition that is true. */
export const isTrue = (object: Live, type: string): boolean =>
  stringAt(conditionOf(object, type), 'status') === 'True';

/** The time of now, as the API wants it. */
export const now = (): string => new Date().toISOString().replace(/\.\d+Z$/, 'Z');

/** Whether the object says so already, of the spec that it has now. */
const says = (object: Live, condition: Condition, observed: boolean): boolean => {
  const found = conditionOf(object, condition.type);
  return (
    stringAt(found, 'status') === condition.status &&
    stringAt(found, 'reason') === condition.reason &&
    stringAt(found, 'message') === condition.message &&
    (!observed || fieldAt(found, 'observedGeneration') === generationOf(object))
  );
};

/** Writes the status of an object; nothing where the object has gone meanwhile. */
export const writeStatus = async (
  { api, resources }: Scene,
  apiVersion: string,
  kind: string,
  object: Live,
  status: object,
): Promise<void> => {
  const resource = await resources.of(apiVersion, kind);
  if (resource === undefined) return;
  const path = resource.path({ namespace: namespaceOf(object), name: nameOf(object) });
  const answer = await api.patch(`${path}/status`, 'merge', { status });
  if (answer.status >= 300 && answer.status !== 404 && answer.status !== 409)
    throw new Error(`${kind}/${nameOf(object)}: ${stringAt(answer.body, 'message') ?? answer.status}`);
};

/**
 * Writes a condition, with further fields of the status, where the object does not have it yet; a second call changes
 * nothing. Says whether it wrote.
 */
export const writeCondition = async (
  scene: Scene,
  apiVersion: string,
  kind: string,
  object: Live,
  condition: Condition,
  { observed = true, rest = {} }: { readonly observed?: boolean; readonly rest?: object } = {},
): Promise<boolean> => {
  if (says(object, condition, observed)) return false;
  const before = conditionOf(object, condition.type);
  const written = {
    ...condition,
    ...(observed ? { observedGeneration: generationOf(object) } : {}),
    lastTransitionTime:
      stringAt(before, 'status') === condition.status
        ? (stringAt(before, 'lastTransitionTime') ?? now())
        : now(),
  };
  const others = listAt(object, 'status', 'conditions').filter(
    (each) => stringAt(each, 'type') !== condition.type,
  );
  await writeStatus(scene, apiVersion, kind, object, { conditions: [...others, written], ...rest });
  return true;
};
