import { fieldAt, groupOf, stringAt } from '../../kubernetes';
import type { Manifest } from '../../render';
import type { ObjectIndex } from './objects';
import type { Workload } from './workloads';

const numberAt = (value: unknown, ...path: readonly string[]): number | undefined => {
  const found = fieldAt(value, ...path);
  return typeof found === 'number' ? found : undefined;
};

/** Kinds whose pods come and go with a piece of work. */
const batchKinds = new Set(['Job', 'CronJob']);

/** Whether the pods of a workload end by themselves. */
export const isBatch = ({ manifest }: Workload): boolean => batchKinds.has(manifest.key.kind);

/** How many pods each workload has, and which autoscaler decides it. */
export class ScalingIndex {
  /** Every autoscaler with the object that it scales, where that is in the release. */
  readonly autoscalers: readonly { readonly autoscaler: Manifest; readonly target: Manifest | undefined }[];
  private readonly byTarget = new Map<Manifest, Manifest>();

  constructor(objects: ObjectIndex) {
    this.autoscalers = objects.ofKind('autoscaling/HorizontalPodAutoscaler').map((autoscaler) => {
      const reference = fieldAt(autoscaler.object, 'spec', 'scaleTargetRef');
      const target = objects.find({
        group: groupOf(stringAt(reference, 'apiVersion') ?? ''),
        kind: stringAt(reference, 'kind') ?? '',
        namespace: autoscaler.key.namespace,
        name: stringAt(reference, 'name') ?? '',
      });
      if (target !== undefined) this.byTarget.set(target, autoscaler);
      return { autoscaler, target };
    });
  }

  autoscalerOf({ manifest }: Workload): Manifest | undefined {
    return this.byTarget.get(manifest);
  }

  /** The fewest pods that a workload has at once; one per node, not known here, for a DaemonSet. */
  replicasOf(workload: Workload): number {
    const { object, key } = workload.manifest;
    if (key.kind === 'Pod') return 1;
    if (key.kind === 'Job') return numberAt(object, 'spec', 'parallelism') ?? 1;
    if (key.kind === 'CronJob') return numberAt(object, 'spec', 'jobTemplate', 'spec', 'parallelism') ?? 1;
    const autoscaler = this.autoscalerOf(workload);
    return autoscaler === undefined
      ? (numberAt(object, 'spec', 'replicas') ?? 1)
      : (numberAt(autoscaler.object, 'spec', 'minReplicas') ?? 1);
  }
}
