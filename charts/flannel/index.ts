import { k8s } from 'cdk8s-plus-27';
import { ComponentChart, waive, type Component } from '../../lib/constructs';
import { subnetsOf, type Platform } from '../../lib/platform';
import { daemonSetSpec } from './daemon-set';
import { addRbac } from './rbac';
import { labels, name, namespace } from './names';

type Flannel = Extract<NonNullable<Platform['spec']['network']['cni']>, { kind: 'flannel' }>;

const cniConfiguration = {
  name: 'cbr0',
  cniVersion: '0.3.1',
  plugins: [
    { type: 'flannel', delegate: { hairpinMode: true, isDefaultGateway: true } },
    { type: 'portmap', capabilities: { portMappings: true } },
  ],
};

/** https://github.com/flannel-io/flannel/blob/master/Documentation/configuration.md */
const networkConfiguration = ({ spec }: Platform, { backend, mtu }: Flannel): unknown => {
  const subnets = subnetsOf(spec.network.podSubnet);
  const ipv4 = subnets.find((subnet) => !subnet.includes(':'));
  const ipv6 = subnets.find((subnet) => subnet.includes(':'));
  return {
    ...(ipv4 === undefined ? { EnableIPv4: false } : { Network: ipv4 }),
    ...(ipv6 === undefined ? {} : { EnableIPv6: true, IPv6Network: ipv6 }),
    EnableNFTables: spec.network.kubeProxy.mode === 'nftables',
    Backend: { Type: backend, ...(mtu === undefined ? {} : { MTU: mtu }) },
  };
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Flannel, natively: the network that pods talk over. https://github.com/flannel-io/flannel */
export const flannel: Component = {
  name,
  summary: 'Flannel, the network of the pods.',
  field: 'spec.network.cni',
  dependsOn: [],
  enabled: ({ spec }) => spec.network.cni?.kind === 'flannel',
  namespace: () => namespace,
  namespaces: () => [
    {
      name: namespace,
      podSecurity: 'privileged',
      because: 'it makes the interfaces and routes of every node',
      apiServerAccess: true,
    },
  ],
  version: ({ spec }) => spec.network.cni?.version ?? '',
  chart: (scope, { platform }) => {
    const chart = new ComponentChart(scope, name, { namespace });
    const { cni } = platform.spec.network;
    if (cni?.kind !== 'flannel') return chart;
    addRbac(chart);
    new k8s.KubeConfigMap(chart, 'config', {
      metadata: { name: 'kube-flannel-cfg', labels },
      data: {
        'cni-conf.json': json(cniConfiguration),
        'net-conf.json': json(networkConfiguration(platform, cni)),
      },
    });
    const daemon = new k8s.KubeDaemonSet(chart, 'daemon-set', {
      metadata: { name: 'kube-flannel-ds', labels },
      spec: daemonSetSpec(cni.version),
    });
    waive(daemon, 'pod-security/restricted', 'It makes the interfaces and routes of its node.');
    return chart;
  },
};
