import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { addDefinitions } from '../../../charts/snapshots/crds';
import {
  certManager,
  ComponentChart,
  externalSecrets,
  sealedSecrets,
  type StandIn,
} from '../../../lib/constructs';
import { resourceMap, startControlPlane, type ApiClient } from '../../../lib/control-plane';
import { fieldAt, stringAt, type KubernetesObject } from '../../../lib/kubernetes';
import { until } from '../../../lib/program';
import { installDefinitions, makeAuthority } from '../../../lib/rehearsal/stage';
import {
  givenDefinitions,
  startEgress,
  startStandIns,
  type StandIns,
} from '../../../lib/rehearsal/stand-ins';
import { expectNone, Unmet, type Scenario, type Setting, type Steps } from '../../scenario';
import { prepareTools } from '../../tools';
import * as objects from './objects';
import type { Posted } from './objects';

const node = {
  name: 'node-1',
  labels: {},
  taints: [],
  capacity: { cpu: '8', memory: '32Gi' },
};

const webhookReason = 'the scenario wants a judge';

const declared: readonly StandIn[] = [
  ...certManager,
  ...externalSecrets,
  ...sealedSecrets,
  { kind: 'operator', operator: 'snapshots', because: 'no driver runs' },
  { kind: 'webhook', namespace: objects.namespace, service: 'judge', because: webhookReason },
];

const post = async (api: ApiClient, { collection, object }: Posted): Promise<void> => {
  const { status, body } = await api.create(collection, object);
  if (status >= 300)
    throw new Unmet(`${object.kind}/${object.metadata.name}: ${stringAt(body, 'message') ?? String(status)}`);
};

const pathOf = ({ collection, object }: Posted): string => `${collection}/${object.metadata.name}`;

/** What the API server says when it will not have an object; undefined when it takes it. */
const refusalOf = async (api: ApiClient, posted: Posted): Promise<string | undefined> => {
  const { status, body } = await api.create(posted.collection, posted.object);
  return status < 300 ? undefined : (stringAt(body, 'message') ?? String(status));
};

const eventually = (
  what: string,
  api: ApiClient,
  posted: Posted,
  holds: (live: unknown) => boolean,
  signal: AbortSignal,
): Promise<unknown> => {
  let live: unknown;
  return until(
    what,
    async () => {
      live = await api.find(pathOf(posted));
      return live !== undefined && holds(live) ? live : undefined;
    },
    { seconds: 20, signal, missing: () => JSON.stringify(fieldAt(live, 'status')) },
  );
};

const isReady = (live: unknown): boolean =>
  JSON.stringify(fieldAt(live, 'status') ?? '').includes('"status":"True"');

const secret = (api: ApiClient, name: string): Promise<Readonly<Record<string, unknown>>> =>
  api.get(`/api/v1/namespaces/${objects.namespace}/secrets/${name}`);

const decoded = (object: unknown, key: string): string =>
  Buffer.from(stringAt(object, 'data', key) ?? '', 'base64').toString('utf8');

const snapshotDefinitions = (): readonly KubernetesObject[] => {
  const chart = new ComponentChart(new App(), 'snapshots', { namespace: 'kube-system' });
  addDefinitions(chart);
  return chart.toJson() as KubernetesObject[];
};

/** Waits until ConfigMaps are refused with a reason; the API server reads webhook configurations through a cache. */
const refusedWith = async (
  reason: string,
  api: ApiClient,
  prefix: string,
  signal: AbortSignal,
): Promise<void> => {
  let refusal: string | undefined;
  let attempt = 0;
  await until(
    `a ConfigMap is refused: ${reason}`,
    async () => {
      refusal = await refusalOf(api, objects.configMap(`${prefix}-${(attempt += 1)}`));
      return refusal?.includes(reason) === true ? true : undefined;
    },
    { seconds: 10, signal, missing: () => refusal ?? 'it was let through' },
  );
};

const tryWebhook = async (steps: Steps, { signal }: Setting, api: ApiClient): Promise<void> => {
  await post(api, objects.service);
  await post(api, objects.webhook(443));
  await steps.check('a webhook with failurePolicy Fail blocks while its backend is not there', async () => {
    await refusedWith('selects no ready pod', api, 'early', signal);
  });
  await post(api, objects.backend);
  await steps.check('it still blocks while the backend waits for its certificate', async () => {
    await eventually('the pod is ready', api, objects.backend, isReady, signal);
    await refusedWith('waits for Secret judge-tls', api, 'soon', signal);
  });
  await post(api, objects.certificate);
  await post(api, objects.issuer);
  await steps.check('a Certificate becomes ready, with a Secret that is made once', async () => {
    await eventually('the certificate is ready', api, objects.certificate, isReady, signal);
    const made = await secret(api, 'judge-tls');
    const certificate = new X509Certificate(decoded(made, 'tls.crt'));
    if (certificate.subjectAltName !== `DNS:judge.${objects.namespace}.svc`)
      throw new Unmet(String(certificate.subjectAltName));
    if (!certificate.verify(new X509Certificate(decoded(made, 'ca.crt')).publicKey))
      throw new Unmet('the certificate was not signed by the authority in ca.crt');
  });
  await steps.check('the webhook lets objects through once its backend is there', async () => {
    await until(
      'the webhook has its caBundle',
      async () =>
        stringAt(await api.get(pathOf(objects.webhook(443))), 'webhooks', 0, 'clientConfig', 'caBundle'),
      { seconds: 10, signal },
    );
    let refusal: string | undefined;
    // The API server reads webhook configurations through a cache.
    await until(
      'a ConfigMap is let in',
      async () => {
        refusal = await refusalOf(api, objects.configMap('late'));
        return refusal === undefined ? true : undefined;
      },
      { seconds: 10, signal, missing: () => refusal ?? '' },
    );
  });
  await steps.check('a webhook on a port that leads nowhere blocks', async () => {
    await post(api, objects.webhook(444));
    await refusedWith('leads to metrics, on which no container of its pods listens', api, 'wrong', signal);
    await api.remove(pathOf(objects.webhook(444)));
  });
};

const tryExternalSecret = async (steps: Steps, { signal }: Setting, api: ApiClient): Promise<void> => {
  await steps.check('an ExternalSecret becomes ready, with a Secret that is made once', async () => {
    await post(api, objects.externalSecret);
    await post(api, objects.password);
    await eventually('the ExternalSecret is ready', api, objects.externalSecret, isReady, signal);
    const made = await secret(api, 'database');
    if (decoded(made, 'username') !== 'admin' || !/^\w{20}$/.test(decoded(made, 'password')))
      throw new Unmet('the Secret is not what the template says');
    await api.patch(pathOf(objects.externalSecret), 'merge', { metadata: { labels: { touched: 'yes' } } });
    await api.patch(pathOf(objects.externalSecret), 'merge', { spec: { refreshInterval: '2h' } });
    await eventually(
      'the change was seen',
      api,
      objects.externalSecret,
      (live) => stringAt(live, 'status', 'syncedResourceVersion')?.startsWith('2-') === true,
      signal,
    );
    const again = await secret(api, 'database');
    if (stringAt(again, 'metadata', 'resourceVersion') !== stringAt(made, 'metadata', 'resourceVersion'))
      throw new Unmet('the Secret was written again');
  });
};

const tryStoreAndSeal = async (steps: Steps, { signal }: Setting, api: ApiClient): Promise<void> => {
  await steps.check('a store is valid, and a sealed Secret is opened', async () => {
    for (const posted of [objects.store, objects.sealed]) {
      await post(api, posted);
      await eventually(`${posted.object.kind} is ready`, api, posted, isReady, signal);
    }
    await secret(api, 'sealed');
  });
};

const trySnapshots = async (steps: Steps, { signal }: Setting, api: ApiClient): Promise<void> => {
  await post(api, objects.storageClass);
  await post(api, objects.claim);
  await post(api, objects.snapshotClass('zfs', 'zfs.csi.openebs.io'));
  await post(api, objects.snapshotClass('lvm', 'local.csi.openebs.io'));
  await eventually(
    'the claim is bound',
    api,
    objects.claim,
    (live) => stringAt(live, 'status', 'phase') === 'Bound',
    signal,
  );
  await steps.check('a snapshot becomes ready to use and its content goes with it', async () => {
    const snapshot = objects.snapshot('good', 'zfs');
    await post(api, snapshot);
    const live = await eventually(
      'the snapshot is ready',
      api,
      snapshot,
      (each) => fieldAt(each, 'status', 'readyToUse') === true,
      signal,
    );
    if (stringAt(live, 'status', 'restoreSize') !== '1Gi') throw new Unmet(JSON.stringify(live));
    const content = `/apis/snapshot.storage.k8s.io/v1/volumesnapshotcontents/${stringAt(live, 'status', 'boundVolumeSnapshotContentName') ?? ''}`;
    await api.get(content);
    await api.remove(pathOf(snapshot));
    await until(
      'the content is gone',
      async () => ((await api.find(content)) === undefined ? true : undefined),
      {
        seconds: 10,
        signal,
      },
    );
  });
  for (const [name, className, message] of [
    ['wrong-driver', 'lvm', 'was made by zfs.csi.openebs.io'],
    ['no-class', 'absent', 'volumesnapshotclass.snapshot.storage.k8s.io "absent" not found'],
  ] as const) {
    await steps.check(`a snapshot is refused with its reason: ${name}`, async () => {
      const snapshot = objects.snapshot(name, className);
      await post(api, snapshot);
      await eventually(
        'the snapshot is refused',
        api,
        snapshot,
        (each) => stringAt(each, 'status', 'error', 'message')?.includes(message) === true,
        signal,
      );
    });
  }
};

const tryList = async (steps: Steps, standIns: StandIns, real: boolean): Promise<void> => {
  await steps.check('the list names what acted, and why', () => {
    const list = standIns.list();
    for (const { what, why, objects: on } of list) steps.say(`${what}: ${on.join(', ')} (${why})`);
    const without = list.filter(({ what }) => what === 'definitions without a schema');
    const schemaless = without.flatMap(({ objects: kinds }) => kinds);
    if (real && schemaless.includes('Certificate.cert-manager.io'))
      throw new Unmet('the given definitions were not used');
    const names = new Set(list.map(({ what }) => what));
    expectNone(
      [
        'definitions without a schema',
        'operator cert-manager',
        'operator external-secrets',
        'operator snapshots',
        `webhook backend ${objects.namespace}/judge`,
      ].filter((what) => !names.has(what)),
    );
    return Promise.resolve();
  });
};

/** Folders with real definitions, where this machine has them: schemas judge what stand-ins write. */
const upstreamDefinitions = (root: string): readonly string[] =>
  ['cert-manager', 'external-secrets', 'sealed-secrets']
    .map((name) => join(process.env['DRYDOCK_UPSTREAM'] ?? join(root, '../shared/upstream'), 'crds', name))
    .filter((folder) => existsSync(folder));

/** What stands in for operators, drivers and webhook backends, on a real control plane. */
export const standInsScenario: Scenario = {
  name: 'stand-ins',
  summary: 'a real API server meets the stand-ins of a rehearsal',
  run: async (steps, setting) => {
    const { root, signal } = setting;
    const tools = await steps.need('the programs of a control plane are here', () =>
      prepareTools({ root, signal, report: steps.say }),
    );
    const upstream = upstreamDefinitions(root);
    if (upstream.length === 0)
      steps.skip('real definitions take what the stand-ins write', 'no definitions from upstream are here');
    const folder = mkdtempSync(join(tmpdir(), 'drydock-stand-ins-'));
    const undo: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
    try {
      const authority = await makeAuthority('openssl', folder, signal);
      const egress = await startEgress(folder);
      undo.unshift(egress.stop);
      const controlPlane = await steps.need('a control plane starts that reaches webhooks through us', () =>
        startControlPlane({
          tools,
          nodes: [node],
          apiServerFlags: egress.apiServerFlags,
          signal,
          report: steps.say,
        }),
      );
      undo.unshift(controlPlane.stop);
      const { api } = controlPlane;
      const resources = resourceMap(api);
      const standIns = startStandIns({
        api,
        resources,
        authority,
        declared,
        definitions: givenDefinitions(upstream),
        egress,
        report: steps.say,
        signal,
      });
      undo.unshift(standIns.stop);
      await api.create('/api/v1/namespaces', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: objects.namespace },
      });
      await steps.need('kinds that nobody defines get a definition without a schema', async () => {
        await standIns.prepare([
          objects.certificate.object,
          objects.externalSecret.object,
          objects.stranger.object,
        ]);
        await post(api, objects.stranger);
      });
      await installDefinitions(api, resources, snapshotDefinitions(), 'e2e', signal);
      await tryWebhook(steps, setting, api);
      await tryExternalSecret(steps, setting, api);
      await tryStoreAndSeal(steps, setting, api);
      await trySnapshots(steps, setting, api);
      await tryList(steps, standIns, upstream.length > 0);
    } finally {
      for (const step of undo) await step();
    }
  },
};
