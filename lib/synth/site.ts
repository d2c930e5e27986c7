import type { Platform } from '../platform';
import type { Site, SiteNode } from '../render';

type Node = Platform['spec']['nodes'][number];

/** Label that `placement.pool` selects. */
export const poolLabel = 'drydock.dev/pool';

const controlPlaneRole = 'node-role.kubernetes.io/control-plane';

const siteNode = (node: Node): SiteNode => ({
  name: node.name,
  labels: {
    'kubernetes.io/hostname': node.name,
    'kubernetes.io/os': 'linux',
    ...(node.role === 'control-plane' ? { [controlPlaneRole]: '' } : {}),
    ...(node.pool === undefined ? {} : { [poolLabel]: node.pool }),
    ...node.labels,
  },
  taints: (
    node.taints ??
    (node.role === 'control-plane' ? [{ key: controlPlaneRole, effect: 'NoSchedule' as const }] : [])
  ).map(({ key, value, effect }) => ({ key, effect, ...(value === undefined ? {} : { value }) })),
  capacity: {
    cpu: node.capacity.cpu,
    memory: node.capacity.memory,
    pods: String(node.capacity.pods),
    ...Object.fromEntries(
      Object.entries(node.capacity.extended).map(([name, amount]) => [name, String(amount)]),
    ),
  },
});

/** What the release is checked against: the nodes with the labels and taints that kubeadm and Kubernetes give them. */
export const siteOf = ({ spec }: Platform): Site => ({
  kubernetes: spec.kubernetes.version,
  nodes: spec.nodes.map(siteNode),
});
