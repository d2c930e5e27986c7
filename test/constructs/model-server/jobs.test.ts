import { execFile, spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { cronOf } from '../../../lib/constructs/model-server/batch';
import { requestScript } from '../../../lib/constructs/model-server/smoke-test';
import { fieldAt, listAt, selectorSelects } from '../../../lib/kubernetes';
import { find, iris, podOf, render } from './support';

const nightly = {
  name: 'nightly',
  schedule: '15 3 * * 1-5',
  timeZone: 'Europe/Helsinki',
  command: ['python', '-m', 'app.batch'],
  input: { claim: 'records', subPath: 'today' },
  output: { claim: 'scores' },
};

describe('batch inference', () => {
  const objects = render({ ...iris, source: { kind: 'claim', claim: 'models' }, batch: [nightly] });
  const cronJob = find(objects, 'CronJob', 'iris-nightly');

  it('runs on its schedule in its time zone, one run at a time and not for ever', () => {
    expect(cronJob['spec']).toMatchObject({
      schedule: '15 3 * * 1-5',
      timeZone: 'Europe/Helsinki',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 600,
      jobTemplate: { spec: { backoffLimit: 2, activeDeadlineSeconds: 3600 } },
    });
  });

  it('has the image and the model of the server, and its records and results', () => {
    const { spec } = podOf(objects, 'CronJob', 'iris-nightly');
    expect(fieldAt(spec, 'restartPolicy')).toBe('Never');
    expect(fieldAt(spec, 'containers', 0)).toMatchObject({
      image: 'registry.example.com/models/iris:1.4.2',
      command: nightly.command,
    });
    expect(listAt(spec, 'containers', 0, 'volumeMounts')).toEqual(
      expect.arrayContaining([
        { name: 'model', mountPath: '/models', readOnly: true },
        { name: 'input', mountPath: '/input', readOnly: true, subPath: 'today' },
        { name: 'output', mountPath: '/output' },
      ]),
    );
  });

  it('gets the volumes that it asks for, which Argo CD does not wait for until the first run', () => {
    const made = render({
      ...iris,
      batch: [{ ...nightly, output: { claim: { size: '2Gi', storageClass: 'local' } } }],
    });
    const claim = find(made, 'PersistentVolumeClaim', 'iris-nightly-output');
    expect(claim.metadata.annotations).toEqual({ 'argocd.argoproj.io/ignore-healthcheck': 'true' });
    expect(claim['spec']).toMatchObject({
      storageClassName: 'local',
      resources: { requests: { storage: '2Gi' } },
    });
    expect(listAt(podOf(made, 'CronJob', 'iris-nightly').spec, 'volumes')).toContainEqual({
      name: 'output',
      persistentVolumeClaim: { claimName: 'iris-nightly-output', readOnly: false },
    });
  });

  it('needs as much as a pod of the server, or what it says itself', () => {
    const resourcesOf = (batch: object) =>
      fieldAt(
        podOf(render({ ...iris, batch: [batch] }), 'CronJob', 'iris-nightly').spec,
        'containers',
        0,
        'resources',
      );
    expect(resourcesOf(nightly)).toMatchObject({ requests: { cpu: '500m', memory: '1Gi' } });
    expect(resourcesOf({ ...nightly, resources: { requests: { cpu: 4, memory: '8Gi' } } })).toMatchObject({
      requests: { cpu: '4', memory: '8Gi' },
    });
  });

  it('gets no requests, for its pods are behind no Service', () => {
    const { labels } = podOf(objects, 'CronJob', 'iris-nightly');
    expect(labels['app.kubernetes.io/component']).toBe('model-batch');
  });

  it.each([
    ['@daily', '0 0 * * *'],
    ['@hourly', '0 * * * *'],
    ['*/5 8-18 * * 1-5', '*/5 8-18 * * 1-5'],
  ])('reads the schedule %s as %s', (schedule, fields) => {
    expect(cronOf(schedule).expressionString).toBe(fields);
  });
});

describe('a smoke test by request', () => {
  const smokeTest = { kind: 'request', path: '/score', body: '{"petal_length": 1}', expect: 'setosa' };
  const objects = render({ ...iris, callers: [], smokeTest });

  it('is a Job that Argo CD runs after the rollout and replaces at the next sync', () => {
    expect(find(objects, 'Job', 'iris-smoke-test').metadata.annotations).toEqual({
      'argocd.argoproj.io/hook': 'PostSync',
      'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
    });
  });

  it('asks the Service, which lets it in though it lets in nobody else', () => {
    const job = podOf(objects, 'Job', 'iris-smoke-test');
    expect(listAt(job.spec, 'containers', 0, 'env')).toContainEqual({
      name: 'URL',
      value: 'http://iris.serving.svc:8080/score',
    });
    const [rule] = listAt(find(objects, 'NetworkPolicy', 'iris'), 'spec', 'ingress');
    const [sender] = listAt(rule, 'from');
    expect(selectorSelects(fieldAt(sender, 'podSelector'), job.labels)).toBe(true);
    expect(selectorSelects(fieldAt(sender, 'podSelector'), podOf(objects, 'Deployment', 'iris').labels)).toBe(
      false,
    );
  });

  it('asks the canary where a route keeps it apart', () => {
    const canary = { weight: 5, by: 'route', image: { name: 'registry.example.com/models/iris', tag: '2' } };
    const exposure = {
      kind: 'route',
      host: 'iris.example.com',
      gateway: { name: 'public', namespace: 'gateway' },
    };
    const job = podOf(render({ ...iris, smokeTest, canary, exposure }), 'Job', 'iris-smoke-test');
    expect(listAt(job.spec, 'containers', 0, 'env')).toContainEqual({
      name: 'URL',
      value: 'http://iris-canary.serving.svc:8080/score',
    });
  });
});

describe('a smoke test by command', () => {
  const smokeTest = { kind: 'command', command: ['python', '-m', 'app.selftest'] };

  it('runs the new image before anything changes, and needs nothing that the sync brings', () => {
    const objects = render({ ...iris, smokeTest });
    expect(find(objects, 'Job', 'iris-smoke-test').metadata.annotations).toMatchObject({
      'argocd.argoproj.io/hook': 'PreSync',
    });
    const { spec } = podOf(objects, 'Job', 'iris-smoke-test');
    expect(fieldAt(spec, 'containers', 0)).toMatchObject({
      image: 'registry.example.com/models/iris:1.4.2',
      command: smokeTest.command,
    });
    expect(spec['serviceAccountName']).toBeUndefined();
  });

  it('tries the canary where there is one', () => {
    const canary = { weight: 50, image: { name: 'registry.example.com/models/iris', tag: '2' } };
    const objects = render({ ...iris, smokeTest, canary, scaling: { kind: 'fixed', replicas: 2 } });
    expect(fieldAt(podOf(objects, 'Job', 'iris-smoke-test').spec, 'containers', 0, 'image')).toBe(
      'registry.example.com/models/iris:2',
    );
  });
});

const hasCurl = spawnSync('curl', ['--version']).error === undefined;

(hasCurl ? describe : describe.skip)(
  `the script of the smoke test${hasCurl ? '' : ' (skipped: no curl)'}`,
  () => {
    let server: Server;
    let url = '';
    let refusals = 0;

    const run = (variables: Readonly<Record<string, string>>): Promise<number> =>
      new Promise((resolve) => {
        const env = { PATH: process.env['PATH'], TIMEOUT_SECONDS: '1', ...variables };
        execFile('/bin/sh', ['-c', requestScript], { env }).on('close', (code) => resolve(code ?? -1));
      });

    beforeAll(async () => {
      server = createServer((request, response) => {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () => {
          if (request.url === '/late' && refusals < 1) {
            refusals += 1;
            response.writeHead(503).end();
          } else if (request.url === '/gone') {
            response.writeHead(404).end();
          } else {
            response.end(
              request.method === 'POST' ? `${String(request.headers['content-type'])} ${body}` : 'ready',
            );
          }
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
    });

    afterAll(() => new Promise((resolve) => server.close(resolve)));

    it('is content with an answer that has the text', async () => {
      expect(await run({ URL: `${url}/score`, BODY: '{"a": 1}', EXPECT: 'application/json {"a": 1}' })).toBe(
        0,
      );
      expect(await run({ URL: `${url}/ready` })).toBe(0);
    });

    it('fails when the answer says something else', async () => {
      expect(await run({ URL: `${url}/ready`, EXPECT: 'setosa' })).toBe(1);
    });

    it('tries again while the server is not there yet', async () => {
      expect(await run({ URL: `${url}/late`, TIMEOUT_SECONDS: '20', EXPECT: 'ready' })).toBe(0);
      expect(refusals).toBe(1);
    });

    it('fails when the time is up', async () => {
      expect(await run({ URL: `${url}/gone` })).not.toBe(0);
    });
  },
);
