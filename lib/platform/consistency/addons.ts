import { parseIpRange, rangesOverlap } from '../ip-range';
import { hasGpu } from '../node-facts';
import type { PlatformSpec } from '../platform';
import type { Inconsistency } from './inconsistency';
import { repeated } from './repeated';

const gpuProblems = ({ addons, nodes }: PlatformSpec): readonly Inconsistency[] =>
  addons.gpu === undefined || nodes.some(hasGpu)
    ? []
    : [
        {
          rule: 'addons/gpu-node',
          field: 'spec.addons.gpu',
          got: `${addons.gpu.kind}, with no node that has a GPU`,
          want: 'a node with capacity.extended of nvidia.com/gpu',
          fix: 'declare the GPUs of the nodes, or remove spec.addons.gpu',
        },
      ];

const needsIssuer = (
  field: string,
  issuer: string | undefined,
  { addons }: PlatformSpec,
): readonly Inconsistency[] =>
  issuer !== undefined || addons.certificates !== undefined
    ? []
    : [
        {
          rule: 'addons/issuer',
          field,
          got: 'no issuer, and no spec.addons.certificates',
          want: 'somebody who signs its certificate',
          fix: 'add spec.addons.certificates, or name a ClusterIssuer of the site as issuer',
        },
      ];

/** An address that is asked for by name must be in a pool that gives addresses away. */
const addressProblems = (
  field: string,
  address: string | undefined,
  { network }: PlatformSpec,
): readonly Inconsistency[] => {
  const own = address === undefined ? undefined : parseIpRange(address);
  if (own === undefined) return [];
  const pools = network.loadBalancer?.pools ?? [];
  const isInPool = pools
    .flatMap((pool) => pool.addresses)
    .some((text) => {
      const range = parseIpRange(text);
      return range !== undefined && rangesOverlap(range, own);
    });
  return isInPool
    ? []
    : [
        {
          rule: 'addons/address',
          field,
          got: `${address ?? ''}, which is in no address pool`,
          want:
            pools.length === 0
              ? 'an address pool that has it'
              : `an address of ${pools.map(({ name, addresses }) => `${name} (${addresses.join(', ')})`).join(', ')}`,
          fix: 'add it to a pool of spec.network.loadBalancer, or choose another address',
        },
      ];
};

const gatewayProblems = (spec: PlatformSpec): readonly Inconsistency[] => {
  const { gateway } = spec.addons;
  if (gateway === undefined) return [];
  return [
    ...needsIssuer('spec.addons.gateway', gateway.issuer, spec),
    ...addressProblems('spec.addons.gateway.address', gateway.address, spec),
    ...(gateway.controller.kind === 'cilium' && spec.network.cni?.kind !== 'cilium'
      ? [
          {
            rule: 'addons/gateway-controller',
            field: 'spec.addons.gateway.controller',
            got: `cilium, with ${spec.network.cni?.kind ?? 'no network plugin of the platform'}`,
            want: 'spec.network.cni of kind cilium',
            fix: 'choose traefik, or make Cilium the network plugin',
          },
        ]
      : []),
    ...(spec.kubernetes.distribution === 'kubeadm' &&
    gateway.controller.kind !== 'existing' &&
    spec.network.loadBalancer === undefined
      ? [
          {
            rule: 'addons/gateway-address',
            field: 'spec.addons.gateway',
            got: 'a Gateway on bare metal without spec.network.loadBalancer',
            want: 'something that gives its Service an address; else it waits for ever',
            fix: 'add an address pool to spec.network.loadBalancer',
          },
        ]
      : []),
  ];
};

const registryProblems = (spec: PlatformSpec): readonly Inconsistency[] => {
  const { registry, externalSecrets } = spec.addons;
  if (registry === undefined) return [];
  return [
    ...needsIssuer('spec.addons.registry', registry.issuer, spec),
    ...addressProblems('spec.addons.registry.address', registry.address, spec),
    ...(registry.htpasswdSecret === undefined && externalSecrets === undefined
      ? [
          {
            rule: 'addons/registry-password',
            field: 'spec.addons.registry',
            got: 'no htpasswdSecret, and no spec.addons.externalSecrets that would generate one',
            want: 'a password for the registry',
            fix: 'add spec.addons.externalSecrets, or name a Secret as htpasswdSecret',
          },
        ]
      : []),
  ];
};

/** What add-ons need of each other and of the site. */
export const addonProblems = (spec: PlatformSpec): readonly Inconsistency[] => [
  ...gpuProblems(spec),
  ...gatewayProblems(spec),
  ...registryProblems(spec),
  ...repeated(
    'spec.addons.externalSecrets.stores',
    (spec.addons.externalSecrets?.stores ?? []).map((store) => store.name),
    'addons/store-names',
  ),
];
