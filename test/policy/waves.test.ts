import { diagnosticsOf, placesOf, releaseOf, type ComponentOf } from './support/release';
import {
  claim,
  clusterObject,
  configMap,
  deployment,
  inWave,
  mounting,
  namespace,
  object,
  service,
  storageClass,
  workload,
} from './support/objects';

const places = (rule: string, ...components: readonly ComponentOf[]) =>
  diagnosticsOf(rule, releaseOf(components)).map(({ where }) =>
    where.kind === 'object' ? `${where.object} ${where.path}` : '',
  );

const usesSettings = (wave: number) =>
  deployment('web', { ...inWave(wave), pod: { volumes: [{ name: 'v', configMap: { name: 'settings' } }] } });
const settings = (wave: number) => configMap('settings', { a: 'b' }, inWave(wave));

describe('an object', () => {
  const rule = 'wave/dependency';

  it('is not applied before what it refers to', () => {
    expect(placesOf(rule, [usesSettings(0), settings(1)])).toEqual([
      'Deployment/app/web spec.template.spec.volumes[0].configMap.name',
    ]);
    expect(placesOf(rule, [usesSettings(1), settings(0)])).toEqual([]);
  });

  it('may be applied together with it', () => {
    expect(placesOf(rule, [usesSettings(2), settings(2)])).toEqual([]);
  });

  it('may miss what is optional', () => {
    const optional = deployment('web', {
      pod: { volumes: [{ name: 'v', configMap: { name: 'settings', optional: true } }] },
    });
    expect(placesOf(rule, [optional, settings(1)])).toEqual([]);
  });

  it('is in a later component than what it refers to, whatever their own waves are', () => {
    const user: ComponentOf = { name: 'web', wave: 0, objects: [usesSettings(5)] };
    const provider: ComponentOf = { name: 'config', wave: 1, objects: [settings(0)] };
    expect(places(rule, user, provider)).toHaveLength(1);
    expect(places(rule, { ...user, wave: 2 }, provider)).toEqual([]);
  });

  it('of another component of the same wave comes in no order', () => {
    expect(
      places(rule, { name: 'web', objects: [usesSettings(5)] }, { name: 'config', objects: [settings(0)] }),
    ).toHaveLength(1);
  });

  it('is after the maker of a Secret, too', () => {
    const user = deployment('web', { pod: { imagePullSecrets: [{ name: 'pull' }] } });
    const maker = object('external-secrets.io/v1', 'ExternalSecret', 'pull', {}, inWave(3));
    expect(placesOf(rule, [user, maker])).toEqual([
      'Deployment/app/web spec.template.spec.imagePullSecrets[0].name',
    ]);
  });

  it('is after its namespace', () => {
    const late = { ...namespace(), metadata: { name: 'app', ...inWave(1) } };
    expect(placesOf(rule, [configMap('a', {}), late])).toEqual(['ConfigMap/app/a metadata.namespace']);
    expect(placesOf(rule, [configMap('a', {}), namespace()])).toEqual([]);
  });

  it('of a PreSync hook runs before everything that is synced', () => {
    const hook = workload('Job', 'migrate', {
      annotations: { 'argocd.argoproj.io/hook': 'PreSync' },
      pod: { volumes: [{ name: 'v', configMap: { name: 'settings' } }] },
    });
    expect(placesOf(rule, [hook, settings(0)])).toHaveLength(1);
    const late = workload('Job', 'migrate', {
      annotations: { 'argocd.argoproj.io/hook': 'PostSync' },
      pod: { volumes: [{ name: 'v', configMap: { name: 'settings' } }] },
    });
    expect(placesOf(rule, [late, settings(9)])).toEqual([]);
  });

  it('is reported with both places', () => {
    const [found] = diagnosticsOf(
      rule,
      releaseOf([{ name: 'app', objects: [usesSettings(0), settings(1)] }]),
    );
    expect(found).toMatchObject({
      got: 'ConfigMap/app/settings comes in wave 1, this object in wave 0',
      fix: 'declare the dependency on ConfigMap/app/settings, or lower its wave',
    });
  });
});

describe('a webhook', () => {
  const hook = (wave: number) =>
    clusterObject(
      'admissionregistration.k8s.io/v1',
      'MutatingWebhookConfiguration',
      'hook',
      { webhooks: [{ clientConfig: { service: { name: 'web', namespace: 'app', port: 80 } } }] },
      inWave(wave),
    );

  it('comes after its Service and the workload behind it', () => {
    const field = 'MutatingWebhookConfiguration/hook webhooks[0].clientConfig.service.name';
    expect(placesOf('wave/dependency', [hook(0), service('web'), deployment('web')])).toEqual([field]);
    expect(placesOf('wave/webhook-backend', [hook(1), service('web'), deployment('web', inWave(1))])).toEqual(
      [field],
    );
    expect(placesOf('wave/webhook-backend', [hook(2), service('web'), deployment('web', inWave(1))])).toEqual(
      [],
    );
    expect(placesOf('wave/dependency', [hook(2), service('web'), deployment('web', inWave(1))])).toEqual([]);
  });
});

describe('a CustomResourceDefinition', () => {
  const definition = clusterObject(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    'things.example.com',
    {
      spec: { group: 'example.com', names: { kind: 'Thing' } },
    },
  );

  it('comes in an earlier wave than its objects', () => {
    expect(placesOf('wave/definition', [definition, object('example.com/v1', 'Thing', 'a')])).toEqual([
      'Thing/app/a kind',
    ]);
    expect(
      placesOf('wave/definition', [definition, object('example.com/v1', 'Thing', 'a', {}, inWave(1))]),
    ).toEqual([]);
  });

  it('is not asked of kinds of other groups', () => {
    expect(placesOf('wave/definition', [definition, object('example.org/v1', 'Thing', 'a')])).toEqual([]);
  });
});

describe('a component', () => {
  it('comes in a later wave than those that it depends on', () => {
    const first: ComponentOf = { name: 'storage', wave: 1, objects: [configMap('a', {})] };
    const second = (wave: number): ComponentOf => ({
      name: 'web',
      wave,
      dependsOn: ['storage', 'absent'],
      objects: [configMap('b', {})],
    });
    expect(places('wave/component', first, second(1))).toHaveLength(1);
    expect(places('wave/component', first, second(2))).toEqual([]);
  });
});

describe('the wave annotation', () => {
  it('says the wave that was derived', () => {
    const release = releaseOf([{ name: 'app', objects: [settings(3)] }]);
    const components = release.components.map((component) => ({
      ...component,
      manifests: component.manifests.map((manifest) => ({ ...manifest, wave: 4 })),
    }));
    expect(diagnosticsOf('wave/annotation', { ...release, components })).toMatchObject([
      { got: '3', want: '4' },
    ]);
    expect(diagnosticsOf('wave/annotation', release)).toEqual([]);
  });
});

describe('a claim that waits for its first consumer', () => {
  const rule = 'wave/claim-with-consumer';
  const waiting = storageClass('local', { volumeBindingMode: 'WaitForFirstConsumer' });
  const data = (wave: number, annotations: Readonly<Record<string, string>> = {}) =>
    claim(
      'data',
      { storageClassName: 'local' },
      { annotations: { ...inWave(wave).annotations, ...annotations } },
    );
  const consumer = (wave: number) => deployment('web', { ...inWave(wave), pod: mounting('data') });

  it('shares its wave', () => {
    expect(placesOf(rule, [waiting, data(1), consumer(1)])).toEqual([]);
    expect(placesOf(rule, [waiting, data(0), consumer(1)])).toEqual(['PersistentVolumeClaim/app/data spec']);
  });

  it('shares the wave of the first consumer, not of all', () => {
    const second = deployment('late', { ...inWave(4), pod: mounting('data') });
    expect(placesOf(rule, [waiting, data(1), second, consumer(1)])).toEqual([]);
  });

  it('is in the component of its consumer: an earlier one would never become healthy', () => {
    const storage: ComponentOf = { name: 'storage', wave: 0, objects: [waiting, data(0)] };
    expect(places(rule, storage, { name: 'web', wave: 1, objects: [consumer(0)] })).toHaveLength(1);
  });

  it('may be excepted from health', () => {
    expect(
      placesOf(rule, [waiting, data(0, { 'argocd.argoproj.io/ignore-healthcheck': 'true' }), consumer(1)]),
    ).toEqual([]);
  });

  it('is another thing where the class binds at once', () => {
    expect(
      placesOf(rule, [storageClass('local', { volumeBindingMode: 'Immediate' }), data(0), consumer(1)]),
    ).toEqual([]);
  });

  it('is meant as well where it takes the default class', () => {
    const standard = storageClass(
      'local',
      { volumeBindingMode: 'WaitForFirstConsumer' },
      { 'storageclass.kubernetes.io/is-default-class': 'true' },
    );
    expect(placesOf(rule, [standard, claim('data'), consumer(1)])).toHaveLength(1);
  });

  it('needs a consumer that starts at once: a CronJob does not', () => {
    const cronJob = object('batch/v1', 'CronJob', 'nightly', {
      spec: { jobTemplate: { spec: { template: { spec: mounting('data') } } } },
    });
    expect(
      diagnosticsOf(rule, releaseOf([{ name: 'app', objects: [waiting, data(0), cronJob] }])),
    ).toMatchObject([{ severity: 'warning', fix: expect.stringContaining('ignore-healthcheck') }]);
  });
});
