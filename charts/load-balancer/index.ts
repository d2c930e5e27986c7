import { ApiObject } from 'cdk8s';
import { ComponentChart, fromField, type Component, type StandIn } from '../../lib/constructs';
import type { PlatformSpec } from '../../lib/platform';

type LoadBalancer = NonNullable<PlatformSpec['network']['loadBalancer']>;
type Pool = LoadBalancer['pools'][number];

const labels = { 'app.kubernetes.io/name': 'metallb', 'app.kubernetes.io/component': 'addresses' };

const addPool = (chart: ComponentChart, pool: Pool): void => {
  new ApiObject(chart, `pool-${pool.name}`, {
    apiVersion: 'metallb.io/v1beta1',
    kind: 'IPAddressPool',
    metadata: { name: pool.name, labels },
    spec: {
      addresses: pool.addresses,
      autoAssign: pool.autoAssign,
      ...(pool.avoidBuggyIPs ? { avoidBuggyIPs: true } : {}),
      ...(pool.namespaces.length === 0 ? {} : { serviceAllocation: { namespaces: pool.namespaces } }),
    },
  });
};

/** A pool that nobody announces is given away and never reached, so each has its own advertisement. */
const addAdvertisement = (chart: ComponentChart, pool: Pool, { peers }: LoadBalancer): void => {
  new ApiObject(chart, `advertisement-${pool.name}`, {
    apiVersion: 'metallb.io/v1beta1',
    kind: peers.length === 0 ? 'L2Advertisement' : 'BGPAdvertisement',
    metadata: { name: pool.name, labels },
    spec: {
      ipAddressPools: [pool.name],
      ...(peers.length === 0
        ? pool.interfaces.length === 0
          ? {}
          : { interfaces: pool.interfaces }
        : { peers: peers.map((peer) => peer.name) }),
    },
  });
};

const addPeer = (chart: ComponentChart, peer: LoadBalancer['peers'][number]): ApiObject =>
  new ApiObject(chart, `peer-${peer.name}`, {
    apiVersion: 'metallb.io/v1beta2',
    kind: 'BGPPeer',
    metadata: { name: peer.name, labels },
    spec: {
      myASN: peer.myASN,
      peerASN: peer.asn,
      peerAddress: peer.address,
      peerPort: peer.port,
      ...(peer.passwordSecret === undefined ? {} : { passwordSecret: { name: peer.passwordSecret } }),
    },
  });

const definitions: StandIn = {
  kind: 'definitions',
  group: 'metallb.io',
  version: 'v1beta1',
  kinds: [
    { kind: 'IPAddressPool', plural: 'ipaddresspools', scope: 'Namespaced' },
    { kind: 'L2Advertisement', plural: 'l2advertisements', scope: 'Namespaced' },
    { kind: 'BGPAdvertisement', plural: 'bgpadvertisements', scope: 'Namespaced' },
    { kind: 'BGPPeer', plural: 'bgppeers', scope: 'Namespaced' },
  ],
  because: 'the chart of MetalLB brings them',
};

/** Addresses for Services of type LoadBalancer, and who announces them. */
export const loadBalancer: Component = {
  name: 'load-balancer',
  summary: 'Address pools of MetalLB and how they are announced.',
  field: 'spec.network.loadBalancer',
  dependsOn: ['metallb'],
  enabled: ({ spec }) => spec.network.loadBalancer !== undefined,
  namespace: ({ spec }) => spec.network.loadBalancer?.namespace ?? 'metallb-system',
  namespaces: ({ spec }) => [
    {
      name: spec.network.loadBalancer?.namespace ?? 'metallb-system',
      podSecurity: 'privileged',
      because: 'the speaker answers for addresses on the network of the nodes',
      network: 'open',
      ...(spec.network.loadBalancer?.install === false ? { existing: true } : {}),
    },
  ],
  standIns: () => [definitions],
  chart: (scope, { platform }) => {
    const settings = platform.spec.network.loadBalancer;
    const chart = new ComponentChart(scope, 'load-balancer', {
      namespace: settings?.namespace ?? 'metallb-system',
    });
    if (settings === undefined) return chart;
    for (const pool of settings.pools) {
      addPool(chart, pool);
      addAdvertisement(chart, pool, settings);
    }
    for (const peer of settings.peers) {
      fromField(addPeer(chart, peer), `spec.network.loadBalancer.peers[${peer.name}]`);
    }
    return chart;
  },
};
