import { z } from 'zod';
import { isSubnet, parseIpRange, subnetsOf } from '../ip-range';
import { calicoVersions, ciliumVersions, flannelVersions, metallbVersions } from '../versions';
import { dnsLabel, dnsSubdomain, wanted } from './scalars';

/** One subnet, or one of each family with a comma between them, as kubeadm writes it. */
const subnets = z
  .string()
  .refine(
    (text) => subnetsOf(text).every(isSubnet),
    wanted(
      'a subnet such as 10.244.0.0/16, or an IPv4 and an IPv6 one with a comma between them',
      'write the first address of each and the length of its prefix',
    ),
  );

const flannel = z.strictObject({
  kind: z.literal('flannel').describe('Flannel: an overlay, without network policies of its own.'),
  version: z
    .enum(flannelVersions.map((v) => v.version))
    .default('0.28.9')
    .describe('Version of Flannel.'),
  backend: z
    .enum(['vxlan', 'host-gw', 'wireguard'])
    .default('vxlan')
    .describe('How packets travel between nodes; `host-gw` only where all nodes share a link.'),
  mtu: z.int().min(576).max(9216).optional().describe('Default: what the interface of the node says.'),
});

const cilium = z.strictObject({
  kind: z.literal('cilium').describe('Cilium, from its Helm chart.'),
  version: z
    .enum(ciliumVersions.map((v) => v.version))
    .default('1.19.6')
    .describe('Version of Cilium.'),
  kubeProxyReplacement: z
    .boolean()
    .default(true)
    .describe('Whether Cilium does what kube-proxy does; kube-proxy is not installed then.'),
  hubble: z.boolean().default(false).describe('Whether to run the Hubble relay and its user interface.'),
});

const calico = z.strictObject({
  kind: z.literal('calico').describe('Calico through its operator, from its Helm chart.'),
  version: z
    .enum(calicoVersions.map((v) => v.version))
    .default('3.31.7')
    .describe('Version of Calico.'),
  encapsulation: z
    .enum(['VXLAN', 'IPIP', 'VXLANCrossSubnet', 'IPIPCrossSubnet', 'None'])
    .default('VXLANCrossSubnet')
    .describe('How packets travel between nodes.'),
});

const addresses = z
  .string()
  .refine(
    (text) => parseIpRange(text) !== undefined,
    wanted(
      'addresses such as 192.0.2.200-192.0.2.230 or 192.0.2.192/27',
      'write a range from low to high, or a subnet',
    ),
  );

const pool = z.strictObject({
  name: dnsLabel.describe('Name of the IPAddressPool.'),
  addresses: z.array(addresses).min(1).describe('Ranges or subnets that belong to nobody else.'),
  autoAssign: z
    .boolean()
    .default(true)
    .describe('Whether Services get addresses from it without asking for it by name.'),
  avoidBuggyIPs: z.boolean().default(false).describe('Leave out addresses that end in .0 and .255.'),
  namespaces: z.array(dnsLabel).default([]).describe('Namespaces whose Services may use it. Default: all.'),
  interfaces: z
    .array(z.string().min(1))
    .default([])
    .describe('Interfaces that answer for its addresses (layer 2). Default: all.'),
});

const bgpPeer = z.strictObject({
  name: dnsLabel.describe('Name of the BGPPeer.'),
  address: z.union([z.ipv4(), z.ipv6()]).describe('Address of the router.'),
  asn: z.int().min(1).max(4294967295).describe('Its autonomous system.'),
  myASN: z.int().min(1).max(4294967295).describe('The autonomous system of the cluster.'),
  port: z.int().min(1).max(65535).default(179).describe('Its port.'),
  passwordSecret: dnsSubdomain
    .optional()
    .describe('Secret of type `kubernetes.io/basic-auth` in the namespace of MetalLB.'),
});

/** Addresses for Services of type LoadBalancer. */
const loadBalancer = z
  .strictObject({
    version: z
      .enum(metallbVersions.map((v) => v.version))
      .default('0.16.1')
      .describe('Version of MetalLB.'),
    install: z
      .boolean()
      .default(true)
      .describe('Whether to install MetalLB itself; its pools are written in any case.'),
    namespace: dnsLabel.default('metallb-system').describe('Namespace of MetalLB.'),
    pools: z.array(pool).min(1).describe('Address pools.'),
    peers: z
      .array(bgpPeer)
      .default([])
      .describe('Routers that pools are announced to by BGP. Default: none; pools are announced on layer 2.'),
  })
  .describe('MetalLB: without it a LoadBalancer Service on bare metal waits for ever.');

/** The network of the cluster. */
export const networkSchema = z
  .strictObject({
    podSubnet: subnets
      .optional()
      .describe('Subnet that pods get their addresses from; one, or one per address family.'),
    serviceSubnet: subnets
      .default('10.96.0.0/12')
      .describe('Subnet that Services get their addresses from; one, or one per address family.'),
    dnsDomain: dnsSubdomain.default('cluster.local').describe('Domain of Services.'),
    kubeProxy: z
      .strictObject({
        mode: z
          .enum(['iptables', 'ipvs', 'nftables'])
          .default('iptables')
          .describe('How kube-proxy forwards; with `ipvs`, strict ARP is set, as MetalLB needs.'),
      })
      .prefault({})
      .describe('kube-proxy.'),
    cni: z
      .discriminatedUnion('kind', [flannel, cilium, calico])
      .optional()
      .describe('Network plugin. Default: none; somebody else installs one.'),
    loadBalancer: loadBalancer.optional(),
  })
  .prefault({})
  .describe('Addresses, the network plugin and load balancing.');
