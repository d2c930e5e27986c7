import { messagesOf, placesOf } from './support/release';
import { container, deployment, object } from './support/objects';

const scaler = (spec: Readonly<Record<string, unknown>> = {}) =>
  object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      maxReplicas: 5,
      ...spec,
    },
  });
const onCpu = scaler({
  metrics: [
    { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
  ],
});
const requesting = (resources: Readonly<Record<string, unknown>>) =>
  deployment('web', { pod: { containers: [container({ resources })] } });

describe('a workload that is scaled', () => {
  it('does not fix its replicas', () => {
    const rule = 'autoscaling/fixed-replicas';
    expect(messagesOf(rule, [scaler(), deployment('web', { spec: { replicas: 2 } })])).toEqual([
      'error: 2, while HorizontalPodAutoscaler/app/web scales it',
    ]);
    expect(
      placesOf(rule, [scaler(), deployment('web'), deployment('other', { spec: { replicas: 2 } })]),
    ).toEqual([]);
  });

  it('requests what its utilisation is measured by', () => {
    const rule = 'autoscaling/missing-request';
    expect(placesOf(rule, [onCpu, deployment('web')])).toEqual([
      'Deployment/app/web spec.template.spec.containers[0].resources.requests.cpu',
    ]);
    expect(placesOf(rule, [onCpu, requesting({ requests: { cpu: '100m' } })])).toEqual([]);
    expect(placesOf(rule, [onCpu, requesting({ limits: { cpu: 1 } })])).toEqual([]);
    expect(placesOf(rule, [onCpu, requesting({ requests: { memory: '1Gi' } })])).toHaveLength(1);
  });

  it('requests it in every container', () => {
    const pod = {
      containers: [container({ resources: { requests: { cpu: 1 } } }), container({ name: 'sidecar' })],
    };
    expect(placesOf('autoscaling/missing-request', [onCpu, deployment('web', { pod })])).toEqual([
      'Deployment/app/web spec.template.spec.containers[1].resources.requests.cpu',
    ]);
  });

  it('may get the request from a LimitRange', () => {
    const range = object('v1', 'LimitRange', 'defaults', {
      spec: { limits: [{ type: 'Container', defaultRequest: { cpu: '100m' } }] },
    });
    expect(placesOf('autoscaling/missing-request', [onCpu, deployment('web'), range])).toEqual([]);
  });

  it('needs no request where an amount is aimed at', () => {
    const metrics = [
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '500m' } } },
    ];
    expect(placesOf('autoscaling/missing-request', [scaler({ metrics }), deployment('web')])).toEqual([]);
  });

  it('has the container that the metric names', () => {
    const metrics = (name: string) => [
      {
        type: 'ContainerResource',
        containerResource: { name: 'cpu', container: name, target: { type: 'Utilization' } },
      },
    ];
    const web = requesting({ requests: { cpu: 1 } });
    expect(placesOf('autoscaling/missing-request', [scaler({ metrics: metrics('main') }), web])).toEqual([]);
    expect(placesOf('autoscaling/missing-request', [scaler({ metrics: metrics('other') }), web])).toEqual([
      'HorizontalPodAutoscaler/app/web spec.metrics[0].containerResource.container',
    ]);
  });

  it('understands the older way to say it', () => {
    const legacy = object('autoscaling/v1', 'HorizontalPodAutoscaler', 'web', {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        targetCPUUtilizationPercentage: 80,
      },
    });
    expect(placesOf('autoscaling/missing-request', [legacy, deployment('web')])).toHaveLength(1);
  });
});

describe('an autoscaler', () => {
  it('has bounds in order', () => {
    expect(messagesOf('autoscaling/bounds', [scaler({ minReplicas: 6 }), deployment('web')])).toEqual([
      'error: 6, with maxReplicas 5',
    ]);
    expect(placesOf('autoscaling/bounds', [scaler({ minReplicas: 5 }), deployment('web')])).toEqual([]);
  });
});
