import { int32, map, message, present, struct, text, type Infer } from '../proto';

const workspace = message('WorkspaceConfig', {
  size: text,
  kubernetes: message('KubernetesWorkspaceConfig', { pvcSpecPatch: struct }),
});

const pipelineConfig = message('PipelineConfig', {
  resourceTtlOnCompletion: int32,
  workspace,
  resourceTtlOnSuccess: int32,
  resourceTtlOnFailure: int32,
  activeDeadlineSeconds: int32,
});

/** What a pipeline asks of one platform; executors are kept as they are, for the driver reads them itself. */
export const singlePlatformSpec = message('SinglePlatformSpec', {
  deploymentSpec: message('PlatformDeploymentConfig', { executors: map(struct) }),
  platform: text,
  config: struct,
  pipelineConfig,
});

/** The second document of an IR file. */
export const platformSpec = message('PlatformSpec', { platforms: present(map(singlePlatformSpec)) });

export type SinglePlatformSpec = Infer<typeof singlePlatformSpec>;
export type PlatformSpec = Infer<typeof platformSpec>;
export type WorkspaceConfig = Infer<typeof workspace>;
