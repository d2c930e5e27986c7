import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal, type Diagnostic } from '../../lib/diagnostics';
import { renderVendored, vendor, type Wanted } from '../../lib/vendor';
import { packedChart, sendFile, serve, sha256, type LoopbackServer } from './servers';

const template = `apiVersion: v1
kind: ConfigMap
metadata: {name: {{ .Release.Name }}-settings}
data: {colour: {{ .Values.colour | quote }}}
`;
const chartFile = 'apiVersion: v2\nname: demo\nversion: 1.2.3\n';
const chart = packedChart({
  'Chart.yaml': chartFile,
  'templates/a.yaml': template,
  'templates/job.yaml': `apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
  annotations: {"helm.sh/hook": "pre-install,pre-upgrade", "helm.sh/hook-delete-policy": before-hook-creation}
`,
  'templates/test.yaml': `apiVersion: v1
kind: Pod
metadata: {name: try, annotations: {"helm.sh/hook": test}}
`,
  'values.schema.json': '{"type": "object", "properties": {"colour": {"enum": ["red", "blue"]}}}',
});

let cwd: string;
let server: LoopbackServer | undefined;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'drydock-vendor-'));
});

afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(cwd, { recursive: true, force: true });
});

const wanted = (repoURL: string, values: Wanted['reference']['values'] = { colour: 'red' }): Wanted => ({
  name: 'demo',
  reference: { kind: 'chart', repoURL, chart: 'demo', version: '1.2.3', releaseName: 'demo', values },
});

const options = { signal: new AbortController().signal, update: false };

const index = (digest: string): string =>
  `apiVersion: v1\nentries:\n  demo:\n  - {version: 1.2.3, urls: [charts/demo-1.2.3.tgz], digest: ${digest}}\n`;

/** A repository with one chart. */
const repository = (bytes: () => Buffer, cutAfter: () => number | undefined = () => undefined) =>
  serve((request, response) => {
    if (request.url === '/index.yaml') response.end(index(sha256(bytes())));
    else sendFile(request, response, bytes(), cutAfter());
  });

const refusal = async (body: () => unknown): Promise<readonly Diagnostic[]> => {
  try {
    await body();
    return [];
  } catch (error) {
    if (Refusal.is(error)) return error.diagnostics;
    throw error;
  }
};

const archive = (): string => join(cwd, 'vendor/demo/demo-1.2.3.tgz');
const lock = (): string => readFileSync(join(cwd, 'vendor/vendor.lock.json'), 'utf8');

describe('vendoring a chart', () => {
  it('fetches it once from a repository and locks its digest', async () => {
    server = await repository(() => chart);
    await vendor(cwd, [wanted(server.url)], options);
    expect(sha256(readFileSync(archive()))).toBe(sha256(chart));
    expect(lock()).toContain(sha256(chart));
    const before = server.requests.length;
    const [again] = await vendor(cwd, [wanted(server.url)], options);
    expect(again?.fetched).toBe(false);
    expect(server.requests.length).toBe(before);
  });

  it('fetches it from a registry, with the token that the registry asks for', async () => {
    const digest = `sha256:${sha256(chart)}`;
    server = await serve((request, response) => {
      const path = request.url ?? '';
      if (path.startsWith('/token')) {
        response.end('{"token": "anybody"}');
      } else if (request.headers.authorization !== 'Bearer anybody') {
        const realm = `http://${request.headers.host ?? ''}/token`;
        response.writeHead(401, {
          'www-authenticate': `Bearer realm="${realm}",service="r",scope="repository:site/demo:pull"`,
        });
        response.end();
      } else if (path === '/v2/site/demo/manifests/1.2.3') {
        const mediaType = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
        response.end(JSON.stringify({ layers: [{ mediaType, digest }] }));
      } else if (path === `/v2/site/demo/blobs/${digest}`) {
        sendFile(request, response, chart);
      } else {
        response.writeHead(404).end();
      }
    });
    await vendor(cwd, [wanted(`${server.url.replace('http:', 'oci:')}/site`)], options);
    expect(sha256(readFileSync(archive()))).toBe(sha256(chart));
  });

  it('goes on where it was cut off, and leaves nothing half-done in place', async () => {
    let cut: number | undefined = 100;
    server = await repository(
      () => chart,
      () => cut,
    );
    const { url, requests } = server;
    const found = await refusal(() => vendor(cwd, [wanted(url)], options));
    expect(found.map(({ rule }) => rule)).toEqual(['vendor/fetch']);
    expect(existsSync(archive())).toBe(false);
    expect(existsSync(join(cwd, 'vendor/vendor.lock.json'))).toBe(false);
    cut = undefined;
    await vendor(cwd, [wanted(url)], options);
    expect(requests.at(-1)).toBe('/charts/demo-1.2.3.tgz bytes=100-');
    expect(sha256(readFileSync(archive()))).toBe(sha256(chart));
  });

  it('stops with both digests where a chart is no longer what the lock says', async () => {
    let bytes = chart;
    server = await repository(() => bytes);
    const { url } = server;
    await vendor(cwd, [wanted(url)], options);
    const before = lock();
    bytes = packedChart({ 'Chart.yaml': chartFile, 'templates/a.yaml': '# another\n' });
    rmSync(archive());
    const [found] = await refusal(() => vendor(cwd, [wanted(url)], options));
    expect(found?.got).toContain(sha256(bytes));
    expect(found?.want).toContain(sha256(chart));
    expect(lock()).toBe(before);
    await vendor(cwd, [wanted(url)], { ...options, update: true });
    expect(lock()).toContain(sha256(bytes));
  });

  it('says which versions there are where it is asked for another', async () => {
    server = await repository(() => chart);
    const asked = wanted(server.url);
    const [found] = await refusal(() =>
      vendor(cwd, [{ ...asked, reference: { ...asked.reference, version: '9.9.9' } }], options),
    );
    expect([found?.rule, found?.want]).toEqual(['vendor/chart', 'one of its versions, such as 1.2.3']);
  });
});

describe('rendering what is vendored', () => {
  const target = { namespace: 'demo', kubernetes: '1.34' };
  const path = process.env['PATH'];
  const hasHelm = (path ?? '').split(':').some((folder) => existsSync(join(folder, 'helm')));
  const itWithHelm = hasHelm ? it : it.skip;

  afterEach(() => {
    process.env['PATH'] = path;
  });

  const vendored = async (values?: Wanted['reference']['values']): Promise<Wanted> => {
    server = await repository(() => chart);
    const asked = wanted(server.url, values);
    await vendor(cwd, [asked], options);
    return asked;
  };

  it('asks for drydock vendor where nothing is there', async () => {
    const [found] = await refusal(() =>
      renderVendored(cwd, wanted('https://charts.example.internal'), target),
    );
    expect([found?.rule, found?.fix]).toEqual(['vendor/missing', 'run `drydock vendor`']);
  });

  it('stops with both digests where the archive was changed', async () => {
    const asked = await vendored();
    writeFileSync(archive(), 'another');
    const [found] = await refusal(() => renderVendored(cwd, asked, target));
    expect(found?.got).toBe(`sha256:${sha256('another')}`);
    expect(found?.want).toContain(sha256(chart));
  });

  it('says how to get helm where it is missing', async () => {
    const asked = await vendored();
    process.env['PATH'] = cwd;
    const [found] = await refusal(() => renderVendored(cwd, asked, target));
    expect(found?.rule).toBe('vendor/helm');
    expect(found?.fix).toContain('install it');
  });

  itWithHelm('gives the objects of the chart, hooks as Argo CD knows them, without tests', async () => {
    const objects = renderVendored(cwd, await vendored(), target);
    expect(objects.map(({ kind, metadata }) => [kind, metadata.name, metadata.annotations])).toEqual([
      ['ConfigMap', 'demo-settings', undefined],
      [
        'Job',
        'migrate',
        {
          'argocd.argoproj.io/hook': 'PreSync',
          'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
        },
      ],
    ]);
  });

  itWithHelm('refuses values that the schema of the chart refuses', async () => {
    const asked = await vendored({ colour: 'green' });
    const [found] = await refusal(() => renderVendored(cwd, asked, target));
    expect(found?.rule).toBe('vendor/render');
    expect(found?.got).toContain('colour');
  });
});
