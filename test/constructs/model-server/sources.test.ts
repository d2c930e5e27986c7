import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fieldAt, listAt, recordAt, type KubernetesObject } from '../../../lib/kubernetes';
import { httpScript, objectScript, prefixScript } from '../../../lib/constructs/model-server/download';
import { find, iris, podOf, render, triton } from './support';

const sum = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
const http = { kind: 'http', url: 'https://models.example.com/iris/model.pkl', sha256: 'a'.repeat(64) };
const s3 = { kind: 's3', uri: 's3://models/iris/3/', endpoint: 'http://store.storage.svc:8333' };

const env = (
  objects: readonly KubernetesObject[],
  name: string,
  list = 'containers',
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    listAt(podOf(objects, 'Deployment', name).spec, list, 0, 'env').map((each) => [
      fieldAt(each, 'name'),
      fieldAt(each, 'value') ?? fieldAt(each, 'valueFrom'),
    ]),
  );

describe('a model in the image', () => {
  it('is named to the server where the definition names it', () => {
    const source = { kind: 'image', path: '/app/model.pkl', sha256: 'b'.repeat(64) };
    expect(env(render({ ...iris, source }), 'iris')).toMatchObject({
      MODEL_PATH: '/app/model.pkl',
      MODEL_SHA256: 'b'.repeat(64),
    });
    expect(env(render(iris), 'iris')).not.toHaveProperty('MODEL_PATH');
  });
});

describe('a model on a claim', () => {
  const made = {
    kind: 'claim',
    claim: { size: '5Gi', storageClass: 'replicated' },
    subPath: 'v3',
    file: 'iris.pkl',
    sha256: 'd'.repeat(64),
  };
  const objects = render({ ...iris, source: made });

  it('gets the claim made, of the current revision of its class', () => {
    expect(find(objects, 'PersistentVolumeClaim', 'iris-model')['spec']).toEqual({
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'replicated-v2',
      resources: { requests: { storage: '5Gi' } },
    });
  });

  it('is mounted read-only from its folder, and named to the server', () => {
    const { spec } = podOf(objects, 'Deployment', 'iris');
    expect(listAt(spec, 'containers', 0, 'volumeMounts')).toContainEqual({
      name: 'model',
      mountPath: '/models',
      readOnly: true,
      subPath: 'v3',
    });
    expect(env(objects, 'iris')).toMatchObject({
      MODEL_PATH: '/models/iris.pkl',
      MODEL_SHA256: 'd'.repeat(64),
    });
    expect(podOf(objects, 'Deployment', 'iris').annotations['drydock.dev/model-revision']).toBe(
      'd'.repeat(64),
    );
  });

  it('is replaced before its successor starts, for two pods could not mount it on two nodes', () => {
    expect(fieldAt(find(objects, 'Deployment', 'iris'), 'spec', 'strategy', 'rollingUpdate')).toEqual({
      maxSurge: 0,
      maxUnavailable: 1,
    });
  });

  it('makes no claim where one exists', () => {
    const existing = render({ ...iris, source: { kind: 'claim', claim: 'shared-models' } });
    expect(existing.some((object) => object.kind === 'PersistentVolumeClaim')).toBe(false);
    expect(listAt(podOf(existing, 'Deployment', 'iris').spec, 'volumes')).toContainEqual({
      name: 'model',
      persistentVolumeClaim: { claimName: 'shared-models', readOnly: false },
    });
  });
});

describe('a model that is fetched', () => {
  it('is fetched by an init container into a volume of limited size, which the server sees read-only', () => {
    const { spec } = podOf(
      render({ ...iris, source: { ...http, sizeLimit: '500Mi' } }),
      'Deployment',
      'iris',
    );
    expect(listAt(spec, 'volumes')).toContainEqual({ name: 'model', emptyDir: { sizeLimit: '500Mi' } });
    expect(recordAt(spec, 'initContainers', 0)).toMatchObject({
      image: 'docker.io/curlimages/curl:8.15.0',
      command: ['/bin/sh', '-c', httpScript],
      resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '256Mi' } },
    });
    expect(listAt(spec, 'containers', 0, 'volumeMounts')).toContainEqual({
      name: 'model',
      mountPath: '/models',
      readOnly: true,
    });
  });

  it('has its checksum on the pods, so that a new model makes new ones', () => {
    expect(podOf(render({ ...iris, source: http }), 'Deployment', 'iris').annotations).toMatchObject({
      'drydock.dev/model-revision': 'a'.repeat(64),
    });
    expect(
      podOf(render({ ...iris, source: { ...s3, revision: 'v3' } }), 'Deployment', 'iris').annotations,
    ).toMatchObject({
      'drydock.dev/model-revision': 'v3',
    });
  });

  it('is a file or a folder to the server, as the source says', () => {
    const pathOf = (source: object) => env(render({ ...iris, source }), 'iris')['MODEL_PATH'];
    expect(pathOf(http)).toBe('/models/model.pkl');
    expect(pathOf({ ...http, unpack: 'tar' })).toBe('/models');
    expect(pathOf(s3)).toBe('/models');
    expect(pathOf({ ...s3, uri: 's3://models/iris/model.pkl' })).toBe('/models/model.pkl');
  });

  it('takes credentials from Secrets and nowhere else', () => {
    const credentials = {
      accessKeyId: { name: 'store', key: 'id' },
      secretAccessKey: { name: 'store', key: 'secret' },
    };
    const variables = env(render({ ...iris, source: { ...s3, credentials } }), 'iris', 'initContainers');
    expect(variables).toMatchObject({
      MODEL_OBJECT: 'models/iris/3/',
      RCLONE_CONFIG_MODEL_ENDPOINT: 'http://store.storage.svc:8333',
      RCLONE_CONFIG_MODEL_ACCESS_KEY_ID: { secretKeyRef: { name: 'store', key: 'id' } },
      RCLONE_CONFIG_MODEL_SECRET_ACCESS_KEY: { secretKeyRef: { name: 'store', key: 'secret' } },
    });
    expect(env(render({ ...iris, source: { ...s3, credentials } }), 'iris')).not.toHaveProperty(
      'RCLONE_CONFIG_MODEL_ACCESS_KEY_ID',
    );
  });

  it('copies a prefix as a whole and an object alone', () => {
    const scriptOf = (source: object) =>
      fieldAt(
        podOf(render({ ...iris, source }), 'Deployment', 'iris').spec,
        'initContainers',
        0,
        'command',
        2,
      );
    expect(scriptOf(s3)).toBe(prefixScript);
    expect(scriptOf({ ...s3, uri: 's3://models/iris/model.pkl' })).toBe(objectScript);
  });
});

const tools = ['curl', 'sha256sum', 'tar', 'gzip'];
const missing = tools.filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
const withTools = missing.length === 0 ? describe : describe.skip;

withTools(`the download script${missing.length === 0 ? '' : ` (skipped: no ${missing.join(', ')})`}`, () => {
  let server: Server;
  let base = '';
  let folder = '';
  const work = mkdtempSync(join(tmpdir(), 'drydock-archive-'));
  const archive = join(work, 'model.tar.gz');

  const run = (variables: Readonly<Record<string, string>>): Promise<number> =>
    new Promise((resolve) => {
      const environment = {
        PATH: process.env['PATH'],
        MODEL_FOLDER: folder,
        MODEL_FILE: 'model.pkl',
        UNPACK: 'none',
        ...variables,
      };
      const child = execFile('/bin/sh', ['-c', httpScript], { env: environment });
      child.on('close', (code) => resolve(code ?? -1));
    });

  beforeAll(async () => {
    const content = join(work, 'content');
    mkdirSync(content);
    writeFileSync(join(content, 'saved_model.pb'), 'graph');
    spawnSync('tar', ['-czf', archive, '-C', content, '.']);
    server = createServer((request, response) => {
      if (request.url === '/model.pkl') response.end('weights');
      else if (request.url === '/model.tar.gz') response.end(readFileSync(archive));
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    base = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
  });

  afterAll(async () => {
    rmSync(work, { recursive: true });
    await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-model-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('fetches the file whose checksum is right', async () => {
    expect(await run({ MODEL_URL: `${base}/model.pkl`, MODEL_SHA256: sum('weights') })).toBe(0);
    expect(readFileSync(join(folder, 'model.pkl'), 'utf8')).toBe('weights');
  });

  it('fails for any other file, so that the server never starts with it', async () => {
    expect(await run({ MODEL_URL: `${base}/model.pkl`, MODEL_SHA256: sum('other') })).not.toBe(0);
  });

  it('fails where the file is not', async () => {
    expect(await run({ MODEL_URL: `${base}/gone.pkl`, MODEL_SHA256: sum('weights') })).not.toBe(0);
  });

  it('starts afresh after an attempt that was interrupted', async () => {
    writeFileSync(join(folder, 'half'), 'leftover');
    expect(await run({ MODEL_URL: `${base}/model.pkl`, MODEL_SHA256: sum('weights') })).toBe(0);
    expect(readdirSync(folder)).toEqual(['model.pkl']);
  });

  it('unpacks an archive and leaves nothing else', async () => {
    const variables = {
      MODEL_URL: `${base}/model.tar.gz`,
      MODEL_FILE: '.archive',
      MODEL_SHA256: sum(readFileSync(archive)),
      UNPACK: 'tar',
    };
    expect(await run(variables)).toBe(0);
    expect(readdirSync(folder)).toEqual(['saved_model.pb']);
  });
});

describe('a model of Triton in an object store', () => {
  it('is let out to the namespace of the store, on any port, for the one of the Service need not be that of the pods', () => {
    expect(find(render(triton), 'NetworkPolicy', 'detector-download')['spec']).toMatchObject({
      egress: [
        { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'storage' } } }] },
      ],
    });
  });
});
