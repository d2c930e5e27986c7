import type { Platform } from '../../platform';
import { controlPlaneOf, endpointOf, endpointText, hostOf, releaseOf } from '../cluster';
import { extraArgs, kubeadmApi, kubeadmVersionOf } from './api-version';

const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)];

/** Where kubeadm's own images come from: kubeadm puts CoreDNS one folder higher in a registry that is not upstream's. */
const images = (registry: string | undefined): Readonly<Record<string, unknown>> =>
  registry === undefined
    ? {}
    : {
        imageRepository: `${registry}/registry.k8s.io`,
        dns: { imageRepository: `${registry}/registry.k8s.io/coredns` },
      };

/** What holds for the whole cluster. https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/ */
export const clusterConfiguration = (platform: Platform): Readonly<Record<string, unknown>> => {
  const { bootstrap, network, images: imageSettings } = platform.spec;
  const version = kubeadmVersionOf(platform);
  const endpoint = endpointOf(platform);
  // Prometheus reads them on the address of the node; kubeadm would bind them to the loopback interface.
  const everywhere = { extraArgs: extraArgs(version, { 'bind-address': '0.0.0.0' }) };
  return {
    apiVersion: kubeadmApi(version),
    kind: 'ClusterConfiguration',
    clusterName: bootstrap.clusterName ?? platform.name,
    kubernetesVersion: `v${releaseOf(platform)}`,
    controlPlaneEndpoint: endpointText(endpoint),
    ...images(imageSettings.registry),
    networking: {
      ...(network.podSubnet === undefined ? {} : { podSubnet: network.podSubnet }),
      serviceSubnet: network.serviceSubnet,
      dnsDomain: network.dnsDomain,
    },
    apiServer: {
      certSANs: distinct([
        endpoint.host,
        ...controlPlaneOf(platform).flatMap((node) => [node.name, hostOf(node)]),
        ...bootstrap.certificateSANs,
      ]),
    },
    controllerManager: everywhere,
    scheduler: everywhere,
    etcd: {
      local: {
        dataDir: '/var/lib/etcd',
        extraArgs: extraArgs(version, { 'listen-metrics-urls': 'http://0.0.0.0:2381' }),
      },
    },
  };
};

/** Settings of every kubelet; what a node alone has is a patch on the node. */
export const kubeletConfiguration = ({ spec }: Platform): Readonly<Record<string, unknown>> => ({
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  cgroupDriver: 'systemd',
  clusterDomain: spec.network.dnsDomain,
  rotateCertificates: true,
  // Metrics and logs are then served with a certificate of the cluster; the runbook approves the first requests.
  serverTLSBootstrap: true,
  seccompDefault: true,
  // A machine that is shut down ends its pods first.
  shutdownGracePeriod: '60s',
  shutdownGracePeriodCriticalPods: '20s',
});

/** kube-proxy; undefined where the network plugin does its work. */
export const kubeProxyConfiguration = ({ spec }: Platform): Readonly<Record<string, unknown>> | undefined => {
  const { kubeProxy, cni } = spec.network;
  if (cni?.kind === 'cilium' && cni.kubeProxyReplacement) return undefined;
  return {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: kubeProxy.mode,
    ...(kubeProxy.mode === 'ipvs' ? { ipvs: { strictARP: true } } : {}),
    metricsBindAddress: '0.0.0.0:10249',
  };
};
