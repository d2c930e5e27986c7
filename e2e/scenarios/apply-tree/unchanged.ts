import { fieldAt, listAt, stringAt } from '../../../lib/kubernetes';
import { fieldManager } from './apply';
import { nameOf, type Live } from './live';

/** What of an object only a change of meaning moves. */
interface Fingerprint {
  readonly generation: unknown;
  /** Set for kinds without status only, for controllers write the others all the time. */
  readonly resourceVersion: string | undefined;
  /** Fields that we own, and when we last changed one. */
  readonly owned: string;
}

const fingerprint = (object: Live): Fingerprint => ({
  generation: fieldAt(object, 'metadata', 'generation'),
  resourceVersion: 'status' in object ? undefined : stringAt(object, 'metadata', 'resourceVersion'),
  owned: JSON.stringify(
    listAt(object, 'metadata', 'managedFields').filter(
      (entry) => stringAt(entry, 'manager') === fieldManager,
    ),
  ),
});

/** The differences that a second apply has made, one line each. */
export const changesBetween = (before: readonly Live[], after: readonly Live[]): readonly string[] => {
  const earlier = new Map(before.map((object) => [nameOf(object), fingerprint(object)]));
  return after.flatMap((object) => {
    const name = nameOf(object);
    const was = earlier.get(name);
    const is = fingerprint(object);
    if (was === undefined) return [`${name} was not there before`];
    if (was.generation !== is.generation) {
      return [`${name}: generation ${String(was.generation)} became ${String(is.generation)}`];
    }
    if (was.resourceVersion !== is.resourceVersion) {
      return [`${name}: resourceVersion ${String(was.resourceVersion)} became ${String(is.resourceVersion)}`];
    }
    return was.owned === is.owned
      ? []
      : [`${name}: its fields were written again\n  ${was.owned}\n  ${is.owned}`];
  });
};

/** Workloads that their autoscaler has yet to bring to its least number of pods, which it does within seconds. */
export const unscaled = (objects: readonly Live[]): readonly string[] =>
  objects
    .filter((object) => object['kind'] === 'HorizontalPodAutoscaler')
    .flatMap((autoscaler) => {
      const target = fieldAt(autoscaler, 'spec', 'scaleTargetRef', 'name');
      const least = fieldAt(autoscaler, 'spec', 'minReplicas');
      return objects
        .filter(
          (object) =>
            object['kind'] === fieldAt(autoscaler, 'spec', 'scaleTargetRef', 'kind') &&
            stringAt(object, 'metadata', 'name') === target &&
            stringAt(object, 'metadata', 'namespace') === stringAt(autoscaler, 'metadata', 'namespace'),
        )
        .filter((object) => Number(fieldAt(object, 'spec', 'replicas')) < Number(least ?? 1))
        .map(nameOf);
    });
