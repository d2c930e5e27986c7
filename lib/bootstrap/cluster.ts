import {
  argoCdCharts,
  kubernetesReleases,
  schedulableNode,
  type DeclaredNode,
  type Platform,
} from '../platform';

/** A host and a port. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** `host:port`, with brackets around an IPv6 address. */
export const endpointText = ({ host, port }: Endpoint): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

/** Control-plane nodes; the first makes the cluster, the others join it. */
export const controlPlaneOf = ({ spec }: Platform): readonly DeclaredNode[] =>
  spec.nodes.filter((node) => node.role === 'control-plane');

/** All other nodes. */
export const workersOf = ({ spec }: Platform): readonly DeclaredNode[] =>
  spec.nodes.filter((node) => node.role === 'worker');

/** Where a node is reached. */
export const hostOf = (node: DeclaredNode): string => node.address ?? node.name;

export { controlPlaneEndpoint as endpointOf } from '../constructs';

/** Release of Kubernetes on the nodes, as in `1.34.2`. */
export const releaseOf = ({ spec }: Platform): string =>
  spec.bootstrap.kubernetesRelease ?? kubernetesReleases[spec.kubernetes.version].release;

/** Image that holds a pod's namespaces. */
export const pauseImage = ({ spec }: Platform): string =>
  `registry.k8s.io/pause:${kubernetesReleases[spec.kubernetes.version].pause}`;

/** Labels that a kubelet gives its node: those that neither Kubernetes nor kubeadm sets. */
export const kubeletLabels = (node: DeclaredNode): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(schedulableNode(node).labels)
      .filter(
        ([key]) =>
          !['kubernetes.io/hostname', 'kubernetes.io/os', 'node-role.kubernetes.io/control-plane'].includes(
            key,
          ),
      )
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** Version of the Helm chart that carries the platform's Argo CD, where it is known. */
export const argoCdChartOf = ({ spec }: Platform): string | undefined =>
  spec.bootstrap.argoCD.chartVersion ?? argoCdCharts[spec.delivery.argoCD.version];
