import type { KubernetesObject } from '../../../lib/kubernetes';
import type { Install } from '../install';
import { parts, type Part } from '../parts';

const secret = (
  name: string,
  namespace: string,
  values: Readonly<Record<string, unknown>>,
): KubernetesObject => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, ...values });

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/**
 * The plain Secrets that upstream commits, with the values that everybody knows. A release that holds them breaks the
 * rule `secret/plain` and is not written; they are here to compare with upstream.
 */
export const upstreamSecrets = ({ namespace, database }: Install): readonly Part[] => [
  ...parts('object-store', [
    secret('mlpipeline-minio-artifact', namespace, {
      stringData: { accesskey: 'minio', secretkey: 'minio123' },
    }),
  ]),
  ...(database.engine === 'mysql'
    ? parts('pipelines', [
        secret('mysql-secret', namespace, { stringData: { username: 'root', password: '' } }),
      ])
    : [
        ...parts('pipelines', [
          secret('postgres-secret-extended', namespace, {
            stringData: { username: 'user', password: 'password' },
          }),
        ]),
        ...parts('database', [
          // Not base64, and so not what upstream means: the API server decodes it.
          secret('postgres-secret', namespace, { type: 'Opaque', data: { root_password: 'password' } }),
        ]),
        ...parts('metadata', [
          secret('metadata-postgres-db-secrets', namespace, {
            type: 'Opaque',
            data: { POSTGRES_USER: base64('root'), POSTGRES_PASSWORD: base64('password') },
          }),
        ]),
      ]),
];
