import { fieldAt, listAt, stringAt } from '../../lib/kubernetes';
import { filledIn } from '../../lib/rehearsal/stand-ins/external-secret-values';
import { externalSecretsController } from '../../lib/rehearsal/stand-ins/external-secrets';
import { sealedSecretsController } from '../../lib/rehearsal/stand-ins/sealed-secrets';
import { decoded, fakeScene, type FakeScene } from './support/scene';

const password = {
  apiVersion: 'generators.external-secrets.io/v1alpha1',
  kind: 'Password',
  metadata: { name: 'database', namespace: 'play' },
  spec: { length: 20 },
};

const external = (spec: object) => ({
  apiVersion: 'external-secrets.io/v1',
  kind: 'ExternalSecret',
  metadata: { name: 'database', namespace: 'play' },
  spec,
});

const generated = external({
  target: { template: { data: { username: 'admin', password: '{{ .password }}' } } },
  dataFrom: [{ sourceRef: { generatorRef: { kind: 'Password', name: 'database' } } }],
});

const store = {
  apiVersion: 'external-secrets.io/v1',
  kind: 'SecretStore',
  metadata: { name: 'vault', namespace: 'play' },
  spec: { provider: { vault: {} } },
};

const secretPath = '/api/v1/namespaces/play/secrets/database';
const externalPath = '/apis/external-secrets.io/v1/namespaces/play/externalsecrets/database';

const condition = ({ server }: FakeScene): unknown =>
  listAt(server.read(externalPath), 'status', 'conditions')[0];

describe('the stand-in for External Secrets', () => {
  it('makes the Secret with the keys of the template, filled in from a generator', async () => {
    const fake = fakeScene();
    fake.server.add(password);
    fake.server.add(generated);
    await externalSecretsController(fake.scene, 'why').round();
    const secret = fake.server.read(secretPath);
    expect(decoded(secret, 'username')).toBe('admin');
    expect(decoded(secret, 'password')).toMatch(/^\w{20}$/);
    expect(condition(fake)).toMatchObject({ type: 'Ready', status: 'True', reason: 'SecretSynced' });
    expect(stringAt(fake.server.read(externalPath), 'status', 'binding', 'name')).toBe('database');
  });

  it('makes it once: another round and another generation leave its values alone', async () => {
    const fake = fakeScene();
    fake.server.add(password);
    fake.server.add(generated);
    const controller = externalSecretsController(fake.scene, 'why');
    await controller.round();
    const before = JSON.stringify(fake.server.read(secretPath));
    const writes = fake.server.writes.length;
    await controller.round();
    expect(fake.server.writes.slice(writes)).toEqual([]);
    await fake.server.api.patch(externalPath, 'merge', { metadata: { generation: 2 } });
    await controller.round();
    expect(JSON.stringify(fake.server.read(secretPath))).toBe(before);
    expect(stringAt(fake.server.read(externalPath), 'status', 'syncedResourceVersion')).toMatch(/^2-/);
  });

  it('gives different values in every rehearsal', async () => {
    const values = await Promise.all(
      [fakeScene(), fakeScene()].map(async ({ scene, server }) => {
        server.add(password);
        server.add(generated);
        await externalSecretsController(scene, 'why').round();
        return decoded(server.read(secretPath), 'password');
      }),
    );
    expect(new Set(values).size).toBe(2);
  });

  it('owns what it makes unless it is told to let go of it', async () => {
    const owners = async (creationPolicy: string): Promise<readonly unknown[]> => {
      const { scene, server } = fakeScene();
      server.add(password);
      server.add(external({ ...generated.spec, target: { creationPolicy } }));
      await externalSecretsController(scene, 'why').round();
      return listAt(server.read(secretPath), 'metadata', 'ownerReferences');
    };
    expect(await owners('Owner')).toMatchObject([{ kind: 'ExternalSecret', name: 'database' }]);
    expect(await owners('Orphan')).toEqual([]);
  });

  it('takes the keys of its entries from a store that is there', async () => {
    const fake = fakeScene();
    fake.server.add(store);
    fake.server.add(
      external({
        secretStoreRef: { name: 'vault' },
        data: [{ secretKey: 'token', remoteRef: { key: 'site/token' } }],
      }),
    );
    await externalSecretsController(fake.scene, 'why').round();
    expect(Object.keys(Object(fieldAt(fake.server.read(secretPath), 'data')))).toEqual(['token']);
    expect(
      stringAt(
        fake.server.read('/apis/external-secrets.io/v1/namespaces/play/secretstores/vault'),
        'status',
        'conditions',
        0,
        'status',
      ),
    ).toBe('True');
  });

  it.each([
    ['the generator is missing', generated.spec, 'could not get generator Password/database: not found'],
    [
      'the store is missing',
      { secretStoreRef: { name: 'vault' }, data: [{ secretKey: 'token' }] },
      'could not get SecretStore "vault": not found',
    ],
  ])('is not ready, with the reason, where %s', async (_case, spec, message) => {
    const fake = fakeScene();
    fake.server.add(external(spec));
    await externalSecretsController(fake.scene, 'why').round();
    expect(condition(fake)).toMatchObject({ status: 'False', reason: 'SecretSyncedError', message });
    expect(fake.server.read(secretPath)).toBeUndefined();
  });

  it('refuses a template that asks for a value which nothing gives', async () => {
    const fake = fakeScene();
    fake.server.add(password);
    fake.server.add(
      external({ ...generated.spec, target: { template: { data: { token: '{{ .passwort }}' } } } }),
    );
    await externalSecretsController(fake.scene, 'why').round();
    expect(condition(fake)).toMatchObject({ message: 'could not apply template: no value for passwort' });
  });

  it('does not make a Secret that it may only add to', async () => {
    const fake = fakeScene();
    fake.server.add(password);
    fake.server.add(external({ ...generated.spec, target: { creationPolicy: 'Merge' } }));
    const controller = externalSecretsController(fake.scene, 'why');
    await controller.round();
    expect(condition(fake)).toMatchObject({ status: 'False' });
    fake.server.add({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'database', namespace: 'play' },
      data: { other: 'eA==' },
    });
    await controller.round();
    expect(decoded(fake.server.read(secretPath), 'other')).toBe('x');
    expect(decoded(fake.server.read(secretPath), 'password')).toMatch(/^\w{20}$/);
    expect(condition(fake)).toMatchObject({ status: 'True' });
  });
});

describe('a template of External Secrets', () => {
  it('keeps its text, fills in plain references and makes random text of functions', () => {
    const { text, missing } = filledIn('user={{ .name }};hash={{ htpasswd "admin" .password "bcrypt" }};', {
      name: 'ada',
    });
    expect(text).toMatch(/^user=ada;hash=\w+;$/);
    expect(missing).toEqual([]);
  });
});

describe('the stand-in for Sealed Secrets', () => {
  it('makes a Secret with the sealed keys and those of the template, owned by the SealedSecret', async () => {
    const { scene, server } = fakeScene();
    server.add({
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata: { name: 'registry', namespace: 'play' },
      spec: {
        encryptedData: { password: 'sealed' },
        template: { type: 'Opaque', data: { user: 'robot' }, metadata: { labels: { app: 'registry' } } },
      },
    });
    const controller = sealedSecretsController(scene, 'why');
    await controller.round();
    const secret = server.read('/api/v1/namespaces/play/secrets/registry');
    expect(Object.keys(Object(fieldAt(secret, 'data'))).sort()).toEqual(['password', 'user']);
    expect(decoded(secret, 'user')).toBe('robot');
    expect(decoded(secret, 'password')).not.toBe('sealed');
    expect(listAt(secret, 'metadata', 'ownerReferences')).toHaveLength(1);
    const writes = server.writes.length;
    await controller.round();
    expect(server.writes.slice(writes)).toEqual([]);
  });
});
