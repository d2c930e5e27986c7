import { ApiObject } from 'cdk8s';
import {
  ComponentChart,
  defineComponent,
  fromField,
  type ComponentContext,
  type LoadedPipeline,
} from '../../lib/constructs';
import { Refusal } from '../../lib/diagnostics';
import { compileWorkflow, readPipeline, workflowTemplate, type PlainObject } from '../../lib/kfp';
import type { PipelineDefinition, Platform } from '../../lib/platform';

const namespaceOf = ({ spec }: Platform, { namespace }: PipelineDefinition): string =>
  namespace ?? spec.pipelines.namespace;

const usedNamespaces = (platform: Platform): readonly string[] => [
  ...new Set([
    platform.spec.pipelines.namespace,
    ...platform.spec.pipelines.definitions.map((definition) => namespaceOf(platform, definition)),
  ]),
];

const loadedOf = (
  { platform, pipelines: sources = [] }: ComponentContext,
  { name }: PipelineDefinition,
): LoadedPipeline => {
  const loaded = sources.find((each) => each.name === name);
  if (loaded !== undefined) return loaded;
  throw new Refusal([
    {
      rule: 'pipelines/source',
      severity: 'error',
      where: platform.locate(`spec.pipelines.definitions[${name}].source`),
      got: 'a pipeline whose source nobody has read',
      want: 'its text',
      fix: 'give synthesize the sources of the pipelines',
    },
  ]);
};

const objectsOf = (context: ComponentContext, definition: PipelineDefinition): readonly PlainObject[] => {
  const { source } = loadedOf(context, definition);
  const place = { name: definition.name, namespace: namespaceOf(context.platform, definition) };
  switch (source.kind) {
    case 'ir': {
      const { pipeline } = readPipeline(source.text, source.file);
      return [workflowTemplate(compileWorkflow(pipeline), place)];
    }
  }
};

/** Pipelines of the platform, compiled and scheduled. */
export const pipelines = defineComponent({
  name: 'pipelines',
  summary: 'Pipelines, compiled when they are reviewed, with their versions and schedules.',
  field: 'spec.pipelines',
  // The definitions of Workflows and PipelineVersions come with these, where the platform has them.
  dependsOn: ['namespaces', 'argo-workflows', 'kubeflow-pipelines'],
  enabled: ({ spec }) => spec.pipelines.definitions.length > 0,
  namespace: ({ spec }) => spec.pipelines.namespace,
  namespaces: (platform) =>
    usedNamespaces(platform).map((name) => ({
      name,
      podSecurity: 'baseline',
      because: 'Steps of pipelines run images of data scientists.',
      apiServerAccess: true,
    })),
  chart: (scope, context) => {
    const { spec } = context.platform;
    const chart = new ComponentChart(scope, 'pipelines', { namespace: spec.pipelines.namespace });
    for (const definition of spec.pipelines.definitions) {
      for (const object of objectsOf(context, definition)) {
        const node = new ApiObject(chart, `${object.kind}-${object.metadata.name}`, object);
        fromField(node, `spec.pipelines.definitions[${definition.name}]`);
      }
    }
    return chart;
  },
});
