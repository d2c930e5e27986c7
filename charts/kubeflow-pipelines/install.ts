import {
  kubeflowPipelinesVersions,
  resolveStorageClass,
  type KubeflowPipelinesVersion,
  type Platform,
  type PlatformSpec,
} from '../../lib/platform';

/** Settings of Kubeflow Pipelines as the platform has them. */
export type Settings = PlatformSpec['kubeflowPipelines'];

/** The volume of one pod. */
export interface Claim {
  readonly name: string;
  readonly size: string;
  readonly accessMode: string;
  /** StorageClass; the cluster's default where none is said, as upstream has it. */
  readonly storageClass: string | undefined;
  /** Whether somebody else has made it. */
  readonly existing: boolean;
}

/** The database server and how it is reached. */
export interface Database {
  readonly engine: 'mysql' | 'postgresql';
  readonly host: string;
  readonly port: number;
  /** Claim of the server in the cluster; undefined where the site runs it. */
  readonly claim: Claim | undefined;
  readonly secret: string;
  readonly names: { readonly pipelines: string; readonly metadata: string; readonly cache: string };
}

/** The object store and how it is reached. */
export interface ObjectStore {
  /** Host for the API server, as upstream writes it. */
  readonly host: string;
  /** Host with port, for Argo Workflows. */
  readonly endpoint: string;
  readonly port: number;
  readonly tls: boolean;
  readonly region: string | undefined;
  readonly bucket: string;
  readonly caBundle: { readonly secret: string; readonly key: string } | undefined;
  readonly claim: Claim | undefined;
  readonly secret: string;
}

/** Everything that the charts need to know, worked out once. */
export interface Install {
  readonly platform: Platform;
  readonly settings: Settings;
  readonly release: KubeflowPipelinesVersion;
  readonly namespace: string;
  /** Whether everything is to be as upstream has it. */
  readonly parity: boolean;
  readonly multiUser: boolean;
  readonly nativeStore: boolean;
  readonly tls: boolean;
  readonly database: Database;
  readonly objectStore: ObjectStore;
}

/** Name under which compiled pipelines and KFP itself look for the keys of the object store. */
const objectStoreSecret = 'mlpipeline-minio-artifact';

type ClaimSettings = Extract<Settings['database'], { kind: 'mysql' }>['claim'];

const claimOf = (
  { spec }: Platform,
  name: string,
  { size, accessMode, storageClass, existing }: ClaimSettings,
): Claim => {
  const { classes } = spec.storage;
  const wanted = storageClass ?? classes.find((each) => each.default)?.name;
  return {
    name: existing ?? name,
    size,
    accessMode,
    storageClass:
      wanted === undefined || (spec.kubeflowPipelines.upstreamParity && storageClass === undefined)
        ? undefined
        : (resolveStorageClass(classes, wanted)?.name ?? wanted),
    existing: existing !== undefined,
  };
};

/** Names that upstream gives to the two servers. */
const servers = {
  mysql: { host: 'mysql', port: 3306, claim: 'mysql-pv-claim', secret: 'mysql-secret' },
  postgresql: {
    host: 'postgres-service',
    port: 5432,
    claim: 'postgres-pvc',
    secret: 'postgres-secret-extended',
  },
} as const;

const databaseOf = (platform: Platform): Database => {
  const { database, credentials } = platform.spec.kubeflowPipelines;
  const engine = database.kind === 'external' ? database.engine : database.kind;
  const server = servers[engine];
  return {
    engine,
    host: database.kind === 'external' ? database.host : server.host,
    port: database.kind === 'external' ? (database.port ?? server.port) : server.port,
    claim: database.kind === 'external' ? undefined : claimOf(platform, server.claim, database.claim),
    secret: credentials.kind === 'existing' ? credentials.database : server.secret,
    names: database.names,
  };
};

const objectStoreOf = (platform: Platform): ObjectStore => {
  const { objectStore, credentials, namespace } = platform.spec.kubeflowPipelines;
  const secret = credentials.kind === 'existing' ? credentials.objectStore : objectStoreSecret;
  if (objectStore.kind === 's3') {
    const { host, port, tls, region, bucket, caBundle } = objectStore;
    return {
      host,
      endpoint: `${host}:${port}`,
      port,
      tls,
      region,
      bucket,
      caBundle,
      claim: undefined,
      secret,
    };
  }
  const port = 9000;
  return {
    host: `seaweedfs.${namespace}`,
    endpoint: `seaweedfs.${namespace}.svc:${port}`,
    port,
    tls: false,
    region: undefined,
    bucket: objectStore.bucket,
    caBundle: undefined,
    claim: claimOf(platform, 'seaweedfs-pvc', objectStore.claim),
    secret,
  };
};

/** Works out the installation that a platform asks for. */
export const installOf = (platform: Platform): Install => {
  const settings = platform.spec.kubeflowPipelines;
  const release =
    kubeflowPipelinesVersions.find(({ version }) => version === settings.version) ??
    kubeflowPipelinesVersions[0];
  return {
    platform,
    settings,
    release,
    namespace: settings.namespace,
    parity: settings.upstreamParity,
    multiUser: settings.mode.kind === 'multi-user',
    nativeStore: settings.pipelineStore === 'kubernetes',
    tls: settings.tls.enabled,
    database: databaseOf(platform),
    objectStore: objectStoreOf(platform),
  };
};

/** An image of Kubeflow Pipelines itself. */
export const kfpImage = ({ release }: Install, name: string): string =>
  `ghcr.io/kubeflow/kfp-${name}:${release.version}`;
