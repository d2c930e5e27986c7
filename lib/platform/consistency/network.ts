import { parseIpRange, rangesOverlap, rangeSize, subnetsOf, type IpRange } from '../ip-range';
import type { PlatformSpec } from '../platform';
import {
  calicoVersions,
  ciliumVersions,
  fitsKubernetes,
  flannelVersions,
  metallbVersions,
  type ComponentVersion,
} from '../versions';
import type { Inconsistency } from './inconsistency';
import { repeated } from './repeated';

/** Addresses that somebody has: where they are written, in words, and which. */
interface Claimed {
  readonly field: string;
  readonly what: string;
  readonly text: string;
  readonly range: IpRange;
}

const claimed = (field: string, what: string, texts: readonly string[]): readonly Claimed[] =>
  texts.flatMap((text) => {
    const range = parseIpRange(text);
    return range === undefined ? [] : [{ field, what, text, range }];
  });

/** Everything that has addresses, what was there first before what would take some away. */
const allClaims = (spec: PlatformSpec): readonly Claimed[] => {
  const { network, bootstrap } = spec;
  return [
    ...spec.nodes.flatMap((node) =>
      claimed(
        `spec.nodes[${node.name}].address`,
        `node ${node.name}`,
        node.address === undefined ? [] : [node.address],
      ),
    ),
    ...claimed(
      'spec.bootstrap.virtualAddress.address',
      'the virtual address of the control plane',
      bootstrap.virtualAddress === undefined ? [] : [bootstrap.virtualAddress.address],
    ),
    ...claimed('spec.network.podSubnet', 'the pods', subnetsOf(network.podSubnet)),
    ...claimed('spec.network.serviceSubnet', 'the Services', subnetsOf(network.serviceSubnet)),
    ...(network.loadBalancer?.pools ?? []).flatMap((pool) =>
      claimed(
        `spec.network.loadBalancer.pools[${pool.name}].addresses`,
        `address pool ${pool.name}`,
        pool.addresses,
      ),
    ),
  ];
};

const isNode = ({ field }: Claimed): boolean => field.startsWith('spec.nodes[');

const overlaps = (spec: PlatformSpec): readonly Inconsistency[] => {
  const claims = allClaims(spec);
  return claims.flatMap((later, index) => {
    const earlier = claims
      .slice(0, index)
      // Two nodes with one address are reported where nodes are.
      .find((other) => !(isNode(later) && isNode(other)) && rangesOverlap(later.range, other.range));
    return earlier === undefined
      ? []
      : [
          {
            rule: 'network/overlap',
            field: later.field,
            got: `${later.text}, which overlaps ${earlier.text} of ${earlier.what}`,
            want: 'addresses that nobody else has',
            fix: 'move one of the two',
          },
        ];
  });
};

const families = (texts: readonly string[]): readonly number[] =>
  texts.map((text) => parseIpRange(text)?.family ?? 0);

/** kubeadm wants one subnet per family, and pods and Services of the same families. */
const familyProblems = ({ podSubnet, serviceSubnet }: PlatformSpec['network']): readonly Inconsistency[] => {
  const own = (['podSubnet', 'serviceSubnet'] as const).flatMap((name): readonly Inconsistency[] => {
    const texts = subnetsOf(name === 'podSubnet' ? podSubnet : serviceSubnet);
    return new Set(families(texts)).size === texts.length
      ? []
      : [
          {
            rule: 'network/families',
            field: `spec.network.${name}`,
            got: texts.join(', '),
            want: 'one subnet, or one IPv4 and one IPv6 subnet',
            fix: 'keep one of each family',
          },
        ];
  });
  if (own.length > 0 || podSubnet === undefined) return own;
  return [...families(subnetsOf(podSubnet))].sort().join() ===
    [...families(subnetsOf(serviceSubnet))].sort().join()
    ? []
    : [
        {
          rule: 'network/families',
          field: 'spec.network.serviceSubnet',
          got: `${serviceSubnet} beside pods in ${podSubnet}`,
          want: 'the same address families for pods and Services',
          fix: 'give both one subnet of each family that the cluster has',
        },
      ];
};

const nodePrefix = { 4: 24, 6: 64 } as const;

/** Every node takes a /24 (IPv4) or a /64 (IPv6) out of the subnet of the pods. */
const roomProblems = ({ network, nodes }: PlatformSpec): readonly Inconsistency[] =>
  subnetsOf(network.podSubnet).flatMap((text) => {
    const range = parseIpRange(text);
    if (range === undefined) return [];
    const perNode = 1n << BigInt((range.family === 4 ? 32 : 128) - nodePrefix[range.family]);
    const room = rangeSize(range) / perNode;
    return room >= BigInt(nodes.length)
      ? []
      : [
          {
            rule: 'network/pod-subnet-size',
            field: 'spec.network.podSubnet',
            got: `${text}, with room for ${room} nodes of a /${nodePrefix[range.family]} each`,
            want: `room for ${nodes.length} nodes`,
            fix: 'take a larger subnet; it cannot be changed later',
          },
        ];
  });

const versionsOf: Readonly<Record<'flannel' | 'cilium' | 'calico', readonly ComponentVersion[]>> = {
  flannel: flannelVersions,
  cilium: ciliumVersions,
  calico: calicoVersions,
};

const versionProblem = (
  field: string,
  name: string,
  known: readonly ComponentVersion[],
  version: string,
  { kubernetes }: PlatformSpec,
): readonly Inconsistency[] => {
  const fitting = known.filter((each) => fitsKubernetes(each, kubernetes.version));
  return fitting.some((each) => each.version === version)
    ? []
    : [
        {
          rule: 'versions/network',
          field,
          got: `${name} ${version} with Kubernetes ${kubernetes.version}`,
          want: `one of ${fitting.map((each) => each.version).join(', ') || 'none'} with Kubernetes ${kubernetes.version}`,
          fix: fitting[0] === undefined ? 'choose another one' : `set it to ${fitting[0].version}`,
        },
      ];
};

const cniProblems = (spec: PlatformSpec): readonly Inconsistency[] => {
  const { cni, podSubnet } = spec.network;
  if (cni === undefined) return [];
  return [
    ...(podSubnet === undefined
      ? [
          {
            rule: 'network/pod-subnet',
            field: 'spec.network.cni',
            got: `${cni.kind} without spec.network.podSubnet`,
            want: 'the subnet that it gives pods their addresses from',
            fix: 'set spec.network.podSubnet, as in 10.244.0.0/16; it must equal what the cluster was made with',
          },
        ]
      : []),
    ...versionProblem('spec.network.cni.version', cni.kind, versionsOf[cni.kind], cni.version, spec),
  ];
};

const loadBalancerProblems = (spec: PlatformSpec): readonly Inconsistency[] => {
  const { loadBalancer } = spec.network;
  if (loadBalancer === undefined) return [];
  return [
    ...repeated(
      'spec.network.loadBalancer.pools',
      loadBalancer.pools.map((pool) => pool.name),
      'network/pool-names',
    ),
    ...repeated(
      'spec.network.loadBalancer.peers',
      loadBalancer.peers.map((peer) => peer.name),
      'network/peer-names',
    ),
    ...loadBalancer.pools
      .filter((pool) => loadBalancer.peers.length > 0 && pool.interfaces.length > 0)
      .map((pool) => ({
        rule: 'network/pool-interfaces',
        field: `spec.network.loadBalancer.pools[${pool.name}].interfaces`,
        got: `${pool.interfaces.join(', ')}, though pools are announced by BGP`,
        want: 'none: interfaces matter on layer 2',
        fix: 'remove them, or remove spec.network.loadBalancer.peers',
      })),
    ...versionProblem(
      'spec.network.loadBalancer.version',
      'MetalLB',
      metallbVersions,
      loadBalancer.version,
      spec,
    ),
  ];
};

/** Subnets, address pools, the network plugin. */
export const networkProblems = (spec: PlatformSpec): readonly Inconsistency[] => [
  ...overlaps(spec),
  ...familyProblems(spec.network),
  ...roomProblems(spec),
  ...cniProblems(spec),
  ...loadBalancerProblems(spec),
];
