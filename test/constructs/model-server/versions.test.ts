import { fieldAt, mapSelects, selectorSelects, stringMapAt } from '../../../lib/kubernetes';
import { find, iris, podOf, render, triton } from './support';

const next = { name: 'registry.example.com/models/iris', tag: '2.0.0' };
const fixed = (replicas: number) => ({ scaling: { kind: 'fixed', replicas } });
const route = {
  kind: 'route',
  host: 'iris.example.com',
  gateway: { name: 'public', namespace: 'gateway', listener: 'https' },
};

describe('the number of pods', () => {
  it('is fixed where the model says a number', () => {
    expect(fieldAt(find(render({ ...iris, ...fixed(3) }), 'Deployment', 'iris'), 'spec', 'replicas')).toBe(3);
  });

  it('is left to the autoscaler where there is one', () => {
    const objects = render({
      ...iris,
      scaling: {
        kind: 'autoscaling',
        min: 2,
        max: 6,
        metrics: [
          { kind: 'cpu', utilization: 60 },
          { kind: 'pods', name: 'requests_in_flight', averageValue: '500m' },
        ],
        scaleDownSeconds: 120,
      },
    });
    expect(fieldAt(find(objects, 'Deployment', 'iris'), 'spec', 'replicas')).toBeUndefined();
    const autoscaler = find(objects, 'HorizontalPodAutoscaler', 'iris');
    expect(autoscaler['spec']).toMatchObject({
      minReplicas: 2,
      maxReplicas: 6,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'iris' },
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } },
        },
        {
          type: 'Pods',
          pods: {
            metric: { name: 'requests_in_flight' },
            target: { type: 'AverageValue', averageValue: '500m' },
          },
        },
      ],
      behavior: { scaleDown: { stabilizationWindowSeconds: 120 } },
    });
  });

  it('is left to KEDA where the model says so', () => {
    const triggers = [
      {
        type: 'prometheus',
        metadata: { query: 'sum(rate(requests[1m]))', threshold: '5' },
        authentication: 'prometheus',
      },
    ];
    const objects = render({ ...iris, scaling: { kind: 'keda', min: 0, max: 4, triggers } });
    expect(fieldAt(find(objects, 'Deployment', 'iris'), 'spec', 'replicas')).toBeUndefined();
    expect(find(objects, 'ScaledObject', 'iris')['spec']).toMatchObject({
      scaleTargetRef: { kind: 'Deployment', name: 'iris' },
      minReplicaCount: 0,
      maxReplicaCount: 4,
      triggers: [{ type: 'prometheus', authenticationRef: { name: 'prometheus' } }],
    });
  });
});

describe('a disruption budget', () => {
  const budgetOf = (settings: object) =>
    render({ ...iris, ...settings }).find((object) => object.kind === 'PodDisruptionBudget')?.['spec'];

  it('lets one pod go at a time where there are several', () => {
    expect(budgetOf(fixed(2))).toMatchObject({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
    expect(budgetOf({ scaling: { kind: 'autoscaling', min: 1, max: 2 } })).toMatchObject({
      maxUnavailable: 1,
    });
  });

  it('is not made for a single pod, which it could only trap', () => {
    expect(budgetOf({})).toBeUndefined();
  });

  it('says what the model says', () => {
    expect(budgetOf({ ...fixed(4), disruption: { minAvailable: '50%' } })).toMatchObject({
      minAvailable: '50%',
    });
  });
});

describe('a rollout', () => {
  it('starts a new pod before it stops an old one, and leaves requests the time to end', () => {
    const deployment = find(
      render({ ...iris, rollout: { preStopSeconds: 8, gracefulSeconds: 40 } }),
      'Deployment',
      'iris',
    );
    expect(fieldAt(deployment, 'spec', 'strategy')).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    });
    const pod = fieldAt(deployment, 'spec', 'template', 'spec');
    expect(fieldAt(pod, 'containers', 0, 'lifecycle', 'preStop', 'exec', 'command')).toEqual(['sleep', '8']);
    expect(fieldAt(pod, 'terminationGracePeriodSeconds')).toBe(53);
    expect(fieldAt(pod, 'containers', 0, 'args')).toContain('--graceful-timeout=40');
  });

  it('stops the old pod first where a second GPU cannot be had', () => {
    expect(
      fieldAt(find(render(triton), 'Deployment', 'detector'), 'spec', 'strategy', 'rollingUpdate'),
    ).toEqual({ maxSurge: 0, maxUnavailable: 1 });
  });

  it('needs no shell in the image where nothing waits', () => {
    const pod = podOf(render({ ...iris, rollout: { preStopSeconds: 0 } }), 'Deployment', 'iris');
    expect(fieldAt(pod.spec, 'containers', 0, 'lifecycle')).toBeUndefined();
  });

  it('is given up only after image, download and model had their time', () => {
    const deployment = find(render({ ...iris, loadSeconds: 1200 }), 'Deployment', 'iris');
    expect(fieldAt(deployment, 'spec', 'progressDeadlineSeconds')).toBe(1805);
  });
});

describe('a canary by replicas', () => {
  const objects = render({ ...iris, ...fixed(5), canary: { weight: 20, image: next } });

  it('takes its share of the pods from the stable version', () => {
    expect(fieldAt(find(objects, 'Deployment', 'iris'), 'spec', 'replicas')).toBe(4);
    expect(fieldAt(find(objects, 'Deployment', 'iris-canary'), 'spec', 'replicas')).toBe(1);
    expect(fieldAt(podOf(objects, 'Deployment', 'iris-canary').spec, 'containers', 0, 'image')).toBe(
      'registry.example.com/models/iris:2.0.0',
    );
  });

  it('is behind the same Service as the stable version', () => {
    const selector = stringMapAt(find(objects, 'Service', 'iris'), 'spec', 'selector');
    expect(mapSelects(selector, podOf(objects, 'Deployment', 'iris').labels)).toBe(true);
    expect(mapSelects(selector, podOf(objects, 'Deployment', 'iris-canary').labels)).toBe(true);
  });

  it('leaves the selector of the stable version as it is without one', () => {
    const selectorOf = (all: typeof objects) => fieldAt(find(all, 'Deployment', 'iris'), 'spec', 'selector');
    expect(selectorOf(objects)).toEqual(selectorOf(render(iris)));
  });
});

describe('a canary by route', () => {
  const objects = render({
    ...iris,
    ...fixed(2),
    exposure: route,
    canary: { weight: 5, by: 'route', replicas: 2, image: next },
  });

  it('has pods of its own beside all of the stable ones', () => {
    expect(fieldAt(find(objects, 'Deployment', 'iris'), 'spec', 'replicas')).toBe(2);
    expect(fieldAt(find(objects, 'Deployment', 'iris-canary'), 'spec', 'replicas')).toBe(2);
  });

  it('gets its share of requests from the HTTPRoute', () => {
    expect(fieldAt(find(objects, 'HTTPRoute', 'iris'), 'spec', 'rules', 0, 'backendRefs')).toEqual([
      { group: '', kind: 'Service', name: 'iris', port: 8080, weight: 95 },
      { group: '', kind: 'Service', name: 'iris-canary', port: 8080, weight: 5 },
    ]);
  });

  it('is behind a Service of its own, and not behind that of the stable version', () => {
    const canary = podOf(objects, 'Deployment', 'iris-canary').labels;
    expect(mapSelects(stringMapAt(find(objects, 'Service', 'iris'), 'spec', 'selector'), canary)).toBe(false);
    expect(mapSelects(stringMapAt(find(objects, 'Service', 'iris-canary'), 'spec', 'selector'), canary)).toBe(
      true,
    );
  });

  it('shares the disruption budget', () => {
    const selector = fieldAt(find(objects, 'PodDisruptionBudget', 'iris'), 'spec', 'selector');
    expect(selectorSelects(selector, podOf(objects, 'Deployment', 'iris-canary').labels)).toBe(true);
  });
});

describe('a canary with another model', () => {
  it('is fetched from its own place, on a claim of its own where it has one', () => {
    const source = { kind: 'http', url: 'https://models.example.com/iris-2.pkl', sha256: 'b'.repeat(64) };
    const objects = render({ ...iris, ...fixed(2), canary: { weight: 50, source } });
    expect(podOf(objects, 'Deployment', 'iris').spec['initContainers']).toBeUndefined();
    expect(podOf(objects, 'Deployment', 'iris-canary').annotations['drydock.dev/model-revision']).toBe(
      'b'.repeat(64),
    );
    const claimed = render({
      ...iris,
      exposure: route,
      source: { kind: 'claim', claim: { size: '1Gi' } },
      canary: { weight: 50, by: 'route', source: { kind: 'claim', claim: { size: '2Gi' } } },
    });
    expect(
      claimed
        .filter((object) => object.kind === 'PersistentVolumeClaim')
        .map((object) => object.metadata.name),
    ).toEqual(['iris-model', 'iris-canary-model']);
  });
});
