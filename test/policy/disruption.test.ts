import { messagesOf, placesOf } from './support/release';
import { deployment, object, workload } from './support/objects';

const budget = (spec: Readonly<Record<string, unknown>>, name = 'web') =>
  object('policy/v1', 'PodDisruptionBudget', name, {
    spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
  });
const web = (replicas?: number) => deployment('web', replicas === undefined ? {} : { spec: { replicas } });
const rule = 'disruption/blocks-drain';

describe('a disruption budget', () => {
  it.each([
    ['minAvailable equal to the replicas', { minAvailable: 2 }, 2],
    ['minAvailable 1 of one replica', { minAvailable: 1 }, undefined],
    ['minAvailable 100%', { minAvailable: '100%' }, 5],
    ['a share that rounds up to all', { minAvailable: '51%' }, 1],
  ])('blocks every drain with %s', (_what, spec, replicas) => {
    expect(placesOf(rule, [budget(spec), web(replicas)])).toEqual([
      'PodDisruptionBudget/app/web spec.minAvailable',
    ]);
  });

  it.each([
    ['maxUnavailable 0', { maxUnavailable: 0 }],
    ['maxUnavailable 0%', { maxUnavailable: '0%' }],
  ])('blocks every drain with %s', (_what, spec) => {
    expect(placesOf(rule, [budget(spec), web(3)])).toEqual([
      'PodDisruptionBudget/app/web spec.maxUnavailable',
    ]);
  });

  it.each([
    ['one less than the replicas', { minAvailable: 1 }, 2],
    ['half of two', { minAvailable: '50%' }, 2],
    ['maxUnavailable 1 of one', { maxUnavailable: 1 }, 1],
    ['a small share, which rounds up', { maxUnavailable: '1%' }, 1],
  ])('lets pods go with %s', (_what, spec, replicas) => {
    expect(placesOf(rule, [budget(spec), web(replicas)])).toEqual([]);
  });

  it('counts with the fewest pods that an autoscaler keeps', () => {
    const scaler = (minReplicas: number) =>
      object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
          minReplicas,
          maxReplicas: 9,
        },
      });
    expect(messagesOf(rule, [budget({ minAvailable: 2 }), web(), scaler(2)])).toEqual([
      'error: 2, while Deployment/app/web has 2 (minReplicas of HorizontalPodAutoscaler/app/web)',
    ]);
    expect(placesOf(rule, [budget({ minAvailable: 2 }), web(), scaler(3)])).toEqual([]);
  });

  it('counts the pods of all workloads that it covers', () => {
    const canary = deployment('canary', { pods: { app: 'web', track: 'canary' } });
    expect(placesOf(rule, [budget({ minAvailable: 1 }), web(1), canary])).toEqual([]);
  });

  it('of a DaemonSet blocks nothing: drains leave its pods alone', () => {
    expect(placesOf(rule, [budget({ minAvailable: 1 }), workload('DaemonSet', 'web')])).toEqual([]);
  });

  it('is the only one for its pods', () => {
    const two = [budget({ maxUnavailable: 1 }), budget({ maxUnavailable: 1 }, 'again')];
    expect(placesOf('disruption/overlap', [...two, web(2)])).toEqual([
      'PodDisruptionBudget/app/again spec.selector',
    ]);
    expect(placesOf('disruption/overlap', [budget({ maxUnavailable: 1 }), web(2)])).toEqual([]);
  });

  it('says what happens to pods that are unhealthy anyway', () => {
    expect(messagesOf('disruption/unhealthy-eviction', [budget({ maxUnavailable: 1 })])[0]).toMatch(
      /^note: unset/,
    );
    expect(
      placesOf('disruption/unhealthy-eviction', [budget({ unhealthyPodEvictionPolicy: 'AlwaysAllow' })]),
    ).toEqual([]);
  });
});
