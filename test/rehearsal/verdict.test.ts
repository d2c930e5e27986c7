import type { Diagnostic } from '../../lib/diagnostics';
import type { Act, ApplicationState, SyncResult } from '../../lib/rehearsal/play';
import type { Tree } from '../../lib/rehearsal';
import {
  applicationFindings,
  driftOf,
  indexTree,
  podAndClaimFindings,
  readFacts,
} from '../../lib/rehearsal/verdict';
import { fakeServer, type FakeServer } from './support/fake-api';
import { sketch, sketchedTree } from './support/written-tree';

const pod = (claim?: string): Readonly<Record<string, unknown>> => ({
  template: {
    spec: {
      containers: [{ name: 'main', image: 'example.internal/main:1' }],
      ...(claim === undefined
        ? {}
        : { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: claim } }] }),
    },
  },
});

const state = (rest: Partial<ApplicationState>): ApplicationState => ({
  name: 'test-serving',
  sync: 'OutOfSync',
  health: 'Progressing',
  revision: 'c',
  phase: 'Running',
  message: '',
  retries: 0,
  resources: [],
  results: [],
  conditions: [],
  ...rest,
});

const result = (kind: string, name: string, rest: Partial<SyncResult> = {}): SyncResult => ({
  group: '',
  kind,
  namespace: 'serving',
  name,
  status: 'Synced',
  hookPhase: 'Running',
  message: '',
  ...rest,
});

const stalled = (...states: readonly ApplicationState[]): Act => ({
  title: 'installation',
  ending: 'stalled',
  seconds: 60,
  states,
  applications: states.map(({ name }) => ({ name, component: 'serving', wave: 1, retries: 0, waits: [] })),
});

const judge = async (server: FakeServer, tree: Tree, act: Act): Promise<readonly Diagnostic[]> =>
  applicationFindings({ stage: server, index: indexTree(tree), facts: await readFacts(server.api) }, act);

const rules = (found: readonly Diagnostic[]): readonly string[] =>
  found.map(({ rule, where }) => `${rule} ${where.kind === 'object' ? where.object : ''}`);

describe('a claim in an earlier wave than its consumer', () => {
  const tree = sketchedTree([
    { component: 'serving', wave: 0, object: sketch('v1', 'PersistentVolumeClaim', 'data') },
    {
      component: 'serving',
      wave: 1,
      object: sketch('apps/v1', 'Deployment', 'words', { spec: pod('data') }),
    },
  ]);
  const server = fakeServer();
  server.add(
    sketch(
      'storage.k8s.io/v1',
      'StorageClass',
      'fast',
      { volumeBindingMode: 'WaitForFirstConsumer' },
      undefined,
    ),
  );
  server.add(
    sketch('v1', 'PersistentVolumeClaim', 'data', {
      spec: { storageClassName: 'fast' },
      status: { phase: 'Pending' },
    }),
  );

  it('is named as a dead-lock, with who waits for whom', async () => {
    const found = await judge(
      server,
      tree,
      stalled(state({ results: [result('PersistentVolumeClaim', 'data')] })),
    );
    expect(rules(found)).toEqual(['rehearsal/dead-lock PersistentVolumeClaim/serving/data']);
    expect(found[0]?.got).toContain(
      'PersistentVolumeClaim/serving/data (wave 0 of serving) waits for Deployment/serving/words (wave 1 of serving)',
    );
  });

  it('says which field of the platform it comes from', async () => {
    const found = await judge(
      server,
      tree,
      stalled(state({ results: [result('PersistentVolumeClaim', 'data')] })),
    );
    expect(found[0]?.fix).toContain('spec.serving (drydock explain PersistentVolumeClaim/serving/data)');
  });
});

describe('a workload that waits for something that a later Application brings', () => {
  it('is named as a dead-lock', async () => {
    const tree = sketchedTree([
      { component: 'namespaces', object: sketch('apps/v1', 'Deployment', 'early', { spec: pod() }) },
      { component: 'serving', object: sketch('v1', 'ServiceAccount', 'runner') },
    ]);
    const server = fakeServer();
    server.add(
      sketch('apps/v1', 'Deployment', 'early', {
        status: {
          conditions: [
            {
              type: 'ReplicaFailure',
              status: 'True',
              message: 'pods "early-1" is forbidden: serviceaccount "runner" not found',
            },
          ],
        },
      }),
    );
    const found = await judge(server, tree, stalled(state({ results: [result('Deployment', 'early')] })));
    expect(rules(found)).toEqual(['rehearsal/dead-lock Deployment/serving/early']);
  });
});

describe('a pod that no node takes', () => {
  const tree = sketchedTree([
    { component: 'serving', object: sketch('apps/v1', 'Deployment', 'words', { spec: pod() }) },
  ]);
  const server = fakeServer();
  server.add(sketch('apps/v1', 'Deployment', 'words', { status: { conditions: [] } }));
  server.add({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'words-1', namespace: 'serving', ...owned('Deployment', 'words') },
  });
  server.add({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'words-1-a', namespace: 'serving', ...owned('ReplicaSet', 'words-1') },
    spec: {},
    status: {
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', message: '0/3 nodes are available' }],
    },
  });

  function owned(kind: string, name: string): object {
    return { ownerReferences: [{ kind, name, controller: true }] };
  }

  it('is reported on its Deployment, in the words of the scheduler', async () => {
    const found = await judge(server, tree, stalled(state({ results: [result('Deployment', 'words')] })));
    expect(found.map(({ rule, got }) => [rule, got])).toEqual([
      ['rehearsal/unschedulable', '0/3 nodes are available'],
    ]);
  });

  it('is reported too where Argo CD has nothing to say', async () => {
    const found = await podAndClaimFindings(server.api, await readFacts(server.api), indexTree(tree));
    expect(rules(found)).toEqual(['rehearsal/unschedulable Deployment/serving/words']);
  });
});

describe('what the API server refuses', () => {
  const tree = sketchedTree([{ component: 'serving', object: sketch('v1', 'Service', 'words') }]);

  it('is reported in its own words, with the fix that is known for them', async () => {
    const failed = result('Service', 'words', {
      status: 'SyncFailed',
      hookPhase: 'Failed',
      message: 'Service "words" is invalid: spec.clusterIP: Invalid value: field is immutable',
    });
    const found = await judge(fakeServer(), tree, stalled(state({ results: [failed] })));
    expect(found.map(({ rule, fix }) => [rule, fix.slice(0, 26)])).toEqual([
      ['rehearsal/refused', 'give the object a new name'],
    ]);
  });
});

describe('an Application that waits for another one', () => {
  it('is not reported itself', async () => {
    const tree = sketchedTree([{ component: 'serving', object: sketch('v1', 'Service', 'words') }]);
    const failed = result('Service', 'words', { status: 'SyncFailed', message: 'no' });
    const root = state({
      name: 'test',
      message: 'waiting for healthy state of argoproj.io/Application/test-serving',
      results: [result('Application', 'test-serving')],
    });
    const found = await judge(fakeServer(), tree, stalled(root, state({ results: [failed] })));
    expect(rules(found)).toEqual(['rehearsal/refused Service/serving/words']);
  });
});

describe('an act without a known cause', () => {
  it('still ends with a finding', async () => {
    const found = await judge(fakeServer(), sketchedTree([]), stalled(state({ message: 'hm' })));
    expect(rules(found)).toEqual(['rehearsal/application Application/test-serving']);
  });
});

describe('a field that somebody writes back', () => {
  const live = {
    metadata: {
      annotations: { 'deployment.kubernetes.io/revision': '1' },
      managedFields: [
        {
          manager: 'argocd-controller',
          time: '2026-01-01T00:00:02Z',
          fieldsV1: { 'f:spec': { 'f:replicas': {} } },
        },
        {
          manager: 'kube-controller-manager',
          time: '2026-01-01T00:00:01Z',
          fieldsV1: { 'f:metadata': { 'f:annotations': { 'f:deployment.kubernetes.io/revision': {} } } },
        },
      ],
    },
    spec: { replicas: 3, cpu: '1', containers: [{ name: 'b', image: 'x' }] },
  };

  it('is named with both values and its writer', () => {
    const wanted = { metadata: { annotations: { 'deployment.kubernetes.io/revision': '7' } } };
    expect(driftOf(wanted, live)).toEqual([
      {
        path: 'metadata.annotations[deployment.kubernetes.io/revision]',
        want: '7',
        got: '1',
        writer: 'kube-controller-manager',
      },
    ]);
  });

  it('is found in a list by the name of its item', () => {
    const wanted = { spec: { containers: [{ name: 'b', image: 'y' }] } };
    expect(driftOf(wanted, live).map(({ path }) => path)).toEqual(['spec.containers[b].image']);
  });

  it('is no difference where both say the same in other words, or where absence says it', () => {
    expect(driftOf({ spec: { cpu: '1000m', hostNetwork: false, tolerations: [] } }, live)).toEqual([]);
  });
});

describe('a pod that a simulated node runs', () => {
  const tree = sketchedTree([]);
  const withSecret = (optional: boolean): FakeServer => {
    const server = fakeServer();
    server.add(
      sketch('v1', 'Pod', 'words', {
        spec: {
          nodeName: 'n',
          containers: [
            {
              name: 'm',
              env: [{ name: 'K', valueFrom: { secretKeyRef: { name: 'keys', key: 'k', optional } } }],
            },
          ],
        },
        status: { phase: 'Running' },
      }),
    );
    return server;
  };

  it('is reported when a real kubelet would wait for its Secret', async () => {
    const server = withSecret(false);
    const found = await podAndClaimFindings(server.api, await readFacts(server.api), indexTree(tree));
    expect(found.map(({ rule, got }) => [rule, got])).toEqual([
      ['rehearsal/missing-reference', 'a pod that needs Secret/serving/keys, which is not in the cluster'],
    ]);
  });

  it('is not reported when the Secret is optional', async () => {
    const server = withSecret(true);
    expect(await podAndClaimFindings(server.api, await readFacts(server.api), indexTree(tree))).toEqual([]);
  });
});

describe('a claim without a volume', () => {
  it('is reported with what the provisioner said', async () => {
    const server = fakeServer();
    server.add(sketch('v1', 'PersistentVolumeClaim', 'data', { status: { phase: 'Pending' } }));
    server.add(
      sketch('v1', 'Event', 'e', {
        reason: 'ProvisioningFailed',
        message: 'node n has no vg-data',
        involvedObject: { kind: 'PersistentVolumeClaim', namespace: 'serving', name: 'data' },
      }),
    );
    const facts = await readFacts({
      ...server.api,
      list: (path) => server.api.list(path.split('?')[0] ?? ''),
    });
    const found = await podAndClaimFindings(server.api, facts, indexTree(sketchedTree([])));
    expect(found.map(({ got }) => got)).toEqual(['ProvisioningFailed: node n has no vg-data']);
  });
});
