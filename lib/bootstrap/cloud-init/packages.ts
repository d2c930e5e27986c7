import { hasGpu, type DeclaredNode, type Platform } from '../../platform';
import { releaseOf } from '../cluster';

const keyrings = '/etc/apt/keyrings';

/** Adds a Debian repository whose key stands beside it. */
const addRepository = (name: string, key: string, source: string): readonly string[] => [
  `curl -fsSL --retry 5 ${key} | gpg --dearmor --yes -o ${keyrings}/${name}.gpg`,
  `echo "deb [signed-by=${keyrings}/${name}.gpg] ${source}" > /etc/apt/sources.list.d/${name}.list`,
];

const nodeTools = [
  'apt-transport-https',
  'ca-certificates',
  'conntrack',
  'containerd',
  'curl',
  'ethtool',
  'gpg',
  'jq',
  'nfs-common',
  'open-iscsi',
  'socat',
  'xfsprogs',
];

/** Packages of the operating system. */
export const systemPackages = ({ spec }: Platform, node: DeclaredNode): readonly string[] =>
  [
    ...nodeTools,
    ...(node.volumeGroups.length === 0 ? [] : ['lvm2', 'thin-provisioning-tools']),
    ...(node.zfsPools.length === 0 ? [] : ['zfsutils-linux']),
    ...(spec.bootstrap.virtualAddress === undefined || node.role === 'worker' ? [] : ['keepalived']),
    ...(spec.network.kubeProxy.mode === 'ipvs' ? ['ipset', 'ipvsadm'] : []),
    ...(hasGpu(node) ? spec.bootstrap.packages.gpuDriver : []),
  ].sort();

/** Commands that install what has a repository of its own: Kubernetes, held at its release, and the GPU runtime. */
export const installCommands = (platform: Platform, node: DeclaredNode): readonly string[] => {
  const { packages } = platform.spec.bootstrap;
  const kubernetes = `${packages.kubernetes}/v${platform.spec.kubernetes.version}/deb`;
  const release = releaseOf(platform);
  return [
    `mkdir -p ${keyrings}`,
    ...addRepository('kubernetes', `${kubernetes}/Release.key`, `${kubernetes}/ /`),
    ...(hasGpu(node)
      ? addRepository(
          'nvidia-container-toolkit',
          `${packages.nvidia}/gpgkey`,
          `${packages.nvidia}/stable/deb/$(dpkg --print-architecture) /`,
        )
      : []),
    'apt-get update',
    `DEBIAN_FRONTEND=noninteractive apt-get install -y ${['kubeadm', 'kubectl', 'kubelet']
      .map((name) => `'${name}=${release}-*'`)
      .join(' ')}`,
    'apt-mark hold kubeadm kubectl kubelet',
    ...(hasGpu(node) ? ['DEBIAN_FRONTEND=noninteractive apt-get install -y nvidia-container-toolkit'] : []),
  ];
};
