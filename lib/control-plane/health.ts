import { fieldAt, listAt, stringAt } from '../kubernetes';

type Live = Readonly<Record<string, unknown>>;

const numberAt = (object: Live, ...path: readonly string[]): number => {
  const found = fieldAt(object, ...path);
  return typeof found === 'number' ? found : 0;
};

const hasCondition = (object: Live, type: string): boolean =>
  listAt(object, 'status', 'conditions').some(
    (condition) => stringAt(condition, 'type') === type && stringAt(condition, 'status') === 'True',
  );

const observed = (object: Live): boolean =>
  numberAt(object, 'status', 'observedGeneration') >= numberAt(object, 'metadata', 'generation');

const counted = (object: Live, have: number, want: number, what: string): string | undefined =>
  observed(object) && have === want ? undefined : `${have} of ${want} pods ${what}`;

/**
 * What keeps an object from being healthy as Argo CD would see it, so that its wave holds back the next; undefined when
 * nothing does. Kinds without health of their own are healthy once they exist.
 * https://argo-cd.readthedocs.io/en/stable/operator-manual/health/
 */
export const whyUnhealthy = (object: Live): string | undefined => {
  if (stringAt(object, 'metadata', 'annotations', 'argocd.argoproj.io/ignore-healthcheck') === 'true')
    return undefined;
  switch (stringAt(object, 'kind')) {
    case 'CustomResourceDefinition':
      return hasCondition(object, 'Established') ? undefined : 'is not established';
    case 'PersistentVolumeClaim':
      return stringAt(object, 'status', 'phase') === 'Bound' ? undefined : 'is not bound';
    case 'Deployment': {
      const replicas = numberAt(object, 'spec', 'replicas');
      const updated = Math.min(
        numberAt(object, 'status', 'updatedReplicas'),
        numberAt(object, 'status', 'availableReplicas'),
      );
      return counted(object, updated, replicas, 'are available');
    }
    case 'StatefulSet':
      return counted(
        object,
        numberAt(object, 'status', 'readyReplicas'),
        numberAt(object, 'spec', 'replicas'),
        'are ready',
      );
    case 'DaemonSet':
      return counted(
        object,
        numberAt(object, 'status', 'numberAvailable'),
        numberAt(object, 'status', 'desiredNumberScheduled'),
        'are available',
      );
    case 'Job':
      return hasCondition(object, 'Complete') ? undefined : 'is not complete';
    case 'Pod': {
      const phase = stringAt(object, 'status', 'phase') ?? 'Unknown';
      return phase === 'Running' || phase === 'Succeeded' ? undefined : `is ${phase}`;
    }
    default:
      return undefined;
  }
};
