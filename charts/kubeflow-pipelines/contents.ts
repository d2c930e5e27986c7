import { certificates } from './certificates';
import { credentials } from './credentials';
import { mysql } from './database/mysql';
import { postgresql } from './database/postgresql';
import type { Install } from './install';
import { metadataEnvoy } from './metadata/envoy';
import { metadataStore } from './metadata/store';
import { metadataWriter } from './metadata/writer';
import { seaweedfs } from './object-store/seaweedfs';
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

/** The objects of Kubeflow Pipelines. */
export const kubeflowPipelinesParts = (install: Install): readonly Part[] =>
  contents.flatMap((part) => part(install));
