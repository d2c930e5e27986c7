import { App, Testing } from 'cdk8s';
import { components } from '../../../charts';
import type { PlatformInput } from '../../../lib/platform';
import { groupOf, isRecord, scopesWith, type KubernetesObject } from '../../../lib/kubernetes';
import { platformWith } from '../../platform/storage-site';

/** Settings of Kubeflow Pipelines as a file would have them. */
export type KubeflowPipelinesInput = NonNullable<PlatformInput['spec']['kubeflowPipelines']>;

const isObject = (value: unknown): value is KubernetesObject =>
  isRecord(value) && typeof value['kind'] === 'string' && isRecord(value['metadata']);

/** A platform with these settings. */
export const kfpPlatform = (settings: KubeflowPipelinesInput, more: Partial<PlatformInput['spec']> = {}) =>
  platformWith(
    { classes: [{ name: 'local', kind: 'hostpath', default: true }] },
    { ...more, kubeflowPipelines: { enabled: true, ...settings } },
  );

/** cdk8s stamps the namespace of the chart on every object; the pass `identity` takes it off what has none. */
const placed = (object: KubernetesObject, scope: 'Cluster' | 'Namespaced' | undefined): KubernetesObject => {
  const { namespace: _namespace, ...metadata } = object.metadata;
  return scope === 'Cluster' ? { ...object, metadata } : object;
};

/** What the three charts of Kubeflow Pipelines make of the settings, before any pass of lib/render. */
export const installed = (
  settings: KubeflowPipelinesInput,
  more: Partial<PlatformInput['spec']> = {},
): readonly KubernetesObject[] => {
  const platform = kfpPlatform(settings, more);
  const objects = components
    .filter(({ name }) => ['argo-workflows', 'kubeflow-pipelines', 'kfp-cache'].includes(name))
    .filter(({ enabled }) => enabled(platform))
    .flatMap((component): unknown[] =>
      component.chart(new App({ outdir: Testing.app().outdir }), { platform, namespaces: [] }).toJson(),
    )
    .filter(isObject);
  const scopeOf = scopesWith(objects);
  return objects.map((object) => placed(object, scopeOf(groupOf(object.apiVersion), object.kind)));
};
