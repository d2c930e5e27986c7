import type { PlatformSpec } from '../platform';
import type { Inconsistency } from './inconsistency';

const controlPlaneOf = (spec: PlatformSpec): PlatformSpec['nodes'] =>
  spec.nodes.filter((node) => node.role === 'control-plane');

const endpointProblems = (spec: PlatformSpec): readonly Inconsistency[] => {
  const { controlPlaneEndpoint, virtualAddress } = spec.bootstrap;
  const members = controlPlaneOf(spec);
  if (members.length < 2 || controlPlaneEndpoint !== undefined || virtualAddress !== undefined) return [];
  return [
    {
      rule: 'bootstrap/endpoint',
      field: 'spec.bootstrap',
      got: `no controlPlaneEndpoint for ${members.length} control-plane nodes`,
      want: 'a name or address that stands for all of them',
      fix: 'set spec.bootstrap.controlPlaneEndpoint, or spec.bootstrap.virtualAddress for an address that moves between them',
    },
  ];
};

const virtualAddressProblems = (spec: PlatformSpec): readonly Inconsistency[] => {
  if (spec.bootstrap.virtualAddress === undefined) return [];
  return controlPlaneOf(spec)
    .filter((node) => node.address === undefined)
    .map((node) => ({
      rule: 'bootstrap/node-address',
      field: `spec.nodes[${node.name}]`,
      got: 'no address',
      want: 'an address: keepalived talks to its peers there',
      fix: 'set address, or balance the control plane outside of its nodes',
    }));
};

const releaseProblems = ({ bootstrap, kubernetes }: PlatformSpec): readonly Inconsistency[] =>
  bootstrap.kubernetesRelease === undefined ||
  bootstrap.kubernetesRelease.startsWith(`${kubernetes.version}.`)
    ? []
    : [
        {
          rule: 'bootstrap/release',
          field: 'spec.bootstrap.kubernetesRelease',
          got: bootstrap.kubernetesRelease,
          want: `a release of ${kubernetes.version}, which is spec.kubernetes.version`,
          fix: 'change one of the two',
        },
      ];

const restricted = /(^|\.)(kubernetes|k8s)\.io$/;
const allowed = /(^|\.)(kubelet|node)\.kubernetes\.io$/;

/** The kubelet may not give itself these labels. https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction */
const labelProblems = (spec: PlatformSpec): readonly Inconsistency[] =>
  spec.nodes.flatMap((node) =>
    Object.keys(node.labels)
      .filter((key) => {
        const domain = key.includes('/') ? key.slice(0, key.indexOf('/')) : '';
        return restricted.test(domain) && !allowed.test(domain);
      })
      .map((key) => ({
        rule: 'bootstrap/node-label',
        field: `spec.nodes[${node.name}].labels`,
        got: `${key}, which a kubelet may not give its own node`,
        want: 'a label of another domain',
        fix: 'use a domain of the site, or node.kubernetes.io',
      })),
  );

/** What kubeadm and the kubelets would refuse. Nothing is checked on a cluster that somebody else runs. */
export const bootstrapProblems = (spec: PlatformSpec): readonly Inconsistency[] =>
  spec.kubernetes.distribution === 'managed'
    ? []
    : [
        ...endpointProblems(spec),
        ...virtualAddressProblems(spec),
        ...releaseProblems(spec),
        ...labelProblems(spec),
      ];
