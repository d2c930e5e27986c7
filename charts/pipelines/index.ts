import { ApiObject } from 'cdk8s';
import { ComponentChart, defineComponent, fromField } from '../../lib/constructs';
import type { Platform } from '../../lib/platform';
import { compilePipeline } from './compiled';

const usedNamespaces = ({ spec }: Platform): readonly string[] => [
  ...new Set(spec.pipelines.definitions.map(({ namespace }) => namespace ?? spec.pipelines.namespace)),
];

/** Pipelines of the platform: compiled, versioned and scheduled. */
export const pipelines = defineComponent({
  name: 'pipelines',
  summary: 'Pipelines, compiled when they are reviewed, with their versions and schedules.',
  field: 'spec.pipelines',
  // The definitions of their kinds come with these, where the platform has them.
  dependsOn: ['namespaces', 'argo-workflows', 'kubeflow-pipelines'],
  enabled: ({ spec }) => spec.pipelines.definitions.length > 0,
  namespace: ({ spec }) => spec.pipelines.namespace,
  namespaces: (platform) =>
    usedNamespaces(platform).map((name) => ({
      name,
      podSecurity: 'baseline',
      because: 'the workflow of a pipeline does not forbid its steps to run as root',
      apiServerAccess: true,
    })),
  embeddedImages: (context) =>
    context.platform.spec.pipelines.definitions.flatMap(
      (definition) => compilePipeline(context, definition).images,
    ),
  // The definition of ScheduledWorkflows demands a status in Git, which their controller writes.
  ignoreDifferences: ({ spec }) =>
    spec.pipelines.definitions.some(({ schedule }) => schedule?.via === 'scheduledWorkflow')
      ? [
          {
            group: 'kubeflow.org',
            kind: 'ScheduledWorkflow',
            jsonPointers: ['/status'],
            because: 'the controller of Kubeflow Pipelines writes it',
          },
        ]
      : [],
  chart: (scope, context) => {
    const { spec } = context.platform;
    const chart = new ComponentChart(scope, 'pipelines', { namespace: spec.pipelines.namespace });
    for (const definition of spec.pipelines.definitions) {
      for (const object of compilePipeline(context, definition).objects) {
        const { name, namespace = '' } = object.metadata;
        const node = new ApiObject(chart, `${object.kind}-${namespace}-${name}`, object);
        fromField(node, `spec.pipelines.definitions[${definition.name}]`);
      }
    }
    return chart;
  },
});
