import { schedulableNode, type DeclaredNode, type Platform } from '../../platform';
import { kubeletLabels } from '../cluster';
import { extraArgs, kubeadmVersionOf } from './api-version';

const labelsText = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');

/** How a node enters the cluster: its name, address, labels and taints. */
export const nodeRegistration = (
  platform: Platform,
  node: DeclaredNode,
): Readonly<Record<string, unknown>> => {
  const labels = labelsText(kubeletLabels(node));
  const args = {
    ...(node.address === undefined ? {} : { 'node-ip': node.address }),
    ...(labels === '' ? {} : { 'node-labels': labels }),
  };
  return {
    name: node.name,
    criSocket: 'unix:///run/containerd/containerd.sock',
    // An empty list means none; a missing one would mean the control-plane taint.
    taints: schedulableNode(node).taints,
    ...(Object.keys(args).length === 0
      ? {}
      : { kubeletExtraArgs: extraArgs(kubeadmVersionOf(platform), args) }),
  };
};
