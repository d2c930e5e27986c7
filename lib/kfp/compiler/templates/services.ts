import { creationTime, runId, runName, type EnvironmentVariable } from '../../argo';
import { caBundlePath } from '../ca-bundle';
import type { CompileOptions } from '../options';

/** By which driver and launcher know the pod that they are in. */
export const podIdentity: readonly EnvironmentVariable[] = [
  { name: 'KFP_POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  { name: 'KFP_POD_UID', valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } },
];

/** Where the metadata store is; the cluster may say otherwise in this ConfigMap. */
export const metadataConfiguration = [
  { configMapRef: { name: 'metadata-grpc-configmap', optional: true } },
] as const;

/** The proxy's variables in both spellings that programs look for. */
export const proxyEnvironment = ({ proxy }: CompileOptions): readonly EnvironmentVariable[] =>
  [
    { name: 'HTTP_PROXY', value: proxy.http },
    { name: 'HTTPS_PROXY', value: proxy.https },
    { name: 'NO_PROXY', value: proxy.no },
  ].flatMap(({ name, value }) =>
    value === ''
      ? []
      : [
          { name, value },
          { name: name.toLowerCase(), value },
        ],
  );

export const runArguments = (pipeline: string, { runDisplayName }: CompileOptions): readonly string[] => [
  '--pipeline_name',
  pipeline,
  '--run_id',
  runId,
  '--run_name',
  runName,
  '--run_display_name',
  runDisplayName,
  '--pipeline_job_create_time_utc',
  creationTime,
];

export const proxyArguments = ({ proxy }: CompileOptions): readonly string[] => [
  '--http_proxy',
  proxy.http,
  '--https_proxy',
  proxy.https,
  '--no_proxy',
  proxy.no,
];

export const pipelineServerArguments = ({ pipelinesNamespace }: CompileOptions): readonly string[] => [
  '--ml_pipeline_server_address',
  `ml-pipeline.${pipelinesNamespace}.svc.cluster.local`,
  '--ml_pipeline_server_port',
  '8887',
];

export const metadataStoreArguments = ({ pipelinesNamespace }: CompileOptions): readonly string[] => [
  '--mlmd_server_address',
  `metadata-grpc-service.${pipelinesNamespace}.svc.cluster.local`,
  '--mlmd_server_port',
  '8080',
];

export const cacheArguments = ({ cacheDisabled }: CompileOptions): readonly string[] =>
  cacheDisabled ? ['--cache_disabled'] : [];

export const tlsArguments = (options: CompileOptions): readonly string[] => [
  ...(options.pipelineServerTls ? ['--ml_pipeline_tls_enabled'] : []),
  ...(options.metadataTls ? ['--metadata_tls_enabled'] : []),
  ...(options.caBundle === undefined ? [] : ['--ca_cert_path', caBundlePath]),
];

export const logArguments = ({ logLevel, publishLogs }: CompileOptions): readonly string[] => [
  ...(logLevel === undefined ? [] : ['--log_level', logLevel]),
  ...(publishLogs === undefined ? [] : ['--publish_logs', publishLogs]),
];
