import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { fromField } from '../../lib/constructs';
import type { Platform } from '../../lib/platform';

/** The site's PriorityClasses. https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/ */
export const addPriorityClasses = (scope: Construct, platform: Platform): void => {
  for (const { name, value, description, preemption, default: globalDefault } of platform.spec
    .priorityClasses) {
    const priorityClass = new k8s.KubePriorityClass(scope, `priority-${name}`, {
      metadata: { name },
      value,
      description,
      preemptionPolicy: preemption ? 'PreemptLowerPriority' : 'Never',
      ...(globalDefault ? { globalDefault } : {}),
    });
    fromField(priorityClass, `spec.priorityClasses[${name}]`);
  }
};
