import type { Json, JsonObject } from '../../kubernetes';

/** A bundle of certificate authorities that the pods of a run trust. */
export interface CaBundle {
  readonly kind: 'configMap' | 'secret';
  readonly name: string;
  /** Key that has the bundle. */
  readonly key: string;
}

/**
 * What the API server of Kubeflow Pipelines is set up with, where it shows in a compiled workflow. The defaults are
 * those of its own; the environment variable of each is named.
 */
export interface CompileOptions {
  /** Whether every step runs although its result is known. `CACHEENABLED=false` */
  readonly cacheDisabled: boolean;
  /** `V2_DRIVER_IMAGE` */
  readonly driverImage: string;
  /** `V2_LAUNCHER_IMAGE` */
  readonly launcherImage: string;
  /** `V2_DRIVER_COMMAND` */
  readonly driverCommand: readonly string[];
  /** `V2_LAUNCHER_COMMAND` */
  readonly launcherCommand: readonly string[];
  /** User that the pods run as. Default: what their images say. `PIPELINE_RUN_AS_USER` */
  readonly runAsUser?: number;
  /** Verbosity of driver and launcher. `PIPELINE_LOG_LEVEL` */
  readonly logLevel?: string;
  /** Whether the launcher publishes logs as artifacts. `PUBLISH_LOGS` */
  readonly publishLogs?: string;
  /** `CABUNDLE_CONFIGMAP_NAME`, `CABUNDLE_SECRET_NAME`, `CABUNDLE_KEY_NAME` */
  readonly caBundle?: CaBundle;
  /** Claim of the workspace, which a pipeline's own is merged into. */
  readonly defaultWorkspace?: JsonObject;
  /** Whether driver and launcher talk TLS to the API server. `ML_PIPELINE_TLS_ENABLED` */
  readonly pipelineServerTls: boolean;
  /** Whether they talk TLS to the metadata store. `METADATA_TLS_ENABLED` */
  readonly metadataTls: boolean;
  /** `HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY` */
  readonly proxy: { readonly http: string; readonly https: string; readonly no: string };
  /** Namespace of Kubeflow Pipelines, where driver and launcher find its services. */
  readonly pipelinesNamespace: string;
  /** ServiceAccount of the pods. */
  readonly serviceAccount: string;
  /** Secrets that the images of driver and launcher are pulled with. */
  readonly imagePullSecrets: readonly string[];
  /** Title of the run; empty for none. */
  readonly runDisplayName: string;
  /** Where artifacts go. Default: what the pipeline or the cluster says. */
  readonly pipelineRoot?: string;
  /** Values of the pipeline's inputs, over its defaults. */
  readonly parameters: Readonly<Record<string, Json>>;
}

/** What the backend does when nothing is set. */
export const defaultOptions: CompileOptions = {
  cacheDisabled: false,
  driverImage: 'ghcr.io/kubeflow/kfp-driver:latest',
  launcherImage: 'ghcr.io/kubeflow/kfp-launcher:latest',
  driverCommand: ['driver'],
  launcherCommand: ['launcher-v2'],
  pipelineServerTls: false,
  metadataTls: false,
  proxy: { http: '', https: '', no: '' },
  pipelinesNamespace: 'kubeflow',
  serviceAccount: 'pipeline-runner',
  imagePullSecrets: [],
  runDisplayName: '',
  parameters: {},
};
