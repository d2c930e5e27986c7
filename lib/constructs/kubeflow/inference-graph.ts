import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { InferenceGraphDefinition } from '../../platform';
import { podsIn } from '../model-server/network-policy';
import { modeNames, type KServeVersion } from './kserve';
import { addWorkPolicy } from './network';
import type { KubeflowSite } from './site';

type Fields = Readonly<Record<string, unknown>>;
type Step = InferenceGraphDefinition['nodes'][string]['steps'][number];

const stepOf = ({ name, service, node, url, data, weight, condition, required }: Step): Fields => ({
  ...(name === undefined ? {} : { name }),
  ...(service === undefined ? {} : { serviceName: service }),
  ...(node === undefined ? {} : { nodeName: node }),
  ...(url === undefined ? {} : { serviceUrl: url }),
  ...(data === undefined ? {} : { data }),
  ...(weight === undefined ? {} : { weight }),
  ...(condition === undefined ? {} : { condition }),
  ...(required ? { dependency: 'Hard' } : {}),
});

/** InferenceServices that a graph sends requests to. */
export const servicesOf = ({ nodes }: InferenceGraphDefinition): readonly string[] => [
  ...new Set(Object.values(nodes).flatMap(({ steps }) => steps.flatMap(({ service }) => service ?? []))),
];

/** Settings of an InferenceGraph. */
export interface InferenceGraphProps {
  readonly graph: InferenceGraphDefinition;
  /** Version of KServe that the site has. */
  readonly version: KServeVersion;
  readonly site: KubeflowSite;
}

/** Several models behind one address. https://kserve.github.io/website/docs/concepts/resources/inferencegraph */
export class InferenceGraph extends Construct {
  constructor(scope: Construct, id: string, { graph, version, site }: InferenceGraphProps) {
    super(scope, id);
    const { name, namespace, nodes, scaling, timeoutSeconds, memory, callers } = graph;
    const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'inference-graph' };
    const pods = { 'serving.kserve.io/inferencegraph': name };
    new ApiObject(this, 'graph', {
      apiVersion: 'serving.kserve.io/v1alpha1',
      kind: 'InferenceGraph',
      metadata: {
        name,
        namespace,
        labels,
        annotations: { 'serving.kserve.io/deploymentMode': modeNames[version].Standard },
      },
      spec: {
        minReplicas: scaling.min,
        maxReplicas: scaling.max,
        timeout: timeoutSeconds,
        resources: { requests: { cpu: '100m', memory }, limits: { memory } },
        nodes: Object.fromEntries(
          Object.entries(nodes).map(([node, { kind, steps }]) => [
            node,
            { routerType: kind, steps: steps.map(stepOf) },
          ]),
        ),
      },
    });
    addWorkPolicy(this, {
      name: `graph-${name}`,
      namespace,
      labels,
      pods,
      callers:
        callers.length === 0
          ? []
          : [{ from: callers.map((caller) => podsIn(caller.namespace ?? namespace, caller.podLabels)) }],
      also: servicesOf(graph).map((service) => ({
        to: [{ podSelector: { matchLabels: { 'serving.kserve.io/inferenceservice': service } } }],
      })),
      site,
    });
  }
}
