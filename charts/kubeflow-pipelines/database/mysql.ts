import type { Install } from '../install';
import {
  claim,
  containerSecurity,
  parts,
  podSecurity,
  requests,
  secretKey,
  service,
  serviceAccount,
  tcp,
  workload,
  type Part,
  type Value,
} from '../parts';

const name = 'mysql';
const selector = { app: name };

/** The user `mysql` of the image. */
const user = 999;

/** Upstream runs it without a password for root. */
const rootPassword = ({ parity, database }: Install): Readonly<Record<string, Value>> =>
  parity
    ? { MYSQL_ALLOW_EMPTY_PASSWORD: 'true' }
    : { MYSQL_ROOT_PASSWORD: secretKey(database.secret, 'password') };

/** MySQL in the cluster. */
export const mysql = (install: Install): readonly Part[] => {
  const { namespace, database, release } = install;
  if (database.claim === undefined || database.engine !== 'mysql') return [];
  return parts('database', [
    serviceAccount(name, namespace),
    service({ name, namespace, selector, ports: [tcp(undefined, 3306)] }),
    claim(database.claim, namespace),
    workload({
      name,
      namespace,
      selector,
      recreate: true,
      serviceAccount: name,
      container: {
        name,
        image: `mysql:${release.mysql}`,
        args: [
          '--datadir',
          '/var/lib/mysql',
          '--authentication-policy=mysql_native_password',
          '--mysql-native-password=ON',
          '--disable-log-bin',
        ],
        env: rootPassword(install),
        ports: [{ name: 'mysql', port: 3306 }],
        fields: { resources: requests('100m', '800Mi') },
        security: containerSecurity(user, user),
      },
      volumes: [
        {
          name: 'mysql-persistent-storage',
          path: '/var/lib/mysql',
          source: { persistentVolumeClaim: { claimName: database.claim.name } },
        },
      ],
      podSecurity: { ...podSecurity, fsGroup: user, fsGroupChangePolicy: 'OnRootMismatch' },
    }),
  ]);
};
