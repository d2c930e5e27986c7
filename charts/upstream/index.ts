import {
  certManager as certManagerStandIns,
  externalSecrets as externalSecretsStandIns,
  networkPluginChart,
} from '../../lib/constructs';
import { mirrorImage } from '../../lib/images';
import { upstream } from './upstream';

/** Cilium as the network of the pods. */
export const cilium = upstream({
  name: 'cilium',
  summary: 'Cilium, the network of the pods, from its Helm chart.',
  field: 'spec.network.cni',
  namespace: () => 'kube-system',
  existing: true,
  podSecurity: 'privileged',
  reference: (platform) =>
    platform.spec.network.cni?.kind === 'cilium' ? networkPluginChart(platform)?.reference : undefined,
});

/** Calico as the network of the pods, through its operator. */
export const calico = upstream({
  name: 'calico',
  summary: 'Calico, the network of the pods, through its operator from its Helm chart.',
  field: 'spec.network.cni',
  namespace: () => 'tigera-operator',
  podSecurity: 'privileged',
  because: 'it makes the interfaces and routes of every node',
  reference: (platform) =>
    platform.spec.network.cni?.kind === 'calico' ? networkPluginChart(platform)?.reference : undefined,
});

/** MetalLB, which gives LoadBalancer Services their addresses. */
export const metallb = upstream({
  name: 'metallb',
  summary: 'MetalLB, from its Helm chart.',
  field: 'spec.network.loadBalancer',
  namespace: ({ spec }) => spec.network.loadBalancer?.namespace,
  podSecurity: 'privileged',
  because: 'the speaker answers for addresses on the network of the nodes',
  reference: ({ spec }) => {
    const { loadBalancer } = spec.network;
    if (loadBalancer === undefined || !loadBalancer.install) return undefined;
    const { registry } = spec.images;
    const repository = (image: string): string => mirrorImage(image, registry);
    return {
      kind: 'chart',
      repoURL: 'https://metallb.github.io/metallb',
      chart: 'metallb',
      version: loadBalancer.version,
      releaseName: 'metallb',
      values: {
        // Layer 2 and plain BGP need no FRR.
        speaker: {
          frr: { enabled: false },
          ...(registry === undefined ? {} : { image: { repository: repository('quay.io/metallb/speaker') } }),
        },
        frrk8s: { enabled: false },
        ...(registry === undefined
          ? {}
          : { controller: { image: { repository: repository('quay.io/metallb/controller') } } }),
      },
    };
  },
  images: ({ spec }) => {
    const version = spec.network.loadBalancer?.version ?? '';
    return [`quay.io/metallb/controller:v${version}`, `quay.io/metallb/speaker:v${version}`];
  },
});

/** cert-manager, which issues and renews certificates. */
export const certManager = upstream({
  name: 'cert-manager',
  summary: 'cert-manager, from its Helm chart.',
  field: 'spec.addons.certificates',
  namespace: ({ spec }) => spec.addons.certificates?.namespace,
  podSecurity: 'restricted',
  reference: ({ spec }) => {
    const { certificates, gateway } = spec.addons;
    if (certificates?.install !== true) return undefined;
    return {
      kind: 'chart',
      repoURL: 'https://charts.jetstack.io',
      chart: 'cert-manager',
      version: `v${certificates.version}`,
      releaseName: 'cert-manager',
      values: {
        // Definitions outlive the release: deleting them would delete every certificate.
        crds: { enabled: true, keep: true },
        // Not in kube-system, where its project may not write.
        global: { leaderElection: { namespace: certificates.namespace } },
        ...(gateway === undefined
          ? {}
          : {
              config: {
                apiVersion: 'controller.config.cert-manager.io/v1alpha1',
                kind: 'ControllerConfiguration',
                enableGatewayAPI: true,
              },
            }),
      },
    };
  },
  images: ({ spec }) =>
    ['acmesolver', 'cainjector', 'controller', 'startupapicheck', 'webhook'].map(
      (part) => `quay.io/jetstack/cert-manager-${part}:v${spec.addons.certificates?.version ?? ''}`,
    ),
  standIns: certManagerStandIns,
});

/** External Secrets, which makes Secrets from vaults and generators. */
export const externalSecrets = upstream({
  name: 'external-secrets',
  summary: 'External Secrets, from its Helm chart.',
  field: 'spec.addons.externalSecrets',
  namespace: ({ spec }) => spec.addons.externalSecrets?.namespace,
  podSecurity: 'restricted',
  reference: ({ spec }) => {
    const { externalSecrets: settings } = spec.addons;
    if (settings?.install !== true) return undefined;
    const { registry } = spec.images;
    return {
      kind: 'chart',
      repoURL: 'https://charts.external-secrets.io',
      chart: 'external-secrets',
      version: settings.version,
      releaseName: 'external-secrets',
      values: {
        installCRDs: true,
        replicaCount: settings.replicas,
        ...(settings.replicas > 1 ? { leaderElect: true } : {}),
        ...(registry === undefined
          ? {}
          : {
              image: { repository: mirrorImage('ghcr.io/external-secrets/external-secrets', registry) },
            }),
      },
    };
  },
  images: ({ spec }) => [
    `ghcr.io/external-secrets/external-secrets:v${spec.addons.externalSecrets?.version ?? ''}`,
  ],
  standIns: externalSecretsStandIns,
});

/** Definitions of the Gateway API. */
export const gatewayApi = upstream({
  name: 'gateway-api',
  summary: 'Definitions of the Gateway API, from their repository.',
  field: 'spec.addons.gateway',
  namespace: () => 'kube-system',
  existing: true,
  podSecurity: 'restricted',
  reference: ({ spec }) =>
    spec.addons.gateway?.installDefinitions === true
      ? {
          kind: 'directory',
          repoURL: 'https://github.com/kubernetes-sigs/gateway-api.git',
          path: 'config/crd',
          version: `v${spec.addons.gateway.apiVersion}`,
        }
      : undefined,
});

/** Traefik, which implements the Gateway. */
export const traefik = upstream({
  name: 'traefik',
  summary: 'Traefik as the implementation of the Gateway, from its Helm chart.',
  field: 'spec.addons.gateway.controller',
  dependsOn: ['gateway-api', 'load-balancer'],
  namespace: () => 'traefik',
  podSecurity: 'restricted',
  reference: ({ spec }) => {
    const { gateway } = spec.addons;
    if (gateway?.controller.kind !== 'traefik') return undefined;
    return {
      kind: 'chart',
      repoURL: 'https://traefik.github.io/charts',
      chart: 'traefik',
      version: gateway.controller.version,
      releaseName: 'traefik',
      values: {
        providers: { kubernetesGateway: { enabled: true }, kubernetesIngress: { enabled: false } },
        // The platform writes the Gateway itself.
        gateway: { enabled: false },
        gatewayClass: { enabled: true, name: 'traefik' },
        // The listeners of the Gateway name these ports.
        ports: { web: { port: 8000, exposedPort: 80 }, websecure: { port: 8443, exposedPort: 443 } },
        ...(gateway.address === undefined
          ? {}
          : { service: { annotations: { 'metallb.io/loadBalancerIPs': gateway.address } } }),
      },
    };
  },
});

/** The NVIDIA GPU operator: drivers, runtime and device plugin from containers. */
export const gpuOperator = upstream({
  name: 'gpu-operator',
  summary: 'The NVIDIA GPU operator, from its Helm chart.',
  field: 'spec.addons.gpu',
  namespace: () => 'gpu-operator',
  podSecurity: 'privileged',
  because: 'it loads drivers into the kernels of the nodes',
  reference: ({ spec }) => {
    const { gpu } = spec.addons;
    if (gpu?.kind !== 'operator') return undefined;
    return {
      kind: 'chart',
      repoURL: 'https://helm.ngc.nvidia.com/nvidia',
      chart: 'gpu-operator',
      version: `v${gpu.version}`,
      releaseName: 'gpu-operator',
      values: {
        driver: { enabled: gpu.driver },
        // cloud-init installs the runtime on our own nodes; elsewhere nobody does.
        toolkit: { enabled: spec.kubernetes.distribution === 'managed' },
        cdi: { enabled: true },
        daemonsets: {
          tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
        },
      },
    };
  },
});
