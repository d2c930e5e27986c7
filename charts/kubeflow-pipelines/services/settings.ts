import type { Install } from '../install';
import { configMap, installConfigName, parts, type Part } from '../parts';

const text = (value: string | number | boolean | undefined): string =>
  value === undefined ? '' : String(value);

const databaseEntries = ({ database, parity }: Install): Readonly<Record<string, string>> =>
  database.engine === 'mysql'
    ? { dbType: 'mysql', mysqlHost: database.host, mysqlPort: text(database.port) }
    : {
        // Upstream names a Service that it does not have.
        dbType: parity ? 'postgres' : 'pgx',
        postgresHost: parity ? 'postgres' : database.host,
        postgresPort: text(database.port),
      };

/** Where upstream's install for PostgreSQL has fallen behind the other. */
const upstreamPostgresql = { appVersion: '2.0.0', defaultSecurityContextHostUsers: 'false' } as const;

const upstreamWarning = `1. Do not use kubectl to edit this configmap, because some values are used
during kustomize build. Instead, change the configmap and apply the entire
kustomize manifests again.
2. After updating the configmap, some deployments may need to be restarted
until the changes take effect. A quick way to restart all deployments in a
namespace: \`kubectl rollout restart deployment -n <your-namespace>\`.
`;

/** ConfigMap `pipeline-install-config`: what the services share. */
const installConfig = (install: Install): Readonly<Record<string, string>> => {
  const { settings, release, database, objectStore, parity } = install;
  const { cache, securityContext, mode } = settings;
  const isOldPostgresql = parity && database.engine === 'postgresql';
  return {
    ...(parity ? { warning: upstreamWarning } : {}),
    appName: 'pipeline',
    appVersion: release.version,
    ...databaseEntries(install),
    pipelineDb: database.names.pipelines,
    mlmdDb: database.names.metadata,
    cacheDb: database.names.cache,
    ConMaxLifeTime: '120s',
    bucketName: objectStore.bucket,
    defaultPipelineRoot: '',
    autoUpdatePipelineDefaultVersion: 'true',
    cronScheduleTimezone: settings.timeZone,
    cacheImage: cache.image,
    cacheNodeRestrictions: text(cache.nodeRestrictions),
    MAXIMUM_CACHE_STALENESS: text(cache.maximumStaleness),
    DEFAULT_CACHE_STALENESS: text(cache.defaultStaleness),
    LOG_LEVEL: settings.logLevel,
    ARTIFACTS_PROXY_ENABLED: text(mode.kind === 'multi-user' && mode.artifactProxy),
    ...(isOldPostgresql ? {} : { ARTIFACT_RETENTION_DAYS: text(settings.retention.artifactDays ?? -1) }),
    defaultSecurityContextRunAsUser: text(securityContext.runAsUser),
    defaultSecurityContextRunAsGroup: text(securityContext.runAsGroup),
    defaultSecurityContextRunAsNonRoot: text(securityContext.runAsNonRoot),
    defaultSecurityContextHostUsers: text(securityContext.hostUsers),
    BLOCK_V1_PIPELINES: 'false',
    V1_ALLOWED_NAMESPACES: '',
    USERID_HEADER: mode.kind === 'multi-user' ? mode.userIdHeader : 'kubeflow-userid',
    USERID_PREFIX: mode.kind === 'multi-user' ? mode.userIdPrefix : '',
    ...(isOldPostgresql ? upstreamPostgresql : {}),
  };
};

/** Where artifacts of v2 pipelines go when a run does not say; upstream's driver knows its own store by heart. */
const launcherSettings = ({ objectStore, parity, settings }: Install): Readonly<Record<string, string>> =>
  parity || objectStore.claim !== undefined
    ? {
        defaultPipelineRoot: '',
        ...(settings.clusterDomain === 'cluster.local'
          ? {}
          : { clusterDomain: `.svc.${settings.clusterDomain}` }),
      }
    : {
        defaultPipelineRoot: `s3://${objectStore.bucket}/v2/artifacts`,
        providers: JSON.stringify({
          s3: {
            default: {
              endpoint: objectStore.endpoint,
              region: objectStore.region ?? '',
              disableSSL: !objectStore.tls,
              credentials: {
                fromEnv: false,
                secretRef: {
                  secretName: objectStore.secret,
                  accessKeyKey: 'accesskey',
                  secretKeyKey: 'secretkey',
                },
              },
            },
          },
        }),
      };

/** The ConfigMaps that the services and the launcher read; upstream has one more, for its own kustomization. */
export const settingsMaps = (install: Install): readonly Part[] => [
  ...parts('pipelines', [
    configMap(installConfigName, install.namespace, installConfig(install)),
    configMap('kfp-launcher', install.namespace, launcherSettings(install)),
  ]),
  ...parts('cluster', [
    install.parity && !install.multiUser
      ? configMap('kfp-cluster-scoped-params', install.namespace, { namespace: install.namespace })
      : undefined,
  ]),
];
