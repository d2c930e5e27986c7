import { z } from 'zod';
import { dnsLabel, port } from '../scalars';
import { hostName } from './names';
import { claimSchema } from './claim';

const databaseName = (fallback: string, what: string) =>
  z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/)
    .default(fallback)
    .describe(`Name of the database of ${what}.`);

/** Names of the three databases. */
const names = z
  .strictObject({
    pipelines: databaseName('mlpipeline', 'the API server'),
    metadata: databaseName('metadb', 'ML Metadata'),
    cache: databaseName('cachedb', 'the cache server'),
  })
  .prefault({})
  .describe('Databases on the server. The API and cache servers make theirs, ML Metadata its tables.');

/** Where runs, experiments and metadata are stored. */
export const databaseSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('mysql').describe('MySQL in the cluster, one pod.'),
      claim: claimSchema('20Gi', 'the database'),
      names,
    }),
    z.strictObject({
      kind: z.literal('postgresql').describe('PostgreSQL in the cluster, one pod.'),
      claim: claimSchema('20Gi', 'the database'),
      names,
    }),
    z.strictObject({
      kind: z.literal('external').describe('A server that the site runs.'),
      engine: z.enum(['mysql', 'postgresql']).describe('What it is.'),
      host: hostName.describe('Host name or address, as pods reach it.'),
      port: port.optional().describe('Its port. Default: 3306 for MySQL, 5432 for PostgreSQL.'),
      names,
    }),
  ])
  .prefault({ kind: 'mysql' })
  .describe('Where runs, experiments and metadata are stored.');

const bucket = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
  .default('mlpipeline')
  .describe('Bucket of the artifacts.');

/** Where artifacts and logs are stored. */
export const objectStoreSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('seaweedfs').describe('SeaweedFS in the cluster, one pod; it makes the bucket itself.'),
      claim: claimSchema('20Gi', 'the object store'),
      bucket,
    }),
    z.strictObject({
      kind: z.literal('s3').describe('Any S3 that the site runs or rents. The bucket must exist.'),
      host: hostName.describe('Host name, as pods reach it, without scheme and port.'),
      port: port.default(443).describe('Its port.'),
      region: z.string().min(1).optional().describe('Region. Default: none is said.'),
      tls: z.boolean().default(true).describe('Whether it speaks HTTPS.'),
      caBundle: z
        .strictObject({
          secret: dnsLabel.describe(
            'Secret in the namespace of Kubeflow Pipelines; list it in `spec.existing`.',
          ),
          key: z.string().min(1).default('ca.crt').describe('Key of it that holds the certificates as PEM.'),
        })
        .optional()
        .describe('Certificates that its own is signed by. Default: those that the images trust.'),
      bucket,
    }),
  ])
  .prefault({ kind: 'seaweedfs' })
  .describe('Where artifacts and logs are stored.');
