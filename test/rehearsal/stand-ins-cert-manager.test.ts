import { fieldAt, stringAt } from '../../lib/kubernetes';
import { caInjector } from '../../lib/rehearsal/stand-ins/ca-injector';
import { certManagerController } from '../../lib/rehearsal/stand-ins/cert-manager';
import { decoded, fakeScene } from './support/scene';

const issuer = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'Issuer',
  metadata: { name: 'own', namespace: 'play' },
  spec: { selfSigned: {} },
};
const certificate = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name: 'judge', namespace: 'play', generation: 3 },
  spec: { secretName: 'judge-tls', dnsNames: ['judge.play.svc'], issuerRef: { name: 'own' } },
};
const certificatePath = '/apis/cert-manager.io/v1/namespaces/play/certificates/judge';
const secretPath = '/api/v1/namespaces/play/secrets/judge-tls';

describe('the stand-in for cert-manager', () => {
  it('issues a certificate for its names into the Secret and says so of the generation that it saw', async () => {
    const { scene, server } = fakeScene();
    server.add(issuer);
    server.add(certificate);
    await certManagerController(scene, 'why').round();
    const secret = server.read(secretPath);
    expect(secret?.['type']).toBe('kubernetes.io/tls');
    expect(decoded(secret, 'tls.crt')).toContain('for judge.play.svc');
    expect(decoded(secret, 'ca.crt')).toBe('the authority');
    expect(fieldAt(server.read(certificatePath), 'status', 'conditions', 0)).toMatchObject({
      type: 'Ready',
      status: 'True',
      observedGeneration: 3,
    });
  });

  it('writes nothing in a second round', async () => {
    const { scene, server } = fakeScene();
    server.add(issuer);
    server.add(certificate);
    const controller = certManagerController(scene, 'why');
    await controller.round();
    const writes = server.writes.length;
    await controller.round();
    expect(server.writes.slice(writes)).toEqual([]);
  });

  it('makes a Secret that somebody has deleted again', async () => {
    const { scene, server } = fakeScene();
    server.add(issuer);
    server.add(certificate);
    const controller = certManagerController(scene, 'why');
    await controller.round();
    server.drop(secretPath);
    await controller.round();
    expect(decoded(server.read(secretPath), 'tls.crt')).toContain('certificate 2');
  });

  it('issues again when the names change', async () => {
    const { scene, server } = fakeScene();
    server.add(issuer);
    server.add(certificate);
    const controller = certManagerController(scene, 'why');
    await controller.round();
    await server.api.patch(certificatePath, 'merge', { spec: { dnsNames: ['other.play.svc'] } });
    await controller.round();
    expect(decoded(server.read(secretPath), 'tls.crt')).toBe('certificate 2 for other.play.svc');
  });

  it('leaves a Certificate waiting whose Issuer is not there', async () => {
    const { scene, server } = fakeScene();
    server.add(certificate);
    await certManagerController(scene, 'why').round();
    expect(server.read(secretPath)).toBeUndefined();
    expect(fieldAt(server.read(certificatePath), 'status', 'conditions', 0)).toMatchObject({
      status: 'False',
      reason: 'DoesNotExist',
    });
  });

  it('does not let an Issuer get ready whose own Secret is missing', async () => {
    const { scene, server } = fakeScene();
    server.add({ ...issuer, spec: { ca: { secretName: 'root' } } });
    await certManagerController(scene, 'why').round();
    expect(
      stringAt(
        server.read('/apis/cert-manager.io/v1/namespaces/play/issuers/own'),
        'status',
        'conditions',
        0,
        'message',
      ),
    ).toBe('Error getting keypair for CA issuer: secret "root" not found');
  });

  it('makes the Certificate that an annotated Ingress asks for, once', async () => {
    const { scene, server } = fakeScene();
    server.add({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: {
        name: 'site',
        namespace: 'play',
        annotations: { 'cert-manager.io/issuer': 'own' },
      },
      spec: { tls: [{ hosts: ['site.lan'], secretName: 'site-tls' }] },
    });
    server.add(issuer);
    const controller = certManagerController(scene, 'why');
    await controller.round();
    await controller.round();
    expect(
      server.writes.filter((write) => write.startsWith('create') && write.endsWith('certificates')),
    ).toHaveLength(1);
    expect(decoded(server.read('/api/v1/namespaces/play/secrets/site-tls'), 'tls.crt')).toContain('site.lan');
  });

  it('injects the authority of a certificate into webhooks that ask for it, and only there', async () => {
    const { scene, server } = fakeScene();
    const path = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations';
    const webhooks = [{ name: 'judge.play.svc', clientConfig: {} }];
    const kind = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      webhooks,
    };
    server.add(issuer);
    server.add(certificate);
    server.add({
      ...kind,
      metadata: { name: 'asks', annotations: { 'cert-manager.io/inject-ca-from': 'play/judge' } },
    });
    server.add({ ...kind, metadata: { name: 'does-not-ask' } });
    await certManagerController(scene, 'why').round();
    await caInjector(scene, 'why').round();
    const bundle = (name: string): string | undefined =>
      stringAt(server.read(`${path}/${name}`), 'webhooks', 0, 'clientConfig', 'caBundle');
    expect(bundle('asks')).toBe(Buffer.from('the authority').toString('base64'));
    expect(bundle('does-not-ask')).toBeUndefined();
  });

  it('is on the list with what it acted on', async () => {
    const { scene, server } = fakeScene();
    expect(scene.ledger.list()).toEqual([]);
    server.add(issuer);
    await certManagerController(scene, 'the site has it').round();
    expect(scene.ledger.list()).toEqual([
      { what: 'operator cert-manager', why: 'the site has it', objects: ['Issuer/play/own'] },
    ]);
  });
});
