import { ComponentChart, defineComponent, fromField } from '../../lib/constructs';
import { InferenceGraph, InferenceService, servicesOf } from '../../lib/constructs/kubeflow';
import type { InferenceServiceDefinition, Platform } from '../../lib/platform';
import { imagesOf } from './images';
import { firstNamespace, kubeflowSite } from './site';
import { installedElsewhere } from './stand-ins';

const namespaceOf = ({ spec }: Platform): string =>
  firstNamespace([...spec.kubeflow.inference.services, ...spec.kubeflow.inference.graphs]);

/** A service with the graphs that lead to it among its callers. */
const called = ({ spec }: Platform, service: InferenceServiceDefinition): InferenceServiceDefinition => ({
  ...service,
  callers: [
    ...service.callers,
    ...spec.kubeflow.inference.graphs
      .filter((graph) => graph.namespace === service.namespace && servicesOf(graph).includes(service.name))
      .map(({ name }) => ({ podLabels: { 'serving.kserve.io/inferencegraph': name } })),
  ],
});

/** Models that KServe serves, and graphs of them. */
export const inference = defineComponent({
  name: 'inference',
  summary: 'InferenceServices and InferenceGraphs of KServe.',
  field: 'spec.kubeflow.inference',
  dependsOn: ['namespaces', 'profiles'],
  enabled: ({ spec }) => spec.kubeflow.inference.services.length + spec.kubeflow.inference.graphs.length > 0,
  namespace: namespaceOf,
  namespaces: () => [],
  images: imagesOf(({ inference: { services } }) => services),
  standIns: () => installedElsewhere('KServe', 'service', 'graph'),
  chart: (scope, { platform }) => {
    const { services, graphs, version } = platform.spec.kubeflow.inference;
    const chart = new ComponentChart(scope, 'inference', { namespace: namespaceOf(platform) });
    const site = kubeflowSite(platform);
    const made = services.map((service) => ({
      service,
      construct: fromField(
        new InferenceService(chart, `${service.namespace}-${service.name}`, {
          service: called(platform, service),
          version,
          site,
        }),
        `spec.kubeflow.inference.services[${service.name}]`,
      ),
    }));
    for (const graph of graphs) {
      const construct = fromField(
        new InferenceGraph(chart, `graph-${graph.namespace}-${graph.name}`, { graph, version, site }),
        `spec.kubeflow.inference.graphs[${graph.name}]`,
      );
      for (const { service, construct: first } of made) {
        if (service.namespace === graph.namespace && servicesOf(graph).includes(service.name)) {
          construct.node.addDependency(first);
        }
      }
    }
    return chart;
  },
});
