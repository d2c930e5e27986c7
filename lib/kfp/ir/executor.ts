import { bool, double, int32, int64, list, map, message, struct, text, type Infer } from '../proto';
import { artifactTypeSchema, valueOrRuntimeParameter } from './values';

const exec = message('PipelineDeploymentConfig.PipelineContainerSpec.Lifecycle.Exec', {
  command: list(text),
  args: list(text),
});

const environmentVariable = message('PipelineDeploymentConfig.PipelineContainerSpec.EnvVar', {
  name: text,
  value: text,
});

const accelerator = message('PipelineDeploymentConfig.PipelineContainerSpec.ResourceSpec.AcceleratorConfig', {
  type: text,
  count: int64,
  resourceType: text,
  resourceCount: text,
});

/** What a container requests and is limited to; the numbers are the deprecated form of the texts. */
export const resourceSpec = message('PipelineDeploymentConfig.PipelineContainerSpec.ResourceSpec', {
  cpuLimit: double,
  memoryLimit: double,
  cpuRequest: double,
  memoryRequest: double,
  resourceCpuLimit: text,
  resourceMemoryLimit: text,
  resourceCpuRequest: text,
  resourceMemoryRequest: text,
  accelerator,
});

/** A container that does a task. */
export const containerSpec = message('PipelineDeploymentConfig.PipelineContainerSpec', {
  image: text,
  command: list(text),
  args: list(text),
  lifecycle: message('PipelineDeploymentConfig.PipelineContainerSpec.Lifecycle', { preCacheCheck: exec }),
  resources: resourceSpec,
  env: list(environmentVariable),
});

/** Takes an artifact that exists into the pipeline. */
export const importerSpec = message('PipelineDeploymentConfig.ImporterSpec', {
  artifactUri: valueOrRuntimeParameter,
  typeSchema: artifactTypeSchema,
  properties: map(valueOrRuntimeParameter),
  customProperties: map(valueOrRuntimeParameter),
  reimport: bool,
  metadata: struct,
  downloadToWorkspace: bool,
});

const resolverSpec = message('PipelineDeploymentConfig.ResolverSpec', {
  outputArtifactQueries: map(
    message('PipelineDeploymentConfig.ResolverSpec.ArtifactQuerySpec', { filter: text, limit: int32 }),
  ),
});

/** What does the work of a component. */
export const executorSpec = message(
  'PipelineDeploymentConfig.ExecutorSpec',
  {
    container: containerSpec,
    importer: importerSpec,
    resolver: resolverSpec,
    customJob: message('PipelineDeploymentConfig.AIPlatformCustomJobSpec', { customJob: struct }),
  },
  [['container', 'importer', 'resolver', 'customJob']],
);

export const deploymentConfig = message('PipelineDeploymentConfig', { executors: map(executorSpec) });

export type ContainerSpec = Infer<typeof containerSpec>;
export type ResourceSpec = Infer<typeof resourceSpec>;
export type ImporterSpec = Infer<typeof importerSpec>;
export type ExecutorSpec = Infer<typeof executorSpec>;
