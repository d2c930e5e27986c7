import type { DeclaredNode, Platform } from '../../platform';
import { controlPlaneOf, endpointOf, endpointText } from '../cluster';
import { yamlDocuments } from '../documents';
import { placeholders, quotedPlaceholders } from '../placeholders';
import { kubeadmApi, kubeadmVersionOf } from './api-version';
import { clusterConfiguration, kubeletConfiguration, kubeProxyConfiguration } from './cluster-configuration';
import { nodeRegistration } from './node-registration';

const patches = { directory: '/etc/kubernetes/patches' };

const localEndpoint = (platform: Platform, node: DeclaredNode): Readonly<Record<string, unknown>> => ({
  localAPIEndpoint: {
    ...(node.address === undefined ? {} : { advertiseAddress: node.address }),
    bindPort: platform.spec.kubernetes.apiServer.port,
  },
});

const initConfiguration = (platform: Platform, node: DeclaredNode): Readonly<Record<string, unknown>> => ({
  apiVersion: kubeadmApi(kubeadmVersionOf(platform)),
  kind: 'InitConfiguration',
  bootstrapTokens: [{ token: placeholders.token, ttl: '24h0m0s' }],
  certificateKey: placeholders.certificateKey,
  ...localEndpoint(platform, node),
  nodeRegistration: nodeRegistration(platform, node),
  patches,
  ...(kubeProxyConfiguration(platform) === undefined ? { skipPhases: ['addon/kube-proxy'] } : {}),
});

const joinConfiguration = (platform: Platform, node: DeclaredNode): Readonly<Record<string, unknown>> => ({
  apiVersion: kubeadmApi(kubeadmVersionOf(platform)),
  kind: 'JoinConfiguration',
  discovery: {
    bootstrapToken: {
      apiServerEndpoint: endpointText(endpointOf(platform)),
      token: placeholders.token,
      caCertHashes: [placeholders.caCertHash],
    },
  },
  ...(node.role === 'control-plane'
    ? { controlPlane: { ...localEndpoint(platform, node), certificateKey: placeholders.certificateKey } }
    : {}),
  nodeRegistration: nodeRegistration(platform, node),
  patches,
});

/** Whether a node is the one that makes the cluster. */
const isFirst = (platform: Platform, node: DeclaredNode): boolean => controlPlaneOf(platform)[0] === node;

/** What kubeadm is given on a node: with what it makes the cluster on the first, with what it joins it on all others. */
export const kubeadmConfiguration = (platform: Platform, node: DeclaredNode): string => {
  const proxy = kubeProxyConfiguration(platform);
  const documents = isFirst(platform, node)
    ? [
        initConfiguration(platform, node),
        clusterConfiguration(platform),
        kubeletConfiguration(platform),
        ...(proxy === undefined ? [] : [proxy]),
      ]
    : [joinConfiguration(platform, node)];
  const text = yamlDocuments(documents, [
    `kubeadm on ${node.name}, from spec.nodes[${node.name}]`,
    'The runbook fills ${…} on the way to the machine; never write a token here.',
  ]);
  return quotedPlaceholders(text);
};
