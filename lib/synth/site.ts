import { schedulableNode, type DeclaredNode, type Platform } from '../platform';
import type { Site, SiteNode } from '../render';

const siteNode = (node: DeclaredNode): SiteNode => ({
  ...schedulableNode(node),
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
  ...(spec.images.registry === undefined ? {} : { registry: spec.images.registry }),
});
