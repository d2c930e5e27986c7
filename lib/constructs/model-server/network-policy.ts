import { isIP } from 'node:net';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { isDownloaded, servedNames, type ModelDefinition } from '../../platform';
import type { ModelVersion } from './canary';
import type { Downloadable } from './download';
import { checksumOf, partLabels, type MetadataOf } from './labels';
import type { ServerPort, ServerProcess } from './runtimes';

const namespaceName = 'kubernetes.io/metadata.name';

/** All pods of a namespace, or those with these labels. */
export const podsIn = (
  namespace: string,
  labels: Readonly<Record<string, string>> = {},
): k8s.NetworkPolicyPeer => ({
  namespaceSelector: { matchLabels: { [namespaceName]: namespace } },
  ...(Object.keys(labels).length === 0 ? {} : { podSelector: { matchLabels: labels } }),
});

const portsOf = (ports: readonly ServerPort[]): k8s.NetworkPolicyPort[] =>
  ports.map(({ number }) => ({ port: k8s.IntOrString.fromNumber(number), protocol: 'TCP' }));

const anywhere: readonly k8s.NetworkPolicyPeer[] = [
  { ipBlock: { cidr: '0.0.0.0/0' } },
  { ipBlock: { cidr: '::/0' } },
];

/** Who sends requests on behalf of callers outside the cluster. */
const exposedTo = ({ exposure }: ModelDefinition): readonly k8s.NetworkPolicyPeer[] => {
  switch (exposure.kind) {
    case 'none':
      return [];
    case 'loadBalancer':
      return exposure.sourceRanges.length === 0
        ? anywhere
        : exposure.sourceRanges.map((cidr) => ({ ipBlock: { cidr } }));
    case 'ingress':
      return [podsIn(exposure.controllerNamespace)];
    case 'route':
      return [podsIn(exposure.controllerNamespace ?? exposure.gateway.namespace)];
  }
};

/** Where a download goes. Inside the cluster its port is that of a Service, which the pods behind it need not share. */
export const downloadRule = (source: Downloadable): k8s.NetworkPolicyEgressRule => {
  const { hostname, port, protocol } = new URL(source.kind === 'http' ? source.url : source.endpoint);
  const host = hostname.replace(/^\[|\]$/g, '');
  const ports: k8s.NetworkPolicyPort[] = [
    {
      port: k8s.IntOrString.fromNumber(port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)),
      protocol: 'TCP',
    },
  ];
  if (source.cidr !== undefined) return { to: [{ ipBlock: { cidr: source.cidr } }], ports };
  const service = /^[a-z0-9-]+\.([a-z0-9-]+)\.svc(\.[a-z0-9.-]+)?$/.exec(host);
  if (service?.[1] !== undefined) return { to: [podsIn(service[1])] };
  const version = isIP(host);
  return version === 0
    ? { to: [...anywhere], ports }
    : { to: [{ ipBlock: { cidr: `${host}/${version === 4 ? 32 : 128}` } }], ports };
};

/** What the policies of a model depend on. */
export interface NetworkPolicyProps {
  readonly model: ModelDefinition;
  readonly namespace: string;
  readonly process: ServerProcess;
  readonly versions: readonly ModelVersion[];
  /** Namespaces of the platform, where pods may send nothing unless a policy says so. */
  readonly governedNamespaces: readonly string[];
  readonly metadata: MetadataOf;
}

const letIn = (scope: Construct, { model, namespace, process, metadata }: NetworkPolicyProps): void => {
  const api = process.ports.filter((port) => port.metricsOnly !== true);
  const callers = model.callers.map((caller) => podsIn(caller.namespace ?? namespace, caller.podLabels));
  const tests =
    model.smokeTest?.kind === 'request'
      ? [{ podSelector: { matchLabels: partLabels(model.name, 'model-smoke-test') } }]
      : [];
  const outside = exposedTo(model);
  const metricsPort = process.ports.filter((port) => port.name === process.metrics?.port);
  const { metrics } = model;
  new k8s.KubeNetworkPolicy(scope, 'callers', {
    metadata: metadata(servedNames(model.name).server),
    spec: {
      podSelector: { matchLabels: partLabels(model.name, 'model-server') },
      policyTypes: ['Ingress'],
      ingress: [
        ...(callers.length + tests.length === 0
          ? []
          : [{ from: [...callers, ...tests], ports: portsOf(api) }]),
        ...(outside.length === 0 ? [] : [{ from: [...outside], ports: portsOf([process.ports[0]]) }]),
        ...(metrics.kind === 'none' || metricsPort.length === 0
          ? []
          : [{ from: [podsIn(metrics.scraperNamespace)], ports: portsOf(metricsPort) }]),
      ],
    },
  });
};

/** Lets callers in governed namespaces send to the model: what the model takes in is only half of the way. */
const letCallersOut = (scope: Construct, props: NetworkPolicyProps): void => {
  const { model, namespace, process, governedNamespaces, metadata } = props;
  const api = portsOf(process.ports.filter((port) => port.metricsOnly !== true));
  const called = `call-${model.name}`;
  const senders = [
    ...model.callers.map(({ namespace: where = namespace, podLabels }) => ({
      namespace: where,
      labels: podLabels,
      name: Object.keys(podLabels).length === 0 ? called : `${called}-${checksumOf(podLabels).slice(0, 8)}`,
    })),
    ...(model.smokeTest?.kind === 'request'
      ? [
          {
            namespace,
            labels: partLabels(model.name, 'model-smoke-test'),
            name: servedNames(model.name).smokeTest,
          },
        ]
      : []),
  ];
  for (const { namespace: where, labels, name } of senders) {
    if (!governedNamespaces.includes(where)) continue;
    new k8s.KubeNetworkPolicy(scope, `${where}-${name}`, {
      metadata: { ...metadata(name), namespace: where },
      spec: {
        podSelector: Object.keys(labels).length === 0 ? {} : { matchLabels: labels },
        policyTypes: ['Egress'],
        egress: [{ to: [podsIn(namespace, partLabels(model.name, 'model-server'))], ports: api }],
      },
    });
  }
};

const letDownloadsOut = (scope: Construct, { model, versions, metadata }: NetworkPolicyProps): void => {
  const rules = versions.flatMap(({ source }) => (isDownloaded(source) ? [downloadRule(source)] : []));
  if (rules.length === 0) return;
  new k8s.KubeNetworkPolicy(scope, 'download', {
    metadata: metadata(servedNames(model.name).download),
    spec: {
      podSelector: {
        matchLabels: { 'app.kubernetes.io/name': model.name },
        matchExpressions: [
          { key: 'app.kubernetes.io/component', operator: 'In', values: ['model-server', 'model-batch'] },
        ],
      },
      policyTypes: ['Egress'],
      egress: [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()],
    },
  });
};

/**
 * What a model needs beyond the policies that every namespace of the platform has (deny everything, allow DNS): its
 * callers, Prometheus, and the way to its source.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export const addNetworkPolicies = (scope: Construct, props: NetworkPolicyProps): void => {
  letIn(scope, props);
  letCallersOut(scope, props);
  letDownloadsOut(scope, props);
};
