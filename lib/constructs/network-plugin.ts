import { subnetsOf, type Platform } from '../platform';
import type { ChartReference } from './upstream-reference';

/** A network plugin that its chart installs, with where it goes. */
export interface NetworkPluginChart {
  readonly namespace: string;
  readonly reference: ChartReference;
}

/** Where the API server is reached before there is a network: without Services. */
export interface ApiServerEndpoint {
  readonly host: string;
  readonly port: number;
}

/** The address of the control plane, as nodes reach it. */
export const controlPlaneEndpoint = ({ spec }: Platform): ApiServerEndpoint => {
  const { bootstrap, kubernetes, nodes } = spec;
  if (bootstrap.controlPlaneEndpoint !== undefined) return bootstrap.controlPlaneEndpoint;
  const { port } = kubernetes.apiServer;
  if (bootstrap.virtualAddress !== undefined) return { host: bootstrap.virtualAddress.address, port };
  const first = nodes.find((node) => node.role === 'control-plane');
  return { host: first?.address ?? first?.name ?? 'localhost', port };
};

const ciliumChart = (platform: Platform): ChartReference | undefined => {
  const { cni } = platform.spec.network;
  if (cni?.kind !== 'cilium') return undefined;
  const endpoint = controlPlaneEndpoint(platform);
  return {
    kind: 'chart',
    repoURL: 'https://helm.cilium.io',
    chart: 'cilium',
    version: cni.version,
    releaseName: 'cilium',
    values: {
      kubeProxyReplacement: cni.kubeProxyReplacement,
      // Services need a network, and the network needs the API server.
      ...(cni.kubeProxyReplacement ? { k8sServiceHost: endpoint.host, k8sServicePort: endpoint.port } : {}),
      // Nodes get their part of the subnet of the pods from Kubernetes.
      ipam: { mode: 'kubernetes' },
      operator: { replicas: platform.spec.nodes.length > 2 ? 2 : 1 },
      ...(subnetsOf(platform.spec.network.podSubnet).some((subnet) => subnet.includes(':'))
        ? { ipv6: { enabled: true } }
        : {}),
      ...(platform.spec.addons.gateway?.controller.kind === 'cilium'
        ? { gatewayAPI: { enabled: true } }
        : {}),
      ...(cni.hubble ? { hubble: { relay: { enabled: true }, ui: { enabled: true } } } : {}),
    },
  };
};

const calicoChart = ({ spec }: Platform): ChartReference | undefined => {
  const { cni, podSubnet } = spec.network;
  if (cni?.kind !== 'calico') return undefined;
  return {
    kind: 'chart',
    repoURL: 'https://docs.tigera.io/calico/charts',
    chart: 'tigera-operator',
    version: `v${cni.version}`,
    releaseName: 'calico',
    values: {
      installation: {
        enabled: true,
        cni: { type: 'Calico' },
        ...(spec.images.registry === undefined ? {} : { registry: `${spec.images.registry}/` }),
        calicoNetwork: {
          ipPools: subnetsOf(podSubnet).map((cidr) => ({
            cidr,
            encapsulation: cidr.includes(':') ? 'None' : cni.encapsulation,
            natOutgoing: 'Enabled',
            nodeSelector: 'all()',
          })),
        },
      },
    },
  };
};

/** The chart of the platform's network plugin, where it comes from one. The bootstrap installs it, Argo CD keeps it. */
export const networkPluginChart = (platform: Platform): NetworkPluginChart | undefined => {
  const cilium = ciliumChart(platform);
  if (cilium !== undefined) return { namespace: 'kube-system', reference: cilium };
  const calico = calicoChart(platform);
  return calico === undefined ? undefined : { namespace: 'tigera-operator', reference: calico };
};
