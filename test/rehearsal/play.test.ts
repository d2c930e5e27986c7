import {
  isSettled,
  readApplications,
  waitedFor,
  watchAct,
  type ApplicationState,
} from '../../lib/rehearsal/play';
import { recordTimeline } from '../../lib/rehearsal/play/timeline';
import type { Published, Stage } from '../../lib/rehearsal/stage';
import { fakeServer } from './support/fake-api';
import { sketchedTree } from './support/written-tree';

const state = (rest: Partial<ApplicationState> = {}): ApplicationState => ({
  name: 'a',
  sync: 'Synced',
  health: 'Healthy',
  revision: 'new',
  phase: 'Succeeded',
  message: '',
  retries: 0,
  resources: [],
  results: [],
  conditions: [],
  ...rest,
});

describe('an Application', () => {
  it.each([
    ['Synced and Healthy at the commit', state(), true],
    ['still at the commit before', state({ revision: 'old' }), false],
    ['in the middle of a sync', state({ phase: 'Running' }), false],
    ['whose objects are not well', state({ health: 'Degraded' }), false],
    ['with a difference', state({ sync: 'OutOfSync' }), false],
  ])('%s: settled is %#', (_, application, expected) => {
    expect(isSettled(application, 'new')).toBe(expected);
  });

  it.each([
    ['waiting for healthy state of apps/Deployment/iris and 2 more resources', 'apps/Deployment/iris'],
    ['waiting for completion of hook batch/Job/smoke', 'batch/Job/smoke'],
    ['one or more tasks are running', undefined],
  ])('that says "%s" waits for what it names', (message, expected) => {
    expect(waitedFor(state({ phase: 'Running', message }))).toBe(expected);
  });

  it('is read with its failed objects and its errors, without what is only information', async () => {
    const server = fakeServer();
    server.add({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'a', namespace: 'argocd' },
      status: {
        sync: { status: 'OutOfSync', revision: 'new' },
        conditions: [
          { type: 'ComparisonError', message: 'no such path' },
          { type: 'ExcludedResource', message: 'whatever' },
        ],
        operationState: {
          phase: 'Running',
          retryCount: 2,
          syncResult: { resources: [{ kind: 'Service', name: 's', status: 'SyncFailed', message: 'no' }] },
        },
      },
    });
    const [read] = await readApplications(server.api, 'argocd');
    expect(read).toMatchObject({
      sync: 'OutOfSync',
      health: 'Unknown',
      retries: 2,
      conditions: ['ComparisonError: no such path'],
      results: [{ kind: 'Service', status: 'SyncFailed', message: 'no' }],
    });
  });
});

describe('a timeline', () => {
  const places = [{ name: 'a', component: 'serving', wave: 1 }];

  it('has the moments at which an Application was made, in sync and healthy', () => {
    const recorder = recordTimeline(places, 'new');
    recorder.observe([state({ sync: 'OutOfSync', health: 'Missing', phase: 'Running' })], 1);
    recorder.observe([state({ health: 'Progressing' })], 2);
    recorder.observe([state()], 3);
    recorder.observe([state()], 4);
    expect(recorder.times()).toEqual([
      { ...places[0], created: 1, syncing: 1, synced: 2, healthy: 3, retries: 0, waits: [] },
    ]);
  });

  it('forgets a health that did not last', () => {
    const recorder = recordTimeline(places, 'new');
    recorder.observe([state()], 1);
    recorder.observe([state({ health: 'Degraded' })], 2);
    expect(recorder.times()[0]?.healthy).toBeUndefined();
  });

  it('has what was waited for, and how long', () => {
    const recorder = recordTimeline(places, 'new');
    const waiting = state({ phase: 'Running', message: 'waiting for healthy state of v1/Pod/p' });
    recorder.observe([waiting], 1);
    recorder.observe([waiting], 5);
    recorder.observe([state()], 6);
    expect(recorder.times()[0]?.waits).toEqual([{ on: 'v1/Pod/p', from: 1, to: 5 }]);
  });

  it('does not count the retries of an earlier act', () => {
    const recorder = recordTimeline(places, 'new');
    recorder.observe([state({ retries: 3 })], 1);
    expect(recorder.times()[0]?.retries).toBe(0);
  });
});

describe('an act', () => {
  const published: Published = {
    tree: sketchedTree([]),
    commit: 'new',
    delivery: {
      namespace: 'argocd',
      root: 'root',
      repoURL: '',
      targetRevision: 'main',
      path: 'dist/test',
      bootstrap: [],
      applications: [{ name: 'a', component: 'serving', wave: 1 }],
    },
  };
  const application = (name: string, status: object): Readonly<Record<string, unknown>> => ({
    metadata: { name },
    status: { sync: { status: 'Synced', revision: 'new' }, health: { status: 'Healthy' }, ...status },
  });
  const retrying = (count: number): object => ({
    sync: { status: 'OutOfSync', revision: 'new' },
    operationState: { phase: 'Running', retryCount: count },
  });
  const waitingForA = {
    operationState: {
      phase: 'Running',
      message: 'waiting for healthy state of argoproj.io/Application/a',
    },
  };

  const play = (
    applications: readonly Readonly<Record<string, unknown>>[],
    failure?: Error,
  ): ReturnType<typeof watchAct> => {
    const api = { ...fakeServer().api, list: () => Promise.resolve(applications) };
    const stage: Pick<Stage, 'api' | 'argoCd'> = {
      api,
      argoCd: {
        crashController: () => Promise.resolve(),
        failure: () => failure,
        stop: () => Promise.resolve(),
      },
    };
    return watchAct(stage, published, 'installation', {
      timeout: 30,
      patience: 0.5,
      signal: new AbortController().signal,
      watch: () => undefined,
    });
  };

  it('settles when every Application does', async () => {
    expect((await play([application('root', {}), application('a', {})])).ending).toBe('settled');
  });

  it('does not settle while an Application that the tree no longer has is there', async () => {
    const all = [application('root', {}), application('a', {}), application('old', {})];
    expect((await play(all)).ending).toBe('stalled');
  });

  it('ends early when all that is left is a sync that fails again and again', async () => {
    const act = await play([application('root', waitingForA), application('a', retrying(3))]);
    expect([act.ending, act.seconds < 0.5]).toEqual(['stalled', true]);
  });

  it('says why when Argo CD itself has ended', async () => {
    await expect(play([], new Error('argocd has ended'))).rejects.toThrow('argocd has ended');
  });
});
