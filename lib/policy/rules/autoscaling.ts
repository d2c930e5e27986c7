import {
  containerRequests,
  describeKey,
  fieldAt,
  fieldPath,
  listAt,
  recordAt,
  stringAt,
  type ContainerOf,
} from '../../kubernetes';
import type { Manifest } from '../../render';
import type { PolicyContext, Workload } from '../context';
import type { Rule } from '../rule';

const scalable = ['apps/Deployment', 'apps/StatefulSet', 'apps/ReplicaSet', '/ReplicationController'];

export const scaleTarget: Rule = {
  id: 'reference/scale-target',
  severity: 'error',
  summary: 'Every HorizontalPodAutoscaler scales an object of the release.',
  why: 'The autoscaler does nothing, and Argo CD calls it Degraded.',
  *check({ scaling, objects }) {
    for (const { autoscaler, target } of scaling.autoscalers) {
      if (target !== undefined) continue;
      const { namespace } = autoscaler.key;
      const reference = recordAt(autoscaler.object, 'spec', 'scaleTargetRef');
      const name = stringAt(reference, 'name') ?? '';
      const namesake = objects.ofKind(...scalable).find(({ key }) => key.name === name);
      const hint =
        namesake === undefined
          ? ''
          : `; the release has ${describeKey(namesake.key)} (${namesake.object.apiVersion})`;
      yield {
        manifest: autoscaler,
        path: 'spec.scaleTargetRef',
        got: `${stringAt(reference, 'apiVersion') ?? '(no apiVersion)'} ${stringAt(reference, 'kind') ?? ''} ${name}: not in namespace ${namespace}${hint}`,
        want: 'an object of the same namespace that has a scale',
        fix: 'correct apiVersion, kind and name of the target',
      };
    }
  },
};

export const fixedReplicas: Rule = {
  id: 'autoscaling/fixed-replicas',
  severity: 'error',
  summary: 'A workload that an autoscaler scales does not fix its replicas.',
  why: 'Argo CD sets the number back at every sync, and the autoscaler changes it again.',
  *check({ scaling }) {
    for (const { autoscaler, target } of scaling.autoscalers) {
      const replicas = fieldAt(target?.object, 'spec', 'replicas');
      if (target === undefined || replicas === undefined) continue;
      yield {
        manifest: target,
        path: 'spec.replicas',
        got: `${String(replicas)}, while ${describeKey(autoscaler.key)} scales it`,
        want: 'no replicas where an autoscaler decides',
        fix: 'remove spec.replicas; the autoscaler keeps minReplicas',
      };
    }
  },
};

export const autoscalerBounds: Rule = {
  id: 'autoscaling/bounds',
  severity: 'error',
  summary: 'The bounds of an autoscaler are in order.',
  why: 'The API server refuses the autoscaler, or it needs a feature gate that is off.',
  *check({ scaling }) {
    for (const { autoscaler } of scaling.autoscalers) {
      const min = fieldAt(autoscaler.object, 'spec', 'minReplicas') ?? 1;
      const max = fieldAt(autoscaler.object, 'spec', 'maxReplicas');
      if (typeof min !== 'number' || typeof max !== 'number' || (min >= 1 && min <= max)) continue;
      yield {
        manifest: autoscaler,
        path: 'spec.minReplicas',
        got: `${min}, with maxReplicas ${max}`,
        want: 'at least 1 and at most maxReplicas',
        fix: min < 1 ? 'write 1 or more' : 'raise maxReplicas',
      };
    }
  },
};

/** A metric that is a share of what containers request. */
interface Utilisation {
  readonly resource: string;
  readonly path: string;
  /** The one container that counts; all of them where there is none. */
  readonly container?: string;
}

const utilisationsOf = ({ object }: Manifest): readonly Utilisation[] => {
  const legacy = fieldAt(object, 'spec', 'targetCPUUtilizationPercentage');
  const metrics = listAt(object, 'spec', 'metrics').flatMap((metric, index): readonly Utilisation[] => {
    const isContainer = stringAt(metric, 'type') === 'ContainerResource';
    const field = isContainer ? 'containerResource' : 'resource';
    const resource = stringAt(metric, field, 'name');
    if (stringAt(metric, field, 'target', 'type') !== 'Utilization' || resource === undefined) return [];
    const container = isContainer ? stringAt(metric, field, 'container') : undefined;
    return [
      {
        resource,
        path: fieldPath('spec.metrics', index, field),
        ...(container === undefined ? {} : { container }),
      },
    ];
  });
  return legacy === undefined
    ? metrics
    : [...metrics, { resource: 'cpu', path: 'spec.targetCPUUtilizationPercentage' }];
};

const counted = (workload: Workload, { container }: Utilisation): readonly ContainerOf[] =>
  workload.containers.filter(
    (each) =>
      (each.role === 'container' || fieldAt(each.container, 'restartPolicy') === 'Always') &&
      (container === undefined || stringAt(each.container, 'name') === container),
  );

const hasPodRequest = ({ template }: Workload, resource: string): boolean =>
  ['requests', 'limits'].some((field) => recordAt(template.spec, 'resources', field)[resource] !== undefined);

export const missingRequest: Rule = {
  id: 'autoscaling/missing-request',
  severity: 'error',
  summary:
    'An autoscaler on the utilisation of cpu or memory finds a request for it in every container that counts.',
  why: 'Utilisation is a share of the request: without one the autoscaler knows nothing and never scales.',
  *check({ scaling, workloads, namespaces }: PolicyContext) {
    for (const { autoscaler, target } of scaling.autoscalers) {
      const workload = target === undefined ? undefined : workloads.of(target);
      if (workload === undefined) continue;
      const defaults = namespaces.defaultsOf(workload.namespace);
      for (const utilisation of utilisationsOf(autoscaler)) {
        const { resource, container } = utilisation;
        if (hasPodRequest(workload, resource)) continue;
        const counting = counted(workload, utilisation);
        if (container !== undefined && counting.length === 0) {
          yield {
            manifest: autoscaler,
            path: fieldPath(utilisation.path, 'container'),
            got: `${container}: ${describeKey(workload.manifest.key)} has ${workload.containers.map((each) => stringAt(each.container, 'name')).join(', ')}`,
            want: 'a container of the target',
            fix: 'correct the name of the container',
          };
        }
        for (const each of counting) {
          if (containerRequests(each.container, defaults)[resource] !== undefined) continue;
          yield {
            manifest: workload.manifest,
            path: fieldPath(each.path, 'resources', 'requests', resource),
            got: `unset, while ${describeKey(autoscaler.key)} scales on the utilisation of ${resource}`,
            want: `a request for ${resource}`,
            fix: `set resources.requests.${resource} of the container, or let the autoscaler aim at an AverageValue`,
          };
        }
      }
    }
  },
};
