import type { SiteNode } from '../render';

/** What a kubelet reports of its machine when nobody has declared it. */
const reported = { pods: '110', 'ephemeral-storage': '100Gi' };

/** What a kubelet labels its node with: affinity of local volumes and spread over nodes depend on it. */
const kubeletLabels = (node: SiteNode): Readonly<Record<string, string>> => ({
  'kubernetes.io/hostname': node.name,
  'kubernetes.io/os': 'linux',
  'kubernetes.io/arch': 'amd64',
});

/**
 * A Node that kwok plays the kubelet of.
 * https://kwok.sigs.k8s.io/docs/user/kwok-manage-nodes-and-pods/
 */
export const fakeNode = (node: SiteNode): object => {
  const capacity = { ...reported, ...node.capacity };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: node.name,
      labels: { ...kubeletLabels(node), ...node.labels },
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
    },
    spec: { taints: node.taints },
    status: { capacity, allocatable: capacity },
  };
};
