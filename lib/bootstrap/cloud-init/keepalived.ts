import type { DeclaredNode, Platform } from '../../platform';
import { controlPlaneOf } from '../cluster';
import type { NodeFile } from './node-file';

const highest = 100;
const penalty = 20;

/**
 * keepalived, which holds the virtual address on a control-plane node whose API server answers. A node that fails its
 * check only loses weight: while the cluster is made no node answers, and one must have the address all the same.
 */
export const keepalivedFiles = (platform: Platform, node: DeclaredNode): readonly NodeFile[] => {
  const { virtualAddress } = platform.spec.bootstrap;
  if (virtualAddress === undefined || node.role !== 'control-plane') return [];
  const members = controlPlaneOf(platform);
  const peers = members.filter((each) => each !== node).flatMap(({ address }) => address ?? []);
  const { port } = platform.spec.kubernetes.apiServer;
  const configuration = [
    'global_defs {',
    '  script_user nobody',
    '  enable_script_security',
    '}',
    '',
    'vrrp_script api_server {',
    '  script "/etc/keepalived/check-api-server.sh"',
    '  interval 3',
    '  fall 3',
    '  rise 2',
    `  weight -${penalty}`,
    '}',
    '',
    'vrrp_instance control_plane {',
    '  state BACKUP',
    `  interface ${virtualAddress.interface}`,
    `  virtual_router_id ${virtualAddress.routerId}`,
    `  priority ${highest - members.indexOf(node)}`,
    ...(node.address === undefined ? [] : [`  unicast_src_ip ${node.address}`]),
    ...(peers.length === 0 ? [] : ['  unicast_peer {', ...peers.map((peer) => `    ${peer}`), '  }']),
    '  virtual_ipaddress {',
    `    ${virtualAddress.address}`,
    '  }',
    '  track_script {',
    '    api_server',
    '  }',
    '}',
    '',
  ].join('\n');
  const check = `#!/bin/sh\nexec curl -sfk --max-time 2 -o /dev/null https://localhost:${port}/healthz\n`;
  return [
    { path: '/etc/keepalived/keepalived.conf', content: configuration },
    { path: '/etc/keepalived/check-api-server.sh', content: check, permissions: '0755' },
  ];
};
