import type { KubernetesObject } from '../../../lib/kubernetes';
import type { Install, Settings } from '../install';
import { parts, type Part } from '../parts';

type Credentials = Settings['credentials'];
type Store = Extract<Credentials, { kind: 'external-secret' }>;

const externalSecrets = 'external-secrets.io/v1';
const generators = 'generators.external-secrets.io/v1alpha1';

/** A Secret that the services read, and what it holds. */
interface Wanted {
  readonly name: string;
  readonly what: 'database' | 'objectStore';
  readonly keys: readonly [string, string];
  /** Value of the first key, where it is no secret and is not generated either. */
  readonly user?: string;
}

const wantedOf = ({ database, objectStore }: Install): readonly Wanted[] => [
  {
    name: database.secret,
    what: 'database',
    keys: ['username', 'password'],
    // The server in the cluster makes its first user under this name.
    ...(database.claim === undefined ? {} : { user: database.engine === 'mysql' ? 'root' : 'user' }),
  },
  { name: objectStore.secret, what: 'objectStore', keys: ['accesskey', 'secretkey'] },
];

const owner = (name: string) => ({ name, creationPolicy: 'Owner', deletionPolicy: 'Retain' });

/**
 * A generator and the ExternalSecret that asks it, once: a password that changed while the database kept the old one
 * would lock everybody out. https://external-secrets.io/latest/api/generator/password/
 */
const generated = (
  { name, keys, user }: Wanted,
  namespace: string,
  length: number,
): readonly KubernetesObject[] => {
  const generator = `${name}-generator`;
  const asked = {
    sourceRef: { generatorRef: { apiVersion: generators, kind: 'Password', name: generator } },
  };
  const rewritten = (key: string) => ({
    ...asked,
    rewrite: [{ regexp: { source: 'password', target: key } }],
  });
  return [
    {
      apiVersion: generators,
      kind: 'Password',
      metadata: { name: generator, namespace },
      // Letters and digits only: the values stand in connection strings and shell commands.
      spec: { length, digits: Math.floor(length / 4), symbols: 0, noUpper: false, allowRepeat: true },
    },
    {
      apiVersion: externalSecrets,
      kind: 'ExternalSecret',
      metadata: { name, namespace },
      spec: {
        refreshPolicy: 'CreatedOnce',
        target: {
          ...owner(name),
          ...(user === undefined
            ? {}
            : {
                template: {
                  engineVersion: 'v2',
                  mergePolicy: 'Replace',
                  data: { [keys[0]]: user, [keys[1]]: `{{ .${keys[1]} }}` },
                },
              }),
        },
        dataFrom: user === undefined ? keys.map(rewritten) : [rewritten(keys[1])],
      },
    },
  ];
};

const fromStore = (
  { name, what, keys }: Wanted,
  namespace: string,
  { store, refreshMinutes, ...remotes }: Store,
): KubernetesObject => {
  const remote: Readonly<Record<string, string>> = remotes[what];
  return {
    apiVersion: externalSecrets,
    kind: 'ExternalSecret',
    metadata: { name, namespace },
    spec: {
      refreshPolicy: 'Periodic',
      refreshInterval: `${refreshMinutes}m0s`,
      secretStoreRef: store,
      target: owner(name),
      data: keys.map((key) => ({
        secretKey: key,
        remoteRef: { key: remote['key'] ?? '', property: remote[key] ?? key },
      })),
    },
  };
};

const sealed = (
  { name, what }: Wanted,
  namespace: string,
  credentials: Extract<Credentials, { kind: 'sealed-secret' }>,
): KubernetesObject => ({
  apiVersion: 'bitnami.com/v1alpha1',
  kind: 'SealedSecret',
  metadata: { name, namespace },
  spec: { encryptedData: credentials[what], template: { metadata: { name, namespace } } },
});

const objectsOf = (wanted: Wanted, { namespace, settings }: Install): readonly KubernetesObject[] => {
  const { credentials } = settings;
  switch (credentials.kind) {
    case 'generated':
      return generated(wanted, namespace, credentials.length);
    case 'external-secret':
      return [fromStore(wanted, namespace, credentials)];
    case 'sealed-secret':
      return [sealed(wanted, namespace, credentials)];
    case 'existing':
      return [];
  }
};

/** What makes the Secrets inside the cluster: no value of them ever stands in a file. */
export const madeCredentials = (install: Install): readonly Part[] =>
  wantedOf(install).flatMap((wanted) =>
    parts('pipelines', objectsOf(wanted, install), { field: 'spec.kubeflowPipelines.credentials' }),
  );
