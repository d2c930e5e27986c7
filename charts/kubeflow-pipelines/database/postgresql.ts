import type { KubernetesObject } from '../../../lib/kubernetes';
import type { Install } from '../install';
import {
  claim,
  configMap,
  containerSecurity,
  parts,
  podSecurity,
  requests,
  secretKey,
  service,
  serviceAccount,
  setting,
  tcp,
  workload,
  type Part,
  type Value,
} from '../parts';
import { metadataDatabase, metadataParameters, metadataSecrets } from './names';

const account = 'postgresql';
const selector = { app: 'postgres' };
const metadataSelector = { component: 'db' };
const data = '/var/lib/postgresql/data';
const superuser = 'user';

/** The user `postgres` of the alpine image. */
const user = 70;

/** Upstream's two pods say nothing of whom they run as, and so run as root. */
const confinement = ({ parity }: Install) =>
  parity
    ? { container: { security: undefined }, pod: { podSecurity: undefined } }
    : {
        container: { security: containerSecurity(user, user) },
        pod: { podSecurity: { ...podSecurity, fsGroup: user, fsGroupChangePolicy: 'OnRootMismatch' } },
      };

const pipelinesServer = (install: Install): KubernetesObject => {
  const { namespace, database, release, parity } = install;
  const { container, pod } = confinement(install);
  return workload({
    name: 'postgres',
    namespace,
    selector,
    recreate: true,
    serviceAccount: account,
    container: {
      name: 'postgres',
      image: `postgres:${release.postgresql}`,
      env: {
        POSTGRES_DB: 'postgres',
        POSTGRES_USER: parity ? superuser : secretKey(database.secret, 'username'),
        POSTGRES_PASSWORD: parity
          ? secretKey('postgres-secret', 'root_password')
          : secretKey(database.secret, 'password'),
        PGDATA: `${data}/pgdata`,
      },
      ports: [{ name: 'postgres', port: 5432 }],
      fields: {
        ...(parity ? {} : { resources: requests('100m', '512Mi') }),
        readinessProbe: {
          exec: {
            command: parity
              ? ['psql', '-U', superuser, '-d', 'postgres', '-c', 'SELECT 1']
              : ['sh', '-c', 'pg_isready -U "$POSTGRES_USER" -d postgres'],
          },
          initialDelaySeconds: 15,
          timeoutSeconds: 2,
        },
      },
      ...container,
    },
    volumes: [
      {
        name: 'postgres-stateful-data',
        path: data,
        source: { persistentVolumeClaim: { claimName: database.claim?.name ?? '' } },
      },
    ],
    ...pod,
  });
};

const metadataVariables = ({ database }: Install): Readonly<Record<string, Value>> => ({
  POSTGRES_DB: setting('mlmdDb'),
  POSTGRES_USER: secretKey(database.secret, 'username'),
  POSTGRES_PASSWORD: secretKey(database.secret, 'password'),
});

const metadataServer = (install: Install): KubernetesObject => {
  const { namespace, release, parity } = install;
  const { container, pod } = confinement(install);
  return workload({
    name: metadataDatabase,
    namespace,
    selector: metadataSelector,
    podLabels: { 'sidecar.istio.io/inject': 'false' },
    ...(parity ? { podName: 'db' } : {}),
    replicas: 1,
    recreate: true,
    ...(parity ? {} : { serviceAccount: account }),
    container: {
      name: 'db-container',
      image: `postgres:${release.postgresql}`,
      env: { ...(parity ? {} : metadataVariables(install)), PGDATA: `${data}/pgdata` },
      ports: [{ name: 'postgres', port: 5432 }],
      fields: parity
        ? {
            envFrom: [
              { configMapRef: { name: metadataParameters } },
              { secretRef: { name: metadataSecrets } },
            ],
          }
        : {
            resources: requests('50m', '256Mi'),
            readinessProbe: {
              exec: { command: ['sh', '-c', 'pg_isready -U "$POSTGRES_USER"'] },
              initialDelaySeconds: 5,
              timeoutSeconds: 2,
            },
          },
      ...container,
    },
    volumes: [
      {
        name: 'metadata-postgres',
        path: data,
        source: { persistentVolumeClaim: { claimName: 'metadata-postgres' } },
      },
    ],
    ...pod,
  });
};

/** PostgreSQL in the cluster: one server for pipelines and one for ML Metadata, as upstream has it. */
export const postgresql = (install: Install): readonly Part[] => {
  const { namespace, database, parity } = install;
  if (database.claim === undefined || database.engine !== 'postgresql') return [];
  return [
    ...parts('database', [
      serviceAccount(account, namespace),
      service({
        name: 'postgres-service',
        namespace,
        labels: selector,
        selector,
        ports: [tcp(undefined, 5432)],
      }),
      claim(database.claim, namespace, selector),
      pipelinesServer(install),
    ]),
    ...parts('metadata', [
      parity
        ? configMap(metadataParameters, namespace, { POSTGRES_DBNAME: 'mlmdpostgres', POSTGRES_PORT: '5432' })
        : undefined,
      service({
        name: metadataDatabase,
        namespace,
        labels: metadataSelector,
        selector: metadataSelector,
        type: 'ClusterIP',
        ports: [{ name: 'postgres', port: 5432, protocol: 'TCP' }],
      }),
      claim({ ...database.claim, name: 'metadata-postgres', existing: false }, namespace),
      metadataServer(install),
    ]),
  ];
};
