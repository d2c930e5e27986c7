import { request } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringAt, type KubernetesObject } from '../../lib/kubernetes';
import { backendAt, type Backends } from '../../lib/rehearsal/stand-ins/backend';
import { startEgress } from '../../lib/rehearsal/stand-ins/egress';
import { ownBundles } from '../../lib/rehearsal/stand-ins/own-bundles';
import { answerReview } from '../../lib/rehearsal/stand-ins/review';
import { fakeScene, type FakeScene } from './support/scene';

const service: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'judge', namespace: 'play' },
  spec: {
    clusterIP: '10.0.0.7',
    selector: { app: 'judge' },
    ports: [
      { port: 443, targetPort: 'webhook' },
      { port: 444, targetPort: 9443 },
      { port: 445, targetPort: 'metrics' },
    ],
  },
};

const pod = (ready: boolean, volumes: readonly object[] = []): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'judge-0', namespace: 'play', labels: { app: 'judge' } },
  spec: { containers: [{ name: 'main', ports: [{ name: 'webhook', containerPort: 8443 }] }], volumes },
  status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
});

const certificateVolume = { name: 'certificate', secret: { secretName: 'judge-tls' } };

const secret = (values: Readonly<Record<string, string>>): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'judge-tls', namespace: 'play' },
  data: Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
  ),
});

const declared = { kind: 'webhook', namespace: 'play', service: 'judge', because: 'why' } as const;

const backendsOf = ({ scene }: FakeScene, more: Partial<Backends['declared'][number]> = {}): Backends => ({
  api: scene.api,
  authority: scene.authority,
  declared: [{ ...declared, ...more }],
});

const whyRefused = async (
  objects: readonly KubernetesObject[],
  port = 443,
  host = '10.0.0.7',
): Promise<string> => {
  const fake = fakeScene();
  for (const object of objects) fake.server.add(object);
  const found = await backendAt(backendsOf(fake), host, port);
  return found.kind === 'refused' ? found.why : 'it answers';
};

describe('the backend of a webhook', () => {
  it('answers where its Service selects a ready pod that listens, by address and by name', async () => {
    expect(await whyRefused([service, pod(true)])).toBe('it answers');
    expect(await whyRefused([service, pod(true)], 443, 'judge.play.svc')).toBe('it answers');
  });

  it.each([
    ['nothing has the address', [], 443, 'no Service has the address 10.0.0.7'],
    ['the Service has no such port', [service, pod(true)], 8443, 'Service play/judge has no port 8443'],
    ['there is no pod', [service], 443, 'Service play/judge selects no ready pod; it selects 0 by app=judge'],
    ['the pod is not ready', [service, pod(false)], 443, 'selects no ready pod; it selects 1'],
    ['no container has the named port', [service, pod(true)], 445, 'leads to metrics, on which no container'],
    ['no container has the numbered port', [service, pod(true)], 444, 'leads to 9443, on which no container'],
    [
      'a Secret that the pod mounts is missing',
      [service, pod(true, [certificateVolume])],
      443,
      'pod judge-0 behind Service play/judge waits for Secret judge-tls, which is not there',
    ],
    [
      'the Service selects nothing',
      [{ ...service, spec: { ...Object(service['spec']), selector: {} } }, pod(true)],
      443,
      'selects no pods',
    ],
  ])('refuses where %s', async (_case, objects, port, why) => {
    expect(await whyRefused(objects, port)).toContain(why);
  });

  it('believes a component that its container listens on more than it declares', async () => {
    const fake = fakeScene();
    fake.server.add(service);
    fake.server.add(pod(true));
    expect((await backendAt(backendsOf(fake, { listens: [9443] }), '10.0.0.7', 444)).kind).toBe('answers');
  });

  it('shows the certificate that its pod mounts, else one for its names from the authority', async () => {
    const own = fakeScene();
    own.server.add(service);
    own.server.add(pod(true, [certificateVolume]));
    own.server.add(secret({ 'tls.crt': 'a certificate', 'tls.key': 'a key', 'ca.crt': 'its authority' }));
    expect(await backendAt(backendsOf(own), '10.0.0.7', 443)).toMatchObject({
      keyPair: { certificate: 'a certificate' },
      authority: 'its authority',
    });
    const without = fakeScene();
    without.server.add(service);
    without.server.add(pod(true));
    expect(await backendAt(backendsOf(without), '10.0.0.7', 443)).toMatchObject({
      keyPair: { certificate: 'certificate 1 for judge.play.svc, judge.play.svc.cluster.local' },
      authority: 'the authority',
    });
  });
});

describe('a backend that writes its own caBundle', () => {
  const path = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/judge';
  const configuration: KubernetesObject = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: 'judge' },
    webhooks: [{ clientConfig: { service: { namespace: 'play', name: 'judge' } } }],
  };

  it('does so once it is ready and not before', async () => {
    const fake = fakeScene();
    const controller = ownBundles(fake.scene, backendsOf(fake, { writesCaBundle: true }));
    const bundle = (): string | undefined =>
      stringAt(fake.server.read(path), 'webhooks', 0, 'clientConfig', 'caBundle');
    fake.server.add(service);
    fake.server.add(configuration);
    await controller.round();
    expect(bundle()).toBeUndefined();
    fake.server.add(pod(true));
    await controller.round();
    expect(bundle()).toBe(Buffer.from('the authority').toString('base64'));
  });
});

describe('the answer to a review', () => {
  it('allows what is admitted and changes nothing, in the version that was asked', () => {
    expect(
      answerReview({
        apiVersion: 'admission.k8s.io/v1beta1',
        kind: 'AdmissionReview',
        request: { uid: '1', object: { kind: 'Pod' } },
      }),
    ).toEqual({
      apiVersion: 'admission.k8s.io/v1beta1',
      kind: 'AdmissionReview',
      response: { uid: '1', allowed: true },
    });
  });

  it('converts objects by naming the wanted version', () => {
    expect(
      answerReview({
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'ConversionReview',
        request: {
          uid: '2',
          desiredAPIVersion: 'example.internal/v2',
          objects: [{ apiVersion: 'example.internal/v1', kind: 'Widget', spec: { size: 3 } }],
        },
      }),
    ).toMatchObject({
      response: {
        uid: '2',
        result: { status: 'Success' },
        convertedObjects: [{ apiVersion: 'example.internal/v2', kind: 'Widget', spec: { size: 3 } }],
      },
    });
  });

  it.each([[undefined], [{}], [{ kind: 'SubjectAccessReview', request: { uid: '3' } }]])(
    'is none for %j',
    (body) => {
      expect(answerReview(body)).toBeUndefined();
    },
  );
});

describe('the way from the API server into the cluster', () => {
  it('refuses a connection with the reason in the status line, which the API server shows', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'drydock-egress-'));
    const egress = await startEgress(folder);
    try {
      egress.serve({
        backendAt: (host, port) => Promise.resolve({ kind: 'refused', why: `nothing at ${host}, ${port}` }),
        answered: () => undefined,
        distrusted: () => undefined,
      });
      const config: unknown = JSON.parse(
        readFileSync(egress.apiServerFlags['egress-selector-config-file'] ?? '', 'utf8'),
      );
      const socketPath =
        stringAt(config, 'egressSelections', 0, 'connection', 'transport', 'uds', 'udsName') ?? '';
      const answer = await new Promise<string>((resolve, reject) => {
        request({ socketPath, method: 'CONNECT', path: '[fd00::7]:443' })
          .on('connect', (response) => resolve(`${response.statusCode ?? 0} ${response.statusMessage ?? ''}`))
          .on('error', reject)
          .end();
      });
      expect(answer).toBe('503 nothing at fd00::7, 443');
    } finally {
      await egress.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
