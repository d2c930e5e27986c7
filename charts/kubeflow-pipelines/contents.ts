import { certificates } from './certificates';
import { credentials } from './credentials';
import { mysql } from './database/mysql';
import { postgresql } from './database/postgresql';
import { definitions } from './definitions';
import type { Install } from './install';
import { metadataEnvoy } from './metadata/envoy';
import { metadataStore } from './metadata/store';
import { metadataWriter } from './metadata/writer';
import { istio } from './multi-user/istio';
import { metacontroller } from './multi-user/metacontroller';
import { profileController } from './multi-user/profile-controller';
import { profileProgram } from './multi-user/profile-program';
import { clusterRoles } from './multi-user/roles';
import { seaweedfs } from './object-store/seaweedfs';
import { exposure } from './own/exposure';
import { networkPolicies } from './own/network-policies';
import type { Part } from './parts';
import { persistenceAgent, scheduledWorkflow } from './services/agents';
import { apiServer } from './services/api-server';
import { pipelineRunner, publicVersion } from './services/runner';
import { settingsMaps } from './services/settings';
import { ui } from './services/ui';
import { viewerController, visualizationServer } from './services/viewers';
import { apiWebhooks } from './services/webhooks';

/** Everything of Kubeflow Pipelines but its cache and Argo Workflows, one function per server. */
const contents: readonly ((install: Install) => readonly Part[])[] = [
  definitions,
  settingsMaps,
  credentials,
  certificates,
  mysql,
  postgresql,
  seaweedfs,
  apiServer,
  persistenceAgent,
  scheduledWorkflow,
  pipelineRunner,
  publicVersion,
  ui,
  viewerController,
  visualizationServer,
  metadataStore,
  metadataEnvoy,
  metadataWriter,
  apiWebhooks,
];

const multiUser = (install: Install, program: string): readonly Part[] => {
  const { mode } = install.settings;
  return mode.kind === 'multi-user'
    ? [
        ...clusterRoles(install),
        ...istio(install, mode),
        ...metacontroller(install),
        ...profileController(install, program),
      ]
    : [];
};

/**
 * The objects of Kubeflow Pipelines.
 * @param program what answers Metacontroller for each profile. Default: Drydock's own; upstream's is not copied here.
 */
export const kubeflowPipelinesParts = (
  install: Install,
  program: string = profileProgram,
): readonly Part[] => [
  ...contents.flatMap((part) => part(install)),
  ...multiUser(install, program),
  ...(install.parity ? [] : [...networkPolicies(install), ...exposure(install)]),
];
