import { ComponentChart, defineComponent } from '../../lib/constructs';
import { addParts, finished } from '../kubeflow-pipelines/assemble';
import { installOf } from '../kubeflow-pipelines/install';
import { argoDefinitions } from './definitions';
import { controller, executorImage } from './controller';

/** Argo Workflows, which runs what Kubeflow Pipelines compiles. */
export const argoWorkflows = defineComponent({
  name: 'argo-workflows',
  summary: 'The Argo Workflows controller and its definitions.',
  field: 'spec.kubeflowPipelines.argoWorkflows',
  dependsOn: ['namespaces'],
  enabled: ({ spec }) => spec.kubeflowPipelines.enabled && spec.kubeflowPipelines.argoWorkflows.enabled,
  namespace: ({ spec }) => spec.kubeflowPipelines.namespace,
  namespaces: () => [],
  version: (platform) => installOf(platform).release.argoWorkflows,
  images: (platform) => [executorImage(installOf(platform))],
  chart: (scope, { platform }) => {
    const install = installOf(platform);
    const chart = new ComponentChart(scope, 'argo-workflows', { namespace: install.namespace });
    addParts(chart, finished(install, [...argoDefinitions(), ...controller(install)]));
    return chart;
  },
});
