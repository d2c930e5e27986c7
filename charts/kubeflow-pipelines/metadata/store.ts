import type { Install } from '../install';
import {
  configMap,
  containerSecurity,
  env,
  parts,
  secretKey,
  service,
  serviceAccount,
  setting,
  soon,
  waitFor,
  workload,
  type Mounted,
  type Part,
  type Value,
} from '../parts';
import { metadataDatabase, metadataParameters, metadataSecrets } from '../database/names';
import { databaseSettings } from '../services/database-settings';
import { tlsFiles, tlsVolumes } from '../services/tls';
import { storeConfigScript } from './store-config';

const selector = { component: 'metadata-grpc-server' };
const account = 'metadata-grpc-server';
const grpcPort = 8080;

const channel =
  '--grpc_channel_arguments=grpc.max_metadata_size=16384,grpc.max_receive_message_length=104857600,grpc.max_send_message_length=104857600';

const image = ({ release }: Install): string =>
  `gcr.io/tfx-oss-public/ml_metadata_store_server:${release.metadataStore}`;

const mysqlVariables = (install: Install): Readonly<Record<string, Value>> => {
  const { host, port } = databaseSettings(install);
  return {
    DBCONFIG_USER: secretKey(install.database.secret, 'username'),
    DBCONFIG_PASSWORD: secretKey(install.database.secret, 'password'),
    MYSQL_DATABASE: setting('mlmdDb'),
    MYSQL_HOST: host,
    MYSQL_PORT: port,
  };
};

interface Start {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, Value>>;
  readonly fields?: Readonly<Record<string, unknown>>;
}

const onMysql = (install: Install): Start => ({
  args: install.tls
    ? [
        `--grpc_port=${grpcPort}`,
        '--metadata_store_server_config_file=/etc/grpc/config.proto',
        '--enable_database_upgrade=true',
        channel,
      ]
    : [
        `--grpc_port=${grpcPort}`,
        '--mysql_config_database=$(MYSQL_DATABASE)',
        '--mysql_config_host=$(MYSQL_HOST)',
        '--mysql_config_port=$(MYSQL_PORT)',
        '--mysql_config_user=$(DBCONFIG_USER)',
        '--mysql_config_password=$(DBCONFIG_PASSWORD)',
        '--enable_database_upgrade=true',
        channel,
      ],
  env: mysqlVariables(install),
});

const postgresqlArgs = (port: string, host: string): readonly string[] => [
  `--grpc_port=${port}`,
  '--metadata_source_config_type=postgresql',
  `--postgres_config_host=${host}`,
  '--postgres_config_port=$(POSTGRES_PORT)',
  '--postgres_config_dbname=$(POSTGRES_DBNAME)',
  '--postgres_config_user=$(POSTGRES_USER)',
  '--postgres_config_password=$(POSTGRES_PASSWORD)',
  '--enable_database_upgrade=true',
  channel,
];

const onPostgresql = (install: Install): Start => {
  const { database, parity } = install;
  const host = database.claim === undefined ? database.host : metadataDatabase;
  return parity
    ? {
        args: postgresqlArgs('$(METADATA_GRPC_SERVICE_PORT)', host).slice(0, -1),
        fields: {
          env: [],
          envFrom: [
            { configMapRef: { name: metadataParameters } },
            { secretRef: { name: metadataSecrets } },
            { configMapRef: { name: 'metadata-grpc-configmap' } },
          ],
        },
      }
    : {
        args: postgresqlArgs(String(grpcPort), host),
        env: {
          POSTGRES_PORT: String(database.port),
          POSTGRES_DBNAME: setting('mlmdDb'),
          POSTGRES_USER: secretKey(database.secret, 'username'),
          POSTGRES_PASSWORD: secretKey(database.secret, 'password'),
        },
      };
};

/** With TLS the server reads its settings from a file, which an init container writes. */
const tlsInit = (install: Install): readonly Readonly<Record<string, unknown>>[] =>
  install.tls
    ? [
        {
          name: 'generate-config',
          image: image(install),
          imagePullPolicy: 'IfNotPresent',
          command: ['/bin/sh', '-ec'],
          args: [storeConfigScript(tlsFiles)],
          env: env(mysqlVariables(install)),
          securityContext: containerSecurity(1000, 0),
          volumeMounts: [
            { name: 'tls-certs', mountPath: tlsFiles.folder },
            { name: 'grpc-tls-config', mountPath: '/etc/grpc' },
            ...(install.parity ? [{ name: 'mysql-secret', mountPath: '/etc/mysql-secret' }] : []),
          ],
        },
      ]
    : [];

const volumes = (install: Install): readonly Mounted[] =>
  install.tls
    ? [...tlsVolumes(install), { name: 'grpc-tls-config', path: '/etc/grpc', source: { emptyDir: {} } }]
    : [];

/** Upstream mounts the Secret into the init container as well, which does not read it there. */
const unreadSecret = ({ parity, tls, database }: Install): readonly Readonly<Record<string, unknown>>[] =>
  parity && tls ? [{ name: 'mysql-secret', secret: { secretName: database.secret } }] : [];

const waitForDatabase = (install: Install) => {
  const { host, port } = databaseSettings(install);
  return install.database.engine === 'postgresql' && install.database.claim !== undefined
    ? waitFor(install, 'database', metadataDatabase, '5432')
    : waitFor(install, 'database', host, port);
};

/** ML Metadata: what was made from what. */
export const metadataStore = (install: Install): readonly Part[] => {
  const { namespace, database } = install;
  const { fields, ...start } =
    database.engine === 'mysql' ? onMysql(install) : { fields: {}, ...onPostgresql(install) };
  const alive = { tcpSocket: { port: 'grpc-api' }, ...soon };
  return parts('metadata', [
    serviceAccount(account, namespace),
    configMap(
      'metadata-grpc-configmap',
      namespace,
      { METADATA_GRPC_SERVICE_HOST: 'metadata-grpc-service', METADATA_GRPC_SERVICE_PORT: String(grpcPort) },
      selector,
    ),
    service({
      name: 'metadata-grpc-service',
      namespace,
      labels: { app: 'metadata' },
      selector,
      type: 'ClusterIP',
      ports: [{ name: 'grpc-api', port: grpcPort, protocol: 'TCP' }],
    }),
    workload({
      name: 'metadata-grpc-deployment',
      namespace,
      selector,
      replicas: 1,
      serviceAccount: account,
      container: {
        name: 'container',
        image: image(install),
        command: ['/bin/metadata_store_server'],
        ...start,
        ports: [{ name: 'grpc-api', port: grpcPort }],
        fields: { ...fields, livenessProbe: alive, readinessProbe: alive },
      },
      init: [...tlsInit(install), waitForDatabase(install)],
      volumes: volumes(install),
      unmounted: unreadSecret(install),
    }),
  ]);
};
