import { App } from 'cdk8s';
import { components } from '../../../charts';
import { addParts, finished } from '../../../charts/kubeflow-pipelines/assemble';
import { kubeflowPipelinesParts } from '../../../charts/kubeflow-pipelines/contents';
import { installOf } from '../../../charts/kubeflow-pipelines/install';
import { ComponentChart } from '../../../lib/constructs';
import { groupOf, isRecord, scopesWith, type KubernetesObject } from '../../../lib/kubernetes';
import type { Platform, PlatformInput } from '../../../lib/platform';
import { platformWith } from '../../platform/storage-site';

/** Settings of Kubeflow Pipelines as a file would have them. */
export type KubeflowPipelinesInput = NonNullable<PlatformInput['spec']['kubeflowPipelines']>;

const isObject = (value: unknown): value is KubernetesObject =>
  isRecord(value) && typeof value['kind'] === 'string' && isRecord(value['metadata']);

/** A platform with these settings. */
export const kfpPlatform = (
  settings: KubeflowPipelinesInput,
  more: Partial<PlatformInput['spec']> = {},
): Platform =>
  platformWith(
    { classes: [{ name: 'local', kind: 'hostpath', default: true }] },
    { ...more, kubeflowPipelines: { enabled: true, ...settings } },
  );

/** Without a namespace on what has none: cdk8s and kustomize stamp theirs on every object. */
export const inScope = (objects: readonly KubernetesObject[]): readonly KubernetesObject[] => {
  const scopeOf = scopesWith(objects);
  return objects.map((object) => {
    if (scopeOf(groupOf(object.apiVersion), object.kind) !== 'Cluster') return object;
    const { namespace: _namespace, ...metadata } = object.metadata;
    return { ...object, metadata };
  });
};

/**
 * What the three charts of Kubeflow Pipelines make of the settings, before any pass of lib/render.
 * @param program what answers Metacontroller in multi-user mode. Default: Drydock's own.
 */
export const installed = (
  settings: KubeflowPipelinesInput,
  program?: string,
): readonly KubernetesObject[] => {
  const platform = kfpPlatform(settings);
  const charts = components
    .filter(({ name }) => ['argo-workflows', 'kubeflow-pipelines', 'kfp-cache'].includes(name))
    .filter(({ enabled }) => enabled(platform))
    .map((component) => {
      if (component.name !== 'kubeflow-pipelines' || program === undefined) {
        return component.chart(new App(), { platform, namespaces: [] });
      }
      const chart = new ComponentChart(new App(), component.name, {
        namespace: component.namespace(platform),
      });
      const install = installOf(platform);
      addParts(chart, finished(install, kubeflowPipelinesParts(install, program)));
      return chart;
    });
  return inScope(charts.flatMap((chart): unknown[] => chart.toJson()).filter(isObject));
};
