import { findings, iris, triton } from '../constructs/model-server/support';

const gpuPool = { placement: { pool: 'gpu' } };
const fixed = (replicas: number) => ({ scaling: { kind: 'fixed', replicas } });

describe('models and the nodes that are to hold them', () => {
  it('refuses a pool that no node belongs to', () => {
    expect(findings([{ ...iris, placement: { pool: 'gpus' } }])).toEqual([
      'serving/pool spec.serving.models[iris].placement.pool',
    ]);
  });

  it('takes a pod that just fits and refuses one that is a little larger', () => {
    const sized = (memory: string) => ({ ...iris, resources: { requests: { cpu: 1, memory } } });
    expect(findings([{ ...sized('64Gi'), rollout: { surge: 0 } }])).toEqual([]);
    expect(findings([sized('65Gi')])).toEqual(['serving/fit spec.serving.models[iris].resources.requests']);
  });

  it('does not count nodes whose taints keep the pod off', () => {
    const large = { ...iris, resources: { requests: { cpu: 20, memory: '1Gi' } } };
    expect(findings([large])).toEqual(['serving/fit spec.serving.models[iris].resources.requests']);
    expect(
      findings([
        { ...large, rollout: { surge: 0 }, placement: { tolerations: [{ key: 'nvidia.com/gpu' }] } },
      ]),
    ).toEqual([]);
    expect(findings([{ ...large, rollout: { surge: 0 }, ...gpuPool }])).toEqual([]);
  });

  it('refuses more replicas than the pool as a whole can hold', () => {
    const four = (replicas: number) => ({
      ...iris,
      resources: { requests: { cpu: 8, memory: '1Gi' } },
      placement: { pool: 'cpu' },
      rollout: { surge: 0 },
      ...fixed(replicas),
    });
    expect(findings([four(4)])).toEqual([]);
    expect(findings([four(5)])).toEqual(['serving/capacity spec.serving.models[iris].scaling.replicas']);
  });

  it('refuses a surge that the full pool has no room for', () => {
    const gpus = { ...triton, ...fixed(2) };
    expect(findings([gpus])).toEqual([]);
    expect(findings([{ ...gpus, rollout: { surge: 1 } }])).toEqual([
      'serving/rollout-room spec.serving.models[detector].rollout.surge',
    ]);
  });

  it('refuses GPUs where no node that the model may go to has any', () => {
    expect(findings([{ ...triton, placement: { pool: 'cpu' } }])).toEqual([
      'serving/gpu spec.serving.models[detector].resources.gpus',
    ]);
    const slices = {
      ...triton,
      resources: { requests: { cpu: 1, memory: '4Gi' }, gpus: 1, gpuResource: 'nvidia.com/mig-1g.5gb' },
    };
    expect(findings([slices])).toEqual(['serving/gpu spec.serving.models[detector].resources.gpus']);
  });

  it('looks at the resources of batch jobs too', () => {
    const batch = [
      {
        name: 'big',
        schedule: '@daily',
        command: ['run'],
        resources: { requests: { cpu: 99, memory: '1Gi' } },
      },
    ];
    expect(findings([{ ...iris, batch }])).toEqual([
      'serving/fit spec.serving.models[iris].batch[big].resources.requests',
    ]);
  });

  it('follows the labels of the nodes, declared and given', () => {
    const on = (nodeSelector: object) => ({ ...iris, placement: { nodeSelector } });
    expect(findings([on({ 'kubernetes.io/hostname': 'worker-1' })])).toEqual([]);
    expect(findings([on({ 'kubernetes.io/hostname': 'worker-9' })])).toEqual([
      'serving/fit spec.serving.models[iris].resources.requests',
    ]);
    expect(findings([on({ 'kubernetes.io/os': 'linux' })])).toEqual([]);
    expect(findings([on({ 'example.com/avx': 'true' })])).toEqual([
      'serving/fit spec.serving.models[iris].resources.requests',
    ]);
  });
});

describe('numbers of pods', () => {
  it('refuses a range upside down', () => {
    expect(findings([{ ...iris, scaling: { kind: 'autoscaling', min: 3, max: 2 } }])).toEqual([
      'serving/scaling-range spec.serving.models[iris].scaling.min',
    ]);
  });

  it.each([
    [{ minAvailable: 1 }, 2, []],
    [{ minAvailable: 2 }, 2, ['serving/disruption spec.serving.models[iris].disruption.minAvailable']],
    [{ minAvailable: '100%' }, 4, ['serving/disruption spec.serving.models[iris].disruption.minAvailable']],
    [{ minAvailable: '51%' }, 2, ['serving/disruption spec.serving.models[iris].disruption.minAvailable']],
    [{ minAvailable: '50%' }, 2, []],
    [{ maxUnavailable: 0 }, 3, ['serving/disruption spec.serving.models[iris].disruption.maxUnavailable']],
    [{ maxUnavailable: '1%' }, 3, []],
  ])('judges a budget of %j for %i pods', (disruption, replicas, expected) => {
    expect(findings([{ ...iris, ...fixed(replicas), disruption }])).toEqual(expected);
  });

  it('judges a budget by the fewest pods of an autoscaler', () => {
    const scaled = (min: number) => ({
      ...iris,
      scaling: { kind: 'autoscaling', min, max: 9 },
      disruption: { minAvailable: 2 },
    });
    expect(findings([scaled(3)])).toEqual([]);
    expect(findings([scaled(2)])).toHaveLength(1);
  });

  it.each([
    [10, 10, []],
    [10, 2, ['serving/canary spec.serving.models[iris].canary.weight']],
    [50, 1, ['serving/canary spec.serving.models[iris].canary.weight']],
    [33, 3, []],
    [97, 20, []],
  ])('judges a canary of %i percent among %i pods', (weight, replicas, expected) => {
    const canary = { weight, image: { name: 'registry.example.com/models/iris', tag: '2' } };
    expect(findings([{ ...iris, ...fixed(replicas), canary }])).toEqual(expected);
  });

  it('refuses a canary by replicas under an autoscaler, and one by route without a route', () => {
    const image = { name: 'registry.example.com/models/iris', tag: '2' };
    const scaling = { kind: 'autoscaling', min: 2, max: 4 };
    expect(findings([{ ...iris, scaling, canary: { weight: 50, image } }])).toEqual([
      'serving/canary spec.serving.models[iris].canary.by',
    ]);
    expect(findings([{ ...iris, canary: { weight: 5, by: 'route', image } }])).toEqual([
      'serving/canary spec.serving.models[iris].canary.by',
    ]);
    const exposure = {
      kind: 'route',
      host: 'iris.example.com',
      gateway: { name: 'public', namespace: 'gateway' },
    };
    expect(findings([{ ...iris, scaling, exposure, canary: { weight: 5, by: 'route', image } }])).toEqual([]);
  });
});
