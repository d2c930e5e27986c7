import { subnetsOf, type DeclaredNode, type Platform } from '../../platform';
import { emitYaml } from '../../yaml';
import type { NodeFile } from './node-file';

/** Kernel modules that the node's networking and storage need. */
const modulesOf = ({ spec }: Platform, node: DeclaredNode): readonly string[] => [
  'overlay',
  'br_netfilter',
  ...(spec.network.kubeProxy.mode === 'ipvs' ? ['ip_vs', 'ip_vs_rr', 'ip_vs_sh', 'ip_vs_wrr'] : []),
  ...(node.volumeGroups.length === 0 ? [] : ['dm_thin_pool', 'dm_snapshot']),
  ...(spec.storage.classes.some(({ kind }) => kind === 'mayastor') ? ['nvme_tcp'] : []),
];

const hasIpv6 = ({ network }: Platform['spec']): boolean =>
  [...subnetsOf(network.podSubnet), ...subnetsOf(network.serviceSubnet)].some((subnet) =>
    subnet.includes(':'),
  );

const settingsOf = ({ spec }: Platform): readonly (readonly [string, number])[] => [
  ['net.ipv4.ip_forward', 1],
  ...(hasIpv6(spec) ? [['net.ipv6.conf.all.forwarding', 1] as const] : []),
  ['net.bridge.bridge-nf-call-iptables', 1],
  ['net.bridge.bridge-nf-call-ip6tables', 1],
  // Notebooks and controllers watch more files than the kernel lets a user by default.
  ['fs.inotify.max_user_instances', 2280],
  ['fs.inotify.max_user_watches', 1255360],
  ...(spec.storage.classes.some(({ kind }) => kind === 'mayastor')
    ? [['vm.nr_hugepages', 1024] as const]
    : []),
];

/** Modules, kernel settings, the container tool's socket, and what the kubelet of this node alone is told. */
export const systemFiles = (platform: Platform, node: DeclaredNode): readonly NodeFile[] => [
  { path: '/etc/modules-load.d/kubernetes.conf', content: `${modulesOf(platform, node).join('\n')}\n` },
  {
    path: '/etc/sysctl.d/99-kubernetes.conf',
    content: settingsOf(platform)
      .map(([name, value]) => `${name} = ${value}\n`)
      .join(''),
  },
  { path: '/etc/crictl.yaml', content: 'runtime-endpoint: unix:///run/containerd/containerd.sock\n' },
  {
    path: '/etc/kubernetes/patches/kubeletconfiguration+merge.yaml',
    content: emitYaml({ maxPods: node.capacity.pods }),
  },
];
