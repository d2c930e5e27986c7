import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { Refusal } from '../diagnostics';
import { fieldAt, listAt, recordAt, stringAt } from '../kubernetes';

/** How to reach an API server and as whom. */
export interface Connection {
  readonly server: string;
  readonly tls: {
    readonly ca: Buffer | undefined;
    readonly cert: Buffer | undefined;
    readonly key: Buffer | undefined;
    readonly rejectUnauthorized: boolean;
  };
  /** Headers that authenticate, where the user has a token. */
  readonly headers: Readonly<Record<string, string>>;
}

const refuse = (file: string, got: string, want: string, fix: string): never => {
  throw new Refusal([
    { rule: 'rehearsal/kubeconfig', severity: 'error', where: { kind: 'path', path: file }, got, want, fix },
  ]);
};

const named = (
  config: unknown,
  list: string,
  name: string | undefined,
  field: string,
): Record<string, unknown> => ({
  ...recordAt(
    listAt(config, list).find((candidate) => stringAt(candidate, 'name') === name),
    field,
  ),
});

/** Reads a PEM that a kubeconfig has inline (`<field>-data`) or in a file beside it. */
const pem = (kubeconfig: string, holder: Record<string, unknown>, field: string): Buffer | undefined => {
  const inline = stringAt(holder, `${field}-data`);
  if (inline !== undefined) return Buffer.from(inline, 'base64');
  const file = stringAt(holder, field);
  return file === undefined ? undefined : readFileSync(resolve(dirname(kubeconfig), file));
};

const parsed = (file: string): unknown => {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return refuse(
      file,
      error instanceof Error ? error.message : String(error),
      'a kubeconfig',
      'name the file of a scratch cluster',
    );
  }
};

/**
 * The connection that a context of a kubeconfig describes; the current context by default.
 * Client certificates and tokens are understood, programs that fetch credentials are not.
 * https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
 */
export const connectionOf = (file: string, contextName?: string): Connection => {
  const config = parsed(file);
  const name = contextName ?? stringAt(config, 'current-context');
  const known = listAt(config, 'contexts').flatMap((context) => stringAt(context, 'name') ?? []);
  if (name === undefined || !known.includes(name)) {
    refuse(
      file,
      `no context ${name ?? '(none is current)'}`,
      `one of ${known.join(', ') || '(it has none)'}`,
      'name it with --context',
    );
  }
  const context = named(config, 'contexts', name, 'context');
  const cluster = named(config, 'clusters', stringAt(context, 'cluster'), 'cluster');
  const user = named(config, 'users', stringAt(context, 'user'), 'user');
  const server =
    stringAt(cluster, 'server') ??
    refuse(file, `context ${String(name)} without a server`, 'clusters[].cluster.server', 'complete it');
  if (fieldAt(user, 'exec') !== undefined || fieldAt(user, 'auth-provider') !== undefined) {
    refuse(
      file,
      'a user whose credentials a program fetches',
      'a client certificate or a token',
      'use a kubeconfig with either',
    );
  }
  const token = stringAt(user, 'token');
  return {
    server,
    tls: {
      ca: pem(file, cluster, 'certificate-authority'),
      cert: pem(file, user, 'client-certificate'),
      key: pem(file, user, 'client-key'),
      rejectUnauthorized: fieldAt(cluster, 'insecure-skip-tls-verify') !== true,
    },
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  };
};

const base64 = (bytes: Buffer | undefined, field: string): Readonly<Record<string, string>> =>
  bytes === undefined ? {} : { [field]: bytes.toString('base64') };

/** A kubeconfig with nothing but one connection in it, for programs that are to see no other cluster. */
export const kubeconfigText = ({ server, tls, headers }: Connection): string => {
  const token = headers['authorization']?.replace(/^Bearer /, '');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'scratch',
    contexts: [{ name: 'scratch', context: { cluster: 'scratch', user: 'scratch' } }],
    clusters: [
      {
        name: 'scratch',
        cluster: {
          server,
          ...base64(tls.ca, 'certificate-authority-data'),
          ...(tls.rejectUnauthorized ? {} : { 'insecure-skip-tls-verify': true }),
        },
      },
    ],
    users: [
      {
        name: 'scratch',
        user: {
          ...base64(tls.cert, 'client-certificate-data'),
          ...base64(tls.key, 'client-key-data'),
          ...(token === undefined ? {} : { token }),
        },
      },
    ],
  });
};
