import { z } from 'zod';
import { dnsSubdomain, wanted } from '../scalars';

const encrypted = z
  .string()
  .regex(
    /^[A-Za-z0-9+/=]{100,}$/,
    wanted('a value that kubeseal has encrypted', 'encrypt it with kubeseal --raw'),
  );

const sealed = (keys: readonly [string, string]) =>
  z.strictObject({
    [keys[0]]: encrypted.describe(`Encrypted value of \`${keys[0]}\`.`),
    [keys[1]]: encrypted.describe(`Encrypted value of \`${keys[1]}\`.`),
  });

const remote = (keys: readonly [string, string], what: string) =>
  z
    .strictObject({
      key: z.string().min(1).describe('Path of the secret in the store.'),
      [keys[0]]: z.string().min(1).default(keys[0]).describe(`Property that holds \`${keys[0]}\`.`),
      [keys[1]]: z.string().min(1).default(keys[1]).describe(`Property that holds \`${keys[1]}\`.`),
    })
    .describe(`Where the credentials of ${what} are in the store.`);

const database = ['username', 'password'] as const;
const objectStore = ['accesskey', 'secretkey'] as const;

/**
 * Where the credentials of the database and the object store come from. No kind of it puts a value into Git.
 */
export const credentialsSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z
        .literal('generated')
        .describe('Made once inside the cluster, by a Password generator of the External Secrets Operator.'),
      length: z.int().min(16).max(64).default(32).describe('Characters of each.'),
    }),
    z.strictObject({
      kind: z.literal('existing').describe('Secrets that somebody else makes; list them in `spec.existing`.'),
      database: dnsSubdomain
        .default('mysql-secret')
        .describe('Secret with the keys `username` and `password`.'),
      objectStore: dnsSubdomain
        .default('mlpipeline-minio-artifact')
        .describe(
          'Secret with the keys `accesskey` and `secretkey`. Compiled pipelines and KFP itself know it as `mlpipeline-minio-artifact`.',
        ),
    }),
    z.strictObject({
      kind: z.literal('external-secret').describe('From a store that the External Secrets Operator reads.'),
      store: z
        .strictObject({
          kind: z.enum(['SecretStore', 'ClusterSecretStore']).describe('Kind of the store.'),
          name: dnsSubdomain.describe('Its name.'),
        })
        .describe('The store.'),
      refreshMinutes: z.int().min(1).default(60).describe('How often the store is asked.'),
      database: remote(database, 'the database'),
      objectStore: remote(objectStore, 'the object store'),
    }),
    z.strictObject({
      kind: z
        .literal('sealed-secret')
        .describe('Encrypted for the Sealed Secrets controller of this cluster.'),
      database: sealed(database).describe('Credentials of the database.'),
      objectStore: sealed(objectStore).describe('Credentials of the object store.'),
    }),
  ])
  .prefault({ kind: 'generated' })
  .describe('Where the credentials of the database and the object store come from.');
