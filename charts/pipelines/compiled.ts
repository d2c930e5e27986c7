import type { ComponentContext, LoadedPipeline, SourceText } from '../../lib/constructs';
import { Refusal, type Diagnostic } from '../../lib/diagnostics';
import { mirrorImage } from '../../lib/images';
import type { KubernetesObject } from '../../lib/kubernetes';
import {
  applySitePolicy,
  compileWorkflow,
  cronWorkflow,
  isDriverImage,
  missingParameters,
  pipelineObject,
  pipelineVersion,
  readPipeline,
  scheduledWorkflow,
  unfitParameters,
  withRunSettings,
  workflowTemplate,
  type CompileOptions,
  type Pipeline,
  type PlainObject,
  type RunSettings,
} from '../../lib/kfp';
import type { PipelineDefinition, Platform } from '../../lib/platform';
import { sitePolicyOf } from './site-policy';
import { compileTypescript } from './typescript';

const fieldOf = ({ name }: PipelineDefinition): string => `spec.pipelines.definitions[${name}]`;

const runSettingsOf = ({ parameters, pipelineRoot }: PipelineDefinition): RunSettings => ({
  parameters,
  pipelineRoot,
});

/** How Kubeflow Pipelines of this platform compiles; nothing in it differs from run to run. */
const compileOptionsOf = ({ spec }: Platform, definition: PipelineDefinition): Partial<CompileOptions> => {
  const { server } = spec.pipelines;
  const image = (name: string): string =>
    mirrorImage(`ghcr.io/kubeflow/kfp-${name}:${server.version}`, spec.images.registry);
  const { parameters, pipelineRoot } = runSettingsOf(definition);
  return {
    driverImage: image('driver'),
    launcherImage: image('launcher'),
    cacheDisabled: !definition.cache,
    pipelinesNamespace: server.namespace,
    serviceAccount: server.serviceAccount,
    imagePullSecrets: spec.images.pullSecrets,
    parameters,
    ...(pipelineRoot === undefined ? {} : { pipelineRoot }),
  };
};

const refuse = (problems: readonly Diagnostic[]): void => {
  if (problems.length > 0) throw new Refusal(problems);
};

/** The values of the platform must fit the inputs of the pipeline, and a schedule can ask nobody for the rest. */
const checkParameters = (platform: Platform, definition: PipelineDefinition, pipeline: Pipeline): void => {
  const field = `${fieldOf(definition)}.parameters`;
  const problem = (got: string, want: string, fix: string, at = field): Diagnostic => ({
    rule: 'pipelines/parameters',
    severity: 'error',
    where: platform.locate(at),
    got,
    want,
    fix,
  });
  refuse([
    ...unfitParameters(pipeline, definition.parameters).map(({ name, got, want, fix }) =>
      problem(got, want, fix, `${field}.${name}`),
    ),
    ...(definition.schedule === undefined ? [] : missingParameters(pipeline, definition.parameters)).map(
      (name) => problem(`no value for ${name}`, 'a value for every input without a default', `add ${name}`),
    ),
  ]);
};

const read = (platform: Platform, definition: PipelineDefinition, { text, file }: SourceText): Pipeline =>
  applySitePolicy(readPipeline(text, file).pipeline, sitePolicyOf(platform, definition));

/** One pipeline of the platform, as the site wants it. */
export interface CompiledPipeline {
  readonly definition: PipelineDefinition;
  readonly namespace: string;
  readonly objects: readonly KubernetesObject[];
  /** Every image that a run may pull, in the site's registry. */
  readonly images: readonly string[];
}

const imagesOf = (pipeline: Pipeline): readonly string[] =>
  [...pipeline.components.values()].flatMap((component) => {
    const image = component.kind === 'container' ? (component.container.image ?? '') : '';
    return image === '' || image.includes('{{') || isDriverImage(image) ? [] : [image];
  });

const versionsOf = (
  platform: Platform,
  definition: PipelineDefinition,
  source: SourceText,
  previous: readonly SourceText[],
  place: { readonly name: string; readonly namespace: string },
): readonly PlainObject[] => {
  const settings = runSettingsOf(definition);
  const retained: Readonly<Record<string, string>> = definition.retainVersions
    ? { 'argocd.argoproj.io/sync-options': 'Prune=false' }
    : {};
  const current = withRunSettings(read(platform, definition, source), settings);
  const earlier = previous.map((each) => withRunSettings(read(platform, definition, each), settings));
  const versions = [current, ...earlier].map((each) => pipelineVersion(each, place, retained));
  const names = versions.map(({ metadata }) => metadata.name);
  return [
    pipelineObject(current, place),
    ...versions.filter(({ metadata }, index) => names.indexOf(metadata.name) === index),
  ];
};

const loadedOf = (
  { platform, pipelines = [] }: ComponentContext,
  definition: PipelineDefinition,
): LoadedPipeline => {
  const loaded = pipelines.find(({ name }) => name === definition.name);
  if (loaded !== undefined) return loaded;
  throw new Refusal([
    {
      rule: 'pipelines/source',
      severity: 'error',
      where: platform.locate(`${fieldOf(definition)}.source`),
      got: 'a pipeline whose source nobody has read',
      want: 'its text',
      fix: 'give synthesize the sources of the pipelines',
    },
  ]);
};

/** Compiles one pipeline of the platform to the objects that it asks for. */
export const compilePipeline = (
  context: ComponentContext,
  definition: PipelineDefinition,
): CompiledPipeline => {
  const { platform } = context;
  const loaded = loadedOf(context, definition);
  const namespace = definition.namespace ?? platform.spec.pipelines.namespace;
  const place = { name: definition.name, namespace };
  if (loaded.source.kind === 'typescript') return compileTypescript(platform, definition, loaded.source);
  const pipeline = read(platform, definition, loaded.source);
  checkParameters(platform, definition, pipeline);
  const options = compileOptionsOf(platform, definition);
  const workflow = compileWorkflow(pipeline, options);
  const hasTemplate = definition.objects.includes('workflowTemplate');
  const { schedule } = definition;
  const objects = [
    ...(hasTemplate ? [workflowTemplate(workflow, place)] : []),
    ...(definition.objects.includes('pipelineVersion')
      ? versionsOf(platform, definition, loaded.source, loaded.previous, place)
      : []),
    ...(schedule?.via === 'cronWorkflow'
      ? [cronWorkflow(workflow, schedule, place, hasTemplate ? definition.name : undefined)]
      : []),
    ...(schedule?.via === 'scheduledWorkflow'
      ? [scheduledWorkflow(pipeline, workflow, schedule, place)]
      : []),
  ];
  return {
    definition,
    namespace,
    objects,
    images: [...imagesOf(pipeline), options.driverImage ?? '', options.launcherImage ?? ''].filter(Boolean),
  };
};
