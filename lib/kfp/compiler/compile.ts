import type { Workflow } from '../argo';
import type { Component, Pipeline } from '../pipeline';
import { Build } from './build';
import { podSecurity } from './hardening';
import { defaultOptions, type CompileOptions } from './options';
import { addDag } from './templates/dag';
import { addEntrypoint } from './templates/entrypoint';
import { workspaceClaims } from './workspace';

/** What the pods need to know of a component stands once, as an argument of the workflow. */
const addComponent = (build: Build, component: Component): void => {
  const key = build.keyOf(component);
  if (component.kind !== 'dag' && component.kubernetes !== undefined)
    build.keep(`kubernetes-${component.name}`, component.kubernetes);
  build.keep(`components-${key}`, component.spec);
  switch (component.kind) {
    case 'container':
      build.keep(`implementations-${key}`, component.container);
      return;
    case 'importer':
      build.keep(`implementations-${key}`, component.importer);
      return;
    case 'dag':
      addDag(build, component);
  }
};

/** How long the objects of a run stay. */
const ttlStrategy = ({ kubernetes }: Pipeline): Readonly<Record<string, number>> | undefined => {
  const config = kubernetes?.pipelineConfig;
  const strategy = {
    ...(config?.resourceTtlOnCompletion === undefined
      ? {}
      : { secondsAfterCompletion: config.resourceTtlOnCompletion }),
    ...(config?.resourceTtlOnSuccess === undefined
      ? {}
      : { secondsAfterSuccess: config.resourceTtlOnSuccess }),
    ...(config?.resourceTtlOnFailure === undefined
      ? {}
      : { secondsAfterFailure: config.resourceTtlOnFailure }),
  };
  return Object.keys(strategy).length === 0 ? undefined : strategy;
};

const marked = { 'pipelines.kubeflow.org/v2_component': 'true' };

/** The Workflow that the backend of Kubeflow Pipelines makes of a pipeline. */
export const compileWorkflow = (pipeline: Pipeline, settings: Partial<CompileOptions> = {}): Workflow => {
  const options: CompileOptions = { ...defaultOptions, ...settings };
  const build = new Build(pipeline, options);
  for (const component of pipeline.components.values()) addComponent(build, component);
  const entrypoint = addEntrypoint(build);
  const claims = workspaceClaims(pipeline, options);
  const ttl = ttlStrategy(pipeline);
  const deadline = pipeline.kubernetes?.pipelineConfig?.activeDeadlineSeconds;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { generateName: `${pipeline.name.split('/').at(-1) ?? ''}-` },
    spec: {
      ...(deadline === undefined ? {} : { activeDeadlineSeconds: deadline }),
      arguments: { parameters: build.arguments },
      entrypoint,
      ...(options.imagePullSecrets.length === 0
        ? {}
        : { imagePullSecrets: options.imagePullSecrets.map((name) => ({ name })) }),
      podMetadata: { annotations: marked, labels: marked },
      securityContext: {
        ...podSecurity,
        ...(options.runAsUser === undefined ? {} : { runAsUser: options.runAsUser }),
      },
      serviceAccountName: options.serviceAccount,
      templates: build.list,
      ...(ttl === undefined ? {} : { ttlStrategy: ttl }),
      ...(claims.length === 0 ? {} : { volumeClaimTemplates: claims }),
    },
    status: { startedAt: null, finishedAt: null },
  };
};
