import { certManager, ComponentChart, defineComponent } from '../../lib/constructs';
import { addParts, finished } from '../kubeflow-pipelines/assemble';
import { installOf } from '../kubeflow-pipelines/install';
import { allowInto } from '../kubeflow-pipelines/own/network-policies';
import { parts } from '../kubeflow-pipelines/parts';
import { cacheDeployer } from './deployer';
import { cacheServer, webhookService } from './server';
import { cacheWebhook } from './webhook';

/** The cache of pipeline steps: a server, and the webhook through which it sees each step. */
export const kfpCache = defineComponent({
  name: 'kfp-cache',
  summary: 'The cache of pipeline steps and its admission webhook.',
  field: 'spec.kubeflowPipelines.cache',
  dependsOn: ['namespaces', 'kubeflow-pipelines', 'certificates'],
  enabled: ({ spec }) => spec.kubeflowPipelines.enabled && spec.kubeflowPipelines.cache.enabled,
  namespace: ({ spec }) => spec.kubeflowPipelines.namespace,
  namespaces: () => [],
  version: ({ spec }) => spec.kubeflowPipelines.version,
  standIns: ({ spec }) => [
    ...(spec.kubeflowPipelines.cache.upstreamCacheDeployer ? [] : certManager),
    {
      kind: 'webhook',
      namespace: spec.kubeflowPipelines.namespace,
      service: webhookService,
      because: 'the cache server looks up what a step has put out before',
    },
  ],
  chart: (scope, { platform }) => {
    const install = installOf(platform);
    const chart = new ComponentChart(scope, 'kfp-cache', { namespace: install.namespace });
    const registration = install.settings.cache.upstreamCacheDeployer
      ? cacheDeployer(install)
      : cacheWebhook(install);
    const policies = install.parity
      ? []
      : parts('pipelines', [allowInto(install, 'cache-server', { app: 'cache-server' }, [8443])]);
    addParts(chart, finished(install, [...cacheServer(install), ...registration, ...policies]));
    return chart;
  },
});
