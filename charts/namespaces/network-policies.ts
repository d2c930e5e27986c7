import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { NamespaceNeed } from '../../lib/constructs';
import type { Platform } from '../../lib/platform';

const dnsPorts = [
  { protocol: 'UDP', port: k8s.IntOrString.fromNumber(53) },
  { protocol: 'TCP', port: k8s.IntOrString.fromNumber(53) },
];

const hostRange = (address: string): string => (address.includes(':') ? `${address}/128` : `${address}/32`);

/** The API server has no pods: on our own nodes it is where the control plane is, elsewhere any address on its port. */
const apiServerPeers = ({ spec }: Platform): readonly k8s.NetworkPolicyPeer[] => {
  const controlPlane = spec.nodes.filter((node) => node.role === 'control-plane');
  const addresses = controlPlane.flatMap((node) => (node.address === undefined ? [] : [node.address]));
  const known = spec.kubernetes.distribution === 'kubeadm' && addresses.length === controlPlane.length;
  return (known ? addresses.map(hostRange) : ['0.0.0.0/0', '::/0']).map((cidr) => ({ ipBlock: { cidr } }));
};

/** Lets pods talk to the API server. */
export const apiServerRule = (platform: Platform): k8s.NetworkPolicyEgressRule => ({
  to: [...apiServerPeers(platform)],
  // Policies see the port of the node behind the Service on some networks, that of the Service on others.
  ports: [...new Set([443, platform.spec.kubernetes.apiServer.port])].map((port) => ({
    protocol: 'TCP',
    port: k8s.IntOrString.fromNumber(port),
  })),
});

/**
 * Closes a namespace: nothing goes in or out but DNS, and the API server for those that must talk to it. Every
 * component opens what it needs beside this.
 */
export const addNetworkPolicies = (scope: Construct, need: NamespaceNeed, platform: Platform): void => {
  const metadata = (name: string): k8s.ObjectMeta => ({ name, namespace: need.name });
  new k8s.KubeNetworkPolicy(scope, 'default-deny', {
    metadata: metadata('default-deny'),
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  });
  new k8s.KubeNetworkPolicy(scope, 'allow-dns', {
    metadata: metadata('allow-dns'),
    spec: {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
              podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
            },
          ],
          ports: dnsPorts,
        },
      ],
    },
  });
  if (need.apiServerAccess !== true) return;
  new k8s.KubeNetworkPolicy(scope, 'allow-api-server', {
    metadata: metadata('allow-api-server'),
    spec: {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [apiServerRule(platform)],
    },
  });
};
