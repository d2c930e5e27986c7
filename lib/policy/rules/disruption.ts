import { describeKey, fieldAt, isRecord } from '../../kubernetes';
import type { Manifest } from '../../render';
import { isBatch, type PolicyContext, type Workload } from '../context';
import type { Rule } from '../rule';

/** A number of pods, or a share of them that Kubernetes rounds up. */
const podsOf = (value: unknown, replicas: number): number | undefined => {
  if (typeof value === 'number') return value;
  const percent = typeof value === 'string' ? /^([0-9]+)%$/.exec(value)?.[1] : undefined;
  return percent === undefined ? undefined : Math.ceil((Number(percent) * replicas) / 100);
};

/** Workloads of a budget whose number of pods a controller keeps up. */
const covered = ({ workloads }: PolicyContext, { object, key }: Manifest): readonly Workload[] => {
  const selector = fieldAt(object, 'spec', 'selector');
  if (!isRecord(selector)) return [];
  return [...workloads.selectedBy(key.namespace, selector)].filter(
    (workload) => !isBatch(workload) && workload.manifest.key.kind !== 'DaemonSet',
  );
};

const budgetsOf = ({ objects }: PolicyContext): readonly Manifest[] =>
  objects.ofKind('policy/PodDisruptionBudget');

export const blocksDrain: Rule = {
  id: 'disruption/blocks-drain',
  severity: 'error',
  summary: 'Every disruption budget lets at least one pod go.',
  why: '`kubectl drain` waits for ever: no node that runs the pods can be upgraded.',
  *check(context) {
    for (const manifest of budgetsOf(context)) {
      const workloads = covered(context, manifest);
      const replicas = workloads.reduce((sum, workload) => sum + context.scaling.replicasOf(workload), 0);
      const minAvailable = fieldAt(manifest.object, 'spec', 'minAvailable');
      const maxUnavailable = fieldAt(manifest.object, 'spec', 'maxUnavailable');
      if (maxUnavailable === 0 || maxUnavailable === '0%') {
        yield {
          manifest,
          path: 'spec.maxUnavailable',
          got: String(maxUnavailable),
          want: 'at least 1',
          fix: 'write maxUnavailable: 1',
        };
      }
      const kept = podsOf(minAvailable, replicas);
      if (kept === undefined || replicas === 0 || kept < replicas) continue;
      const names = workloads.map((workload) => {
        const autoscaler = context.scaling.autoscalerOf(workload);
        const source =
          autoscaler === undefined ? 'replicas' : `minReplicas of ${describeKey(autoscaler.key)}`;
        return `${describeKey(workload.manifest.key)} has ${context.scaling.replicasOf(workload)} (${source})`;
      });
      yield {
        manifest,
        path: 'spec.minAvailable',
        got: `${String(minAvailable)}, while ${names.slice(0, 3).join(', ')}`,
        want: `fewer than ${replicas}`,
        fix:
          replicas === 1
            ? 'run two replicas or more, or write maxUnavailable: 1'
            : 'write maxUnavailable: 1 instead of minAvailable',
      };
    }
  },
};

export const overlappingBudgets: Rule = {
  id: 'disruption/overlap',
  severity: 'error',
  summary: 'No pod is covered by two disruption budgets.',
  why: 'The eviction API refuses to evict such a pod at all.',
  *check(context) {
    const first = new Map<Workload, Manifest>();
    for (const manifest of budgetsOf(context)) {
      for (const workload of covered(context, manifest)) {
        const other = first.get(workload);
        if (other === undefined) {
          first.set(workload, manifest);
          continue;
        }
        yield {
          manifest,
          path: 'spec.selector',
          got: `selects the pods of ${describeKey(workload.manifest.key)}, as ${describeKey(other.key)} does`,
          want: 'one budget per pod',
          fix: 'remove one of the two, or narrow its selector',
        };
        break;
      }
    }
  },
};

export const unhealthyEviction: Rule = {
  id: 'disruption/unhealthy-eviction',
  severity: 'note',
  summary: 'Every disruption budget lets pods go that are not healthy anyway.',
  why: 'By default pods that crash count as protected, and a broken workload blocks every drain.',
  *check(context) {
    if (context.minor < 27) return;
    for (const manifest of budgetsOf(context)) {
      if (fieldAt(manifest.object, 'spec', 'unhealthyPodEvictionPolicy') !== undefined) continue;
      yield {
        manifest,
        path: 'spec.unhealthyPodEvictionPolicy',
        got: 'unset, which means IfHealthyBudget',
        want: 'a choice; AlwaysAllow suits most workloads',
        fix: 'write unhealthyPodEvictionPolicy: AlwaysAllow',
      };
    }
  },
};
