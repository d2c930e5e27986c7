import type { SchedulableNode } from '../kubernetes';
import type { PlatformSpec } from './platform';

/** A node as the platform declares it. */
export type DeclaredNode = PlatformSpec['nodes'][number];

/** A taint that keeps pods off a node. */
export interface NodeTaint {
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** Label that says which pool a node belongs to. */
export const poolLabel = 'drydock.dev/pool';

const controlPlaneRole = 'node-role.kubernetes.io/control-plane';

/** Label of nodes that have a GPU of NVIDIA; device plugin and drivers select it. */
export const gpuLabel = 'nvidia.com/gpu.present';

/** Whether a node has a GPU of NVIDIA. */
export const hasGpu = ({ capacity }: DeclaredNode): boolean =>
  Object.keys(capacity.extended).some((resource) => resource.startsWith('nvidia.com/'));

/** A node with everything that the scheduler compares a pod with. */
export interface LabelledNode extends SchedulableNode {
  readonly taints: readonly NodeTaint[];
}

/**
 * A node with the labels and taints that it has: the declared ones and those that kubeadm and Kubernetes give it. The
 * control plane has its usual taint unless its node says otherwise.
 */
export const schedulableNode = (node: DeclaredNode): LabelledNode => ({
  name: node.name,
  labels: {
    'kubernetes.io/hostname': node.name,
    'kubernetes.io/os': 'linux',
    ...(node.role === 'control-plane' ? { [controlPlaneRole]: '' } : {}),
    ...(node.pool === undefined ? {} : { [poolLabel]: node.pool }),
    ...(hasGpu(node) ? { [gpuLabel]: 'true' } : {}),
    ...node.labels,
  },
  taints: (
    node.taints ??
    (node.role === 'control-plane' ? [{ key: controlPlaneRole, effect: 'NoSchedule' as const }] : [])
  ).map(({ key, value, effect }) => ({ key, effect, ...(value === undefined ? {} : { value }) })),
});

const isSame = (one: NodeTaint, other: NodeTaint): boolean =>
  one.key === other.key && one.effect === other.effect && (one.value ?? '') === (other.value ?? '');

/** Taints that every node of a pool has: whoever asks for the pool means to tolerate them. */
export const taintsOfPool = (nodes: readonly DeclaredNode[], pool: string): readonly NodeTaint[] => {
  const [first, ...others] = nodes.filter((node) => node.pool === pool);
  if (first === undefined) return [];
  return schedulableNode(first).taints.filter((taint) =>
    others.every((node) => schedulableNode(node).taints.some((each) => isSame(each, taint))),
  );
};
