import { Size } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { parseQuantity } from '../../kubernetes';
import type { ModelDefinition } from '../../platform';

const quantities = (amounts: Readonly<Record<string, string | undefined>>): Record<string, k8s.Quantity> =>
  Object.fromEntries(
    Object.entries(amounts).flatMap(([resource, amount]) =>
      amount === undefined ? [] : [[resource, k8s.Quantity.fromString(amount)]],
    ),
  );

/**
 * Requests and limits of a server. Memory is limited to what is requested unless the model says otherwise; devices are
 * in both, for they cannot differ.
 * https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/
 */
export const resourcesOf = (resources: ModelDefinition['resources']): k8s.ResourceRequirements => {
  const { requests, limits, gpus, gpuResource } = resources;
  const devices = gpus === 0 ? {} : { [gpuResource]: String(gpus) };
  return {
    requests: quantities({ ...requests, ...devices }),
    limits: quantities({ ...limits, memory: limits.memory ?? requests.memory, ...devices }),
  };
};

/** Resources of a helper that runs once: memory is limited to what it requests. */
export const taskResources = ({
  cpu,
  memory,
}: {
  readonly cpu: string;
  readonly memory: string;
}): k8s.ResourceRequirements => ({
  requests: quantities({ cpu, memory }),
  limits: quantities({ memory }),
});

/** A quantity of bytes as cdk8s counts them, rounded up to whole MiB. */
export const sizeOf = (bytes: string): Size =>
  Size.mebibytes(Math.ceil((parseQuantity(bytes) ?? 0) / 2 ** 20));
