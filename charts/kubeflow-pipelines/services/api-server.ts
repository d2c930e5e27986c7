import { kfpImage, type Install } from '../install';
import {
  allow,
  everything,
  field,
  httpGet,
  optionalSetting,
  parts,
  patched,
  permissions,
  requests,
  secretKey,
  service,
  setting,
  soon,
  tcp,
  waitFor,
  workload,
  type Mounted,
  type Part,
  type Rule,
  type Value,
} from '../parts';
import { apiServerConfigName } from '../multi-user/names';
import { databaseSettings, optionalPostgresql } from './database-settings';
import { evictable } from './evictable';
import { apiServerHost, tlsFiles, tlsSecret, tlsVolumes } from './tls';
import { apiWebhookSecret, webhookPort } from './webhooks';

const name = 'ml-pipeline';
const selector = { app: name };

/** What the API server does to workflows and recurring runs; the same in one namespace and in all. */
export const apiServerRules = ({ nativeStore }: Install): readonly Rule[] => [
  allow('core', 'pods pods/log', 'get list delete'),
  allow('argoproj.io', 'workflows', everything),
  allow('kubeflow.org', 'scheduledworkflows', 'create get list update patch delete'),
  allow('kubeflow.org', 'scheduledworkflows/finalizers', 'update'),
  allow('pipelines.kubeflow.org', 'pipelines', 'get list watch'),
  allow('authorization.k8s.io', 'subjectaccessreviews', 'create'),
  allow('authentication.k8s.io', 'tokenreviews', 'create'),
  allow('mlflow.kubeflow.org', 'experiments', 'get list create update'),
  allow('core', 'configmaps', 'get', 'kfp-launcher'),
  allow('core', 'secrets', 'get', 'kfp-mlflow-credentials'),
  ...(nativeStore
    ? [
        allow('pipelines.kubeflow.org', 'pipelines pipelines/finalizers', everything),
        allow(
          'pipelines.kubeflow.org',
          'pipelineversions pipelineversions/status pipelineversions/finalizers',
          everything,
        ),
      ]
    : []),
];

/** In multi-user mode upstream leaves out what reads an MLflow that is not there. */
export const apiServerClusterRules = (install: Install): readonly Rule[] =>
  apiServerRules(install).filter(({ apiGroups }) => !apiGroups.includes('mlflow.kubeflow.org'));

type Variables = Readonly<Record<string, Value | undefined>>;

const objectStoreVariables = ({ objectStore, parity }: Install): Variables => ({
  OBJECTSTORECONFIG_SECURE: String(objectStore.tls),
  OBJECTSTORECONFIG_BUCKETNAME: setting('bucketName'),
  OBJECTSTORECONFIG_HOST: objectStore.host,
  OBJECTSTORECONFIG_PORT: String(objectStore.port),
  ...(parity || objectStore.region === undefined
    ? {}
    : {
        OBJECTSTORECONFIG_REGION: objectStore.region,
        MINIO_SERVICE_REGION: objectStore.region,
      }),
});

const mysqlVariables = (install: Install): Variables => {
  const { host, port } = databaseSettings(install);
  const { secret } = install.database;
  const user = secretKey(secret, 'username');
  const password = secretKey(secret, 'password');
  return {
    DBCONFIG_USER: user,
    DBCONFIG_PASSWORD: password,
    DBCONFIG_DBNAME: setting('pipelineDb'),
    DBCONFIG_HOST: host,
    DBCONFIG_PORT: port,
    DBCONFIG_CONMAXLIFETIME: setting('ConMaxLifeTime'),
    DB_DRIVER_NAME: setting('dbType'),
    DBCONFIG_MYSQLCONFIG_USER: user,
    DBCONFIG_MYSQLCONFIG_PASSWORD: password,
    DBCONFIG_MYSQLCONFIG_DBNAME: setting('pipelineDb'),
    DBCONFIG_MYSQLCONFIG_HOST: host,
    DBCONFIG_MYSQLCONFIG_PORT: port,
  };
};

const postgresqlVariables = (install: Install): Variables => {
  const { host, port } = databaseSettings(install);
  const { secret } = install.database;
  return {
    DBCONFIG_CONMAXLIFETIME: setting('ConMaxLifeTime'),
    DB_DRIVER_NAME: setting('dbType'),
    DBCONFIG_POSTGRESQLCONFIG_USER: secretKey(secret, 'username'),
    DBCONFIG_POSTGRESQLCONFIG_PASSWORD: secretKey(secret, 'password'),
    DBCONFIG_POSTGRESQLCONFIG_DBNAME: setting('pipelineDb'),
    DBCONFIG_POSTGRESQLCONFIG_HOST: host,
    DBCONFIG_POSTGRESQLCONFIG_PORT: port,
  };
};

const storeKeys = ({ objectStore }: Install): Variables => ({
  OBJECTSTORECONFIG_ACCESSKEY: secretKey(objectStore.secret, 'accesskey'),
  OBJECTSTORECONFIG_SECRETACCESSKEY: secretKey(objectStore.secret, 'secretkey'),
});

const v1Variables: Variables = {
  BLOCK_V1_PIPELINES: optionalSetting('BLOCK_V1_PIPELINES'),
  V1_ALLOWED_NAMESPACES: optionalSetting('V1_ALLOWED_NAMESPACES'),
};

/** Upstream replaces the list for PostgreSQL by a shorter one, which lacks what was added since: log level, images … */
const upstreamPostgresql = (install: Install): Variables => ({
  AUTO_UPDATE_PIPELINE_DEFAULT_VERSION: optionalSetting('autoUpdatePipelineDefaultVersion'),
  POD_NAMESPACE: field('metadata.namespace'),
  OBJECTSTORECONFIG_SECURE: 'false',
  OBJECTSTORECONFIG_BUCKETNAME: optionalSetting('bucketName'),
  DBCONFIG_CONMAXLIFETIME: optionalSetting('ConMaxLifeTime'),
  DB_DRIVER_NAME: optionalSetting('dbType'),
  ...v1Variables,
  DBCONFIG_POSTGRESQLCONFIG_USER: secretKey(install.database.secret, 'username'),
  DBCONFIG_POSTGRESQLCONFIG_PASSWORD: secretKey(install.database.secret, 'password'),
  DBCONFIG_POSTGRESQLCONFIG_DBNAME: optionalSetting('pipelineDb'),
  DBCONFIG_POSTGRESQLCONFIG_HOST: optionalPostgresql.host,
  DBCONFIG_POSTGRESQLCONFIG_PORT: optionalPostgresql.port,
  ...storeKeys(install),
});

const baseVariables = (install: Install): Variables => {
  const { settings, parity } = install;
  return {
    PUBLISH_LOGS: 'true',
    LOG_LEVEL: settings.logLevel,
    PIPELINE_LOG_LEVEL: settings.logLevel === 'debug' ? '4' : '1',
    AUTO_UPDATE_PIPELINE_DEFAULT_VERSION: setting('autoUpdatePipelineDefaultVersion'),
    POD_NAMESPACE: field('metadata.namespace'),
    CLUSTER_DOMAIN: settings.clusterDomain,
    ...objectStoreVariables(install),
    ...(install.database.engine === 'mysql' ? mysqlVariables(install) : postgresqlVariables(install)),
    ...storeKeys(install),
    V2_DRIVER_IMAGE: kfpImage(install, 'driver'),
    V2_LAUNCHER_IMAGE: kfpImage(install, 'launcher'),
    COMPILED_PIPELINE_SPEC_PATCH: '{}',
    DEFAULT_SECURITY_CONTEXT_RUN_AS_USER: optionalSetting('defaultSecurityContextRunAsUser'),
    DEFAULT_SECURITY_CONTEXT_RUN_AS_GROUP: optionalSetting('defaultSecurityContextRunAsGroup'),
    DEFAULT_SECURITY_CONTEXT_RUN_AS_NON_ROOT: optionalSetting('defaultSecurityContextRunAsNonRoot'),
    DEFAULT_SECURITY_CONTEXT_HOST_USERS: optionalSetting('defaultSecurityContextHostUsers'),
    ...v1Variables,
    // Upstream finds the server by the variables that Kubernetes makes of Services that are older than the pod.
    ...(parity
      ? {}
      : {
          ML_PIPELINE_VISUALIZATIONSERVER_SERVICE_HOST: 'ml-pipeline-visualizationserver',
          ML_PIPELINE_VISUALIZATIONSERVER_SERVICE_PORT: '8888',
        }),
  };
};

const variables = (install: Install): Variables => {
  const { parity, multiUser, tls } = install;
  if (parity && install.database.engine === 'postgresql') return upstreamPostgresql(install);
  return patched(baseVariables(install), {
    ...(multiUser
      ? {
          KUBEFLOW_USERID_HEADER: optionalSetting('USERID_HEADER'),
          KUBEFLOW_USERID_PREFIX: optionalSetting('USERID_PREFIX'),
        }
      : {}),
    ...(tls
      ? {
          CABUNDLE_SECRET_NAME: tlsSecret,
          METADATA_TLS_ENABLED: 'true',
          ML_PIPELINE_SERVICE_HOST: apiServerHost(install),
        }
      : {}),
  });
};

const command = ({
  tls,
  nativeStore,
}: Install): { readonly command?: readonly string[]; readonly args?: readonly string[] } =>
  tls || nativeStore
    ? {
        command: ['/bin/apiserver'],
        args: [
          '--config=/config',
          '--sampleconfig=/config/sample_config.json',
          '-logtostderr=true',
          ...(tls ? [`--tlsCertPath=${tlsFiles.certificate}`, `--tlsCertKeyPath=${tlsFiles.key}`] : []),
          ...(nativeStore
            ? [
                '--webhookTLSCertPath=/etc/webhook/certs/tls.crt',
                '--webhookTLSKeyPath=/etc/webhook/certs/tls.key',
                '--pipelinesStoreKubernetes=true',
              ]
            : []),
        ],
      }
    : {};

const volumes = (install: Install): readonly Mounted[] => [
  ...tlsVolumes(install),
  ...(install.nativeStore
    ? [
        {
          name: 'webhook-certs',
          path: '/etc/webhook/certs',
          readOnly: true as const,
          source: { secret: { secretName: apiWebhookSecret } },
        },
      ]
    : []),
  {
    name: 'mlflow-tracking-ca',
    path: '/etc/mlflow-tracking-ca',
    readOnly: true,
    source: { configMap: { name: 'mlflow-tracking-ca', optional: true } },
  },
];

const deployment = (install: Install) => {
  const health = httpGet('/apis/v1beta1/healthz', 8888, install.tls ? 'HTTPS' : undefined);
  const { host, port } = databaseSettings(install);
  return workload({
    name,
    namespace: install.namespace,
    selector,
    podAnnotations: evictable,
    serviceAccount: name,
    container: {
      name: 'ml-pipeline-api-server',
      image: kfpImage(install, 'api-server'),
      pull: 'IfNotPresent',
      ...command(install),
      env: variables(install),
      ports: [
        ...(install.nativeStore ? [{ name: 'webhook', port: webhookPort }] : []),
        { name: 'http', port: 8888 },
        { name: 'grpc', port: 8887 },
      ],
      fields: {
        ...(install.multiUser ? { envFrom: [{ configMapRef: { name: apiServerConfigName } }] } : {}),
        resources: requests('250m', '500Mi'),
        startupProbe: { ...health, failureThreshold: 12, periodSeconds: 5, timeoutSeconds: 2 },
        livenessProbe: { ...health, ...soon },
        readinessProbe: { ...health, ...soon },
      },
    },
    init: [
      waitFor(install, 'database', host, port),
      waitFor(install, 'metadata-grpc', 'metadata-grpc-service', '8080'),
    ],
    volumes: volumes(install),
  });
};

/** The API server: what every other service and every client talks to. */
export const apiServer = (install: Install): readonly Part[] =>
  parts('pipelines', [
    ...permissions(install.namespace, {
      account: name,
      role: name,
      binding: name,
      rules: apiServerRules(install),
      labels: selector,
    }),
    service({
      name,
      namespace: install.namespace,
      selector,
      annotations: {
        'prometheus.io/port': '8888',
        'prometheus.io/scheme': 'http',
        'prometheus.io/scrape': 'true',
      },
      ports: [
        install.tls ? { ...tcp('tls', 8888), appProtocol: 'https' } : tcp('http', 8888),
        tcp('grpc', 8887),
        ...(install.nativeStore ? [tcp('webhook', webhookPort)] : []),
      ],
    }),
    deployment(install),
  ]);
