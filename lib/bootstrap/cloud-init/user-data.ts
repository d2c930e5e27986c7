import type { DeclaredNode, Platform } from '../../platform';
import { emitYaml } from '../../yaml';
import { containerdFiles } from './containerd';
import { keepalivedFiles } from './keepalived';
import type { NodeFile } from './node-file';
import { installCommands, systemPackages } from './packages';
import { systemFiles } from './system';

const writeFile = ({ path, content, permissions = '0644' }: NodeFile): Readonly<Record<string, string>> => ({
  path,
  owner: 'root:root',
  permissions,
  content,
});

const commands = (platform: Platform, node: DeclaredNode): readonly string[] => [
  'set -eu',
  'swapoff -a',
  String.raw`sed -i -E 's/^([^#].*\sswap\s.*)$/# \1/' /etc/fstab`,
  'systemctl restart systemd-modules-load.service',
  'sysctl --system',
  ...installCommands(platform, node),
  'systemctl enable containerd',
  'systemctl restart containerd',
  'systemctl enable kubelet',
  ...(platform.spec.bootstrap.virtualAddress === undefined || node.role === 'worker'
    ? []
    : ['systemctl enable keepalived', 'systemctl restart keepalived']),
];

/** The short name; a node's full one stands in `fqdn`. */
const shortName = (name: string): string => name.split('.')[0] ?? name;

/**
 * cloud-init user data that makes a machine ready for kubeadm; it does not run kubeadm, for that needs secrets.
 * https://cloudinit.readthedocs.io/en/latest/reference/modules.html
 */
export const userData = (platform: Platform, node: DeclaredNode): string => {
  const { ssh, timeServers, trustedCertificates } = platform.spec.bootstrap;
  const files = [
    ...systemFiles(platform, node),
    ...containerdFiles(platform, node),
    ...keepalivedFiles(platform, node),
  ];
  return [
    '#cloud-config',
    `# ${node.name}, from spec.nodes[${node.name}]`,
    emitYaml({
      hostname: shortName(node.name),
      ...(node.name.includes('.') ? { fqdn: node.name } : {}),
      manage_etc_hosts: true,
      users: [
        {
          name: ssh.user,
          groups: ['sudo'],
          shell: '/bin/bash',
          sudo: 'ALL=(ALL) NOPASSWD:ALL',
          lock_passwd: true,
          ...(ssh.authorizedKeys.length === 0 ? {} : { ssh_authorized_keys: ssh.authorizedKeys }),
        },
      ],
      ...(timeServers.length === 0 ? {} : { ntp: { enabled: true, servers: timeServers } }),
      ...(trustedCertificates.length === 0 ? {} : { ca_certs: { trusted: trustedCertificates } }),
      package_update: true,
      packages: systemPackages(platform, node),
      write_files: files.map(writeFile),
      // One script, so that the first command that fails ends it and `cloud-init status` tells.
      runcmd: [commands(platform, node).join('\n')],
    }),
  ].join('\n');
};
