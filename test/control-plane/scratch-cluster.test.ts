import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claimScratchCluster, connectionOf, hasRealNodes, kubeconfigText } from '../../lib/control-plane';
import { Refusal } from '../../lib/diagnostics';
import { scratch } from '../cli/drydock';
import { fakeServer, type FakeServer } from '../rehearsal/support/fake-api';

const namespace = (server: FakeServer, name: string, labels: Readonly<Record<string, string>> = {}): void =>
  server.add({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });

const serverWith = (...names: readonly string[]): FakeServer => {
  const server = fakeServer();
  for (const name of ['default', 'kube-system', ...names]) namespace(server, name);
  return server;
};

const refusalOf = async (body: () => unknown): Promise<string> => {
  try {
    await body();
  } catch (error) {
    if (Refusal.is(error)) return error.diagnostics.map(({ got }) => got).join('; ');
    return String(error);
  }
  return 'no refusal';
};

describe('a scratch cluster', () => {
  it('is refused while anybody is in it, and nothing is written', async () => {
    const server = serverWith('payroll', 'web');
    expect(await refusalOf(() => claimScratchCluster(server.api, 'kc'))).toBe(
      'a cluster that is in use (namespace payroll, namespace web)',
    );
    expect(server.writes).toEqual([]);
  });

  it('is refused for a pod in the default namespace', async () => {
    const server = serverWith();
    server.add({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'default' } });
    expect(await refusalOf(() => claimScratchCluster(server.api, 'kc'))).toContain('pod default/p');
  });

  it('is taken again when an earlier rehearsal has left its marker', async () => {
    const server = serverWith('left-over');
    namespace(server, 'drydock-rehearsal', { 'drydock.dev/scratch': 'true' });
    expect(await refusalOf(() => claimScratchCluster(server.api, 'kc'))).toBe('no refusal');
  });

  it('has real nodes unless each says that kwok plays it', async () => {
    const server = serverWith();
    const node = (name: string, annotations: Readonly<Record<string, string>>): void =>
      server.add({ apiVersion: 'v1', kind: 'Node', metadata: { name, annotations } });
    node('a', { 'kwok.x-k8s.io/node': 'fake' });
    expect(await hasRealNodes(server.api)).toBe(false);
    node('b', {});
    expect(await hasRealNodes(server.api)).toBe(true);
  });
});

describe('a kubeconfig', () => {
  const file = (user: object, current = 'lab'): string => {
    const path = join(scratch(), 'kubeconfig');
    writeFileSync(
      path,
      JSON.stringify({
        'current-context': current,
        contexts: [{ name: 'lab', context: { cluster: 'c', user: 'u' } }],
        clusters: [
          { name: 'c', cluster: { server: 'https://127.0.0.1:1', 'insecure-skip-tls-verify': true } },
        ],
        users: [{ name: 'u', user }],
      }),
    );
    return path;
  };

  it('gives the connection of its current context', () => {
    expect(connectionOf(file({ token: 'word' }))).toMatchObject({
      server: 'https://127.0.0.1:1',
      headers: { authorization: 'Bearer word' },
      tls: { rejectUnauthorized: false },
    });
  });

  it('reads a certificate that lies beside it', () => {
    const path = file({
      'client-certificate': 'me.crt',
      'client-key-data': Buffer.from('key').toString('base64'),
    });
    writeFileSync(join(path, '../me.crt'), 'certificate');
    const { tls } = connectionOf(path);
    expect([String(tls.cert), String(tls.key)]).toEqual(['certificate', 'key']);
  });

  it('goes to programs with this one connection in it and nothing else', () => {
    const connection = connectionOf(file({ token: 'word' }));
    const path = join(scratch(), 'own');
    writeFileSync(path, kubeconfigText(connection));
    expect(connectionOf(path)).toEqual(connection);
  });

  it.each([
    ['names a context that it has not', () => connectionOf(file({}), 'other'), 'no context other'],
    ['has no current context', () => connectionOf(file({}, '')), 'no context '],
    [
      'lets a program fetch credentials',
      () => connectionOf(file({ exec: {} })),
      'a user whose credentials a program fetches',
    ],
    ['is not there', () => connectionOf('/nowhere/kubeconfig'), 'ENOENT'],
  ])('is refused when it %s', async (_, body, got) => {
    expect(await refusalOf(body)).toContain(got);
  });
});
