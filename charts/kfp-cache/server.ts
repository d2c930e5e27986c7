import { kfpImage, type Install } from '../kubeflow-pipelines/install';
import { stepReaderRules } from '../kubeflow-pipelines/metadata/writer';
import {
  clusterPermissions,
  parts,
  patched,
  permissions,
  secretKey,
  service,
  setting,
  workload,
  type Part,
  type Permissions,
} from '../kubeflow-pipelines/parts';
import { watchedNamespace } from '../kubeflow-pipelines/services/agents';
import { databaseSettings } from '../kubeflow-pipelines/services/database-settings';

const name = 'cache-server';
const selector = { app: name };

/** Secret with the certificate of the webhook. */
export const webhookSecret = 'webhook-server-tls';

/** Service that the API server calls. */
export const webhookService = name;

const access: Permissions = {
  account: 'kubeflow-pipelines-cache',
  role: 'kubeflow-pipelines-cache-role',
  binding: 'kubeflow-pipelines-cache-binding',
  rules: stepReaderRules,
  labels: selector,
  accountLabels: selector,
};

/** Names of the certificate's files: cert-manager's, and those that the deployer writes. */
const certificateArguments = ({ settings }: Install): readonly string[] =>
  settings.cache.upstreamCacheDeployer ? [] : ['--tls_cert_filename=tls.crt', '--tls_key_filename=tls.key'];

/** The server behind the webhook: it looks up whether a step has run before with the same inputs. */
export const cacheServer = (install: Install): readonly Part[] => {
  const { namespace, database, multiUser } = install;
  const { host, port } = databaseSettings(install);
  return parts('pipelines', [
    ...permissions(namespace, access),
    ...(multiUser ? clusterPermissions(namespace, access) : []),
    service({
      name,
      namespace,
      labels: selector,
      selector,
      ports: [{ port: 443, target: 'webhook-api' }],
    }),
    workload({
      name,
      namespace,
      selector,
      replicas: 1,
      serviceAccount: access.account,
      container: {
        name: 'server',
        image: kfpImage(install, 'cache-server'),
        pull: 'Always',
        args: [
          '--db_driver=$(DBCONFIG_DRIVER)',
          '--db_host=$(DBCONFIG_HOST_NAME)',
          '--db_port=$(DBCONFIG_PORT)',
          '--db_name=$(DBCONFIG_DB_NAME)',
          '--db_user=$(DBCONFIG_USER)',
          '--db_password=$(DBCONFIG_PASSWORD)',
          '--namespace_to_watch=$(NAMESPACE_TO_WATCH)',
          '--listen_port=$(WEBHOOK_PORT)',
          ...certificateArguments(install),
        ],
        env: patched(
          {
            DEFAULT_CACHE_STALENESS: setting('DEFAULT_CACHE_STALENESS'),
            MAXIMUM_CACHE_STALENESS: setting('MAXIMUM_CACHE_STALENESS'),
            CACHE_IMAGE: setting('cacheImage'),
            CACHE_NODE_RESTRICTIONS: setting('cacheNodeRestrictions'),
            DBCONFIG_DRIVER: database.engine === 'mysql' ? 'mysql' : 'pgx',
            DBCONFIG_DB_NAME: setting('cacheDb'),
            DBCONFIG_HOST_NAME: host,
            DBCONFIG_PORT: port,
            DBCONFIG_USER: secretKey(database.secret, 'username'),
            DBCONFIG_PASSWORD: secretKey(database.secret, 'password'),
            NAMESPACE_TO_WATCH: watchedNamespace(install),
            WEBHOOK_PORT: '8443',
          },
          multiUser ? { NAMESPACE_TO_WATCH: watchedNamespace(install) } : {},
        ),
        ports: [{ name: 'webhook-api', port: 8443 }],
      },
      volumes: [
        {
          name: 'webhook-tls-certs',
          path: '/etc/webhook/certs',
          readOnly: true,
          source: { secret: { secretName: webhookSecret } },
        },
      ],
    }),
  ]);
};
