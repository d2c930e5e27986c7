import { argoCdVersions, fitsKubernetes } from '../versions';
import type { PlatformSpec } from '../platform';
import type { Inconsistency } from './inconsistency';
import { repeated } from './repeated';

/** Nodes: their names, addresses and roles. */
export const siteProblems = (spec: PlatformSpec): readonly Inconsistency[] => {
  const problems: Inconsistency[] = [
    ...repeated(
      'spec.nodes',
      spec.nodes.map((node) => node.name),
      'site/node-names',
    ),
  ];
  const addresses = spec.nodes.flatMap((node) => (node.address === undefined ? [] : [node.address]));
  for (const node of spec.nodes) {
    if (
      node.address !== undefined &&
      addresses.indexOf(node.address) !== addresses.lastIndexOf(node.address)
    ) {
      problems.push({
        rule: 'site/node-addresses',
        field: `spec.nodes[${node.name}].address`,
        got: node.address,
        want: 'an address that no other node has',
        fix: 'correct one of the two nodes',
      });
    }
  }
  if (
    spec.kubernetes.distribution === 'kubeadm' &&
    !spec.nodes.some((node) => node.role === 'control-plane')
  ) {
    problems.push({
      rule: 'site/control-plane',
      field: 'spec.nodes',
      got: 'no node with role control-plane',
      want: 'at least one, for distribution kubeadm',
      fix: 'add it, or set spec.kubernetes.distribution to managed',
    });
  }
  if (!spec.nodes.some((node) => node.role === 'worker')) {
    problems.push({
      rule: 'site/workers',
      field: 'spec.nodes',
      got: 'no node with role worker',
      want: 'at least one',
      fix: 'add it; for a single machine, give it role worker and set distribution to managed',
    });
  }
  const members = spec.nodes.filter((node) => node.role === 'control-plane').length;
  if (members > 1 && members % 2 === 0) {
    problems.push({
      rule: 'site/etcd-quorum',
      field: 'spec.nodes',
      got: `${members} control-plane nodes`,
      want: 'an odd number: an even one survives no more failures than one node less',
      fix: 'add or remove one',
    });
  }
  return problems;
};

/** Whether the Argo CD is known to run on the Kubernetes. */
export const argoCdProblems = (spec: PlatformSpec): readonly Inconsistency[] => {
  const { version } = spec.delivery.argoCD;
  const fitting = argoCdVersions.filter((known) => fitsKubernetes(known, spec.kubernetes.version));
  return fitting.some((known) => known.version === version)
    ? []
    : [
        {
          rule: 'versions/argo-cd',
          field: 'spec.delivery.argoCD.version',
          got: `Argo CD ${version} with Kubernetes ${spec.kubernetes.version}`,
          want: `one of ${fitting.map((known) => known.version).join(', ')} with Kubernetes ${spec.kubernetes.version}`,
          fix: `set it to ${fitting[0]?.version ?? 'a version that fits'}`,
        },
      ];
};
