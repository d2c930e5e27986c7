import { App } from 'cdk8s';
import { components } from '../../charts';
import { groupOf, isRecord, scopesWith, type KubernetesObject } from '../../lib/kubernetes';
import { definePlatform, platformSchema, type Platform } from '../../lib/platform';
import { synthesize } from '../../lib/synth';
import { manifestsOf } from '../../lib/render';
import type { KubeflowPipelinesInput } from './variants';

const charts = ['argo-workflows', 'kubeflow-pipelines', 'kfp-cache'];

/** What a site says of itself beside Kubeflow Pipelines; nothing of it shows in the differences but its class. */
const platformWith = (settings: KubeflowPipelinesInput): Platform => {
  const { spec } = platformSchema.parse(
    definePlatform({
      name: 'site',
      spec: {
        kubernetes: { version: '1.34' },
        delivery: { repoURL: 'https://git.example.internal/site.git' },
        nodes: [
          { name: 'control-1', role: 'control-plane', capacity: { cpu: 4, memory: '16Gi' } },
          { name: 'worker-1', role: 'worker', capacity: { cpu: 16, memory: '64Gi' } },
        ],
        storage: { classes: [{ name: 'local-hostpath', kind: 'hostpath', default: true }] },
        kubeflowPipelines: { enabled: true, ...settings },
      },
    }),
  );
  return {
    name: 'site',
    file: 'site.yaml',
    spec,
    locate: (field) => ({ kind: 'field', file: 'site.yaml', field }),
  };
};

const isObject = (value: unknown): value is KubernetesObject =>
  isRecord(value) && typeof value['kind'] === 'string' && isRecord(value['metadata']);

/** Without a namespace on what has none: cdk8s and kustomize stamp theirs on every object. */
export const inScope = (objects: readonly KubernetesObject[]): readonly KubernetesObject[] => {
  const scopeOf = scopesWith(objects);
  return objects.map((object) => {
    if (scopeOf(groupOf(object.apiVersion), object.kind) !== 'Cluster') return object;
    const { namespace: _namespace, ...metadata } = object.metadata;
    return { ...object, metadata };
  });
};

/** What the three charts of Kubeflow Pipelines make of the settings, before any pass of lib/render. */
export const charted = (settings: KubeflowPipelinesInput): readonly KubernetesObject[] => {
  const platform = platformWith(settings);
  return inScope(
    components
      .filter(({ name, enabled }) => charts.includes(name) && enabled(platform))
      .flatMap((component): unknown[] => component.chart(new App(), { platform, namespaces: [] }).toJson())
      .filter(isObject),
  );
};

/** What is written for the settings: the same after every pass. */
export const written = (settings: KubeflowPipelinesInput): readonly KubernetesObject[] =>
  manifestsOf(synthesize(platformWith(settings)))
    .filter(({ component }) => charts.includes(component))
    .map(({ object }) => object);
