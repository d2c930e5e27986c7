import { ComponentChart, defineComponent } from '../../lib/constructs';
import { addParts, finished } from './assemble';
import { kubeflowPipelinesParts } from './contents';
import { installOf, kfpImage } from './install';
import { standInsOf } from './stand-ins';

/** Kubeflow Pipelines: API server, agents, user interface, metadata, database and object store. */
export const kubeflowPipelines = defineComponent({
  name: 'kubeflow-pipelines',
  summary: 'Kubeflow Pipelines with its database and object store.',
  field: 'spec.kubeflowPipelines',
  dependsOn: ['namespaces', 'argo-workflows', 'certificates', 'external-secrets', 'gateway'],
  enabled: ({ spec }) => spec.kubeflowPipelines.enabled,
  namespace: ({ spec }) => spec.kubeflowPipelines.namespace,
  namespaces: ({ spec }) => [
    {
      name: spec.kubeflowPipelines.namespace,
      podSecurity: spec.kubeflowPipelines.podSecurity,
      ...(spec.kubeflowPipelines.podSecurity === 'restricted'
        ? {}
        : {
            because:
              'steps of pipelines bring their own images, and what stands in for a cached step has no security context',
          }),
      apiServerAccess: true,
    },
  ],
  version: ({ spec }) => spec.kubeflowPipelines.version,
  images: (platform) => {
    const install = installOf(platform);
    return [kfpImage(install, 'driver'), kfpImage(install, 'launcher'), install.settings.cache.image];
  },
  standIns: standInsOf,
  chart: (scope, { platform }) => {
    const install = installOf(platform);
    const chart = new ComponentChart(scope, 'kubeflow-pipelines', { namespace: install.namespace });
    addParts(chart, finished(install, kubeflowPipelinesParts(install)));
    return chart;
  },
});
