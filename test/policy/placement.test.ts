import type { SiteNode } from '../../lib/render';
import { messagesOf, placesOf } from './support/release';
import { container, deployment, object, workload } from './support/objects';

const node = (name: string, fields: Partial<SiteNode> = {}): SiteNode => ({
  name,
  labels: {},
  taints: [],
  ...fields,
  capacity: { cpu: '4', memory: '16Gi', pods: '110', ...fields.capacity },
});

const control = node('cp', {
  taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
});
const worker = node('w1');
const gpuNode = node('g1', {
  labels: { 'drydock.dev/pool': 'gpu' },
  taints: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }],
  capacity: { 'nvidia.com/gpu': '1' },
});
const site = { nodes: [control, worker, gpuNode] };
const tolerations = [{ key: 'nvidia.com/gpu', operator: 'Exists' }];

const asking = (
  resources: Readonly<Record<string, unknown>>,
  pod: Readonly<Record<string, unknown>> = {},
  spec: Readonly<Record<string, unknown>> = {},
) => deployment('web', { spec, pod: { ...pod, containers: [container({ resources })] } });
const spec = 'Deployment/app/web spec.template.spec';

describe('a pod', () => {
  const rule = 'placement/fits-a-node';

  it('fits on a node that is large enough', () => {
    expect(placesOf(rule, [asking({ requests: { cpu: 4, memory: '16Gi' } })], site)).toEqual([]);
  });

  it('fits on none that is too small', () => {
    expect(messagesOf(rule, [asking({ requests: { cpu: '4500m' } })], site)).toEqual([
      'error: 4500m cpu per pod; the largest of w1 has 4',
    ]);
    expect(placesOf(rule, [asking({ requests: { cpu: '4500m' } })], site)).toEqual([
      `${spec}.containers[0].resources.requests.cpu`,
    ]);
  });

  it('must be able to select a node', () => {
    expect(messagesOf(rule, [asking({}, { nodeSelector: { disk: 'ssd' } })], site)).toEqual([
      'error: disk=ssd: none of the 3 nodes',
    ]);
    expect(placesOf(rule, [asking({}, { nodeSelector: { 'kubernetes.io/hostname': 'w1' } })], site)).toEqual(
      [],
    );
  });

  it('must tolerate the taints of what it selects', () => {
    const selecting = { nodeSelector: { 'drydock.dev/pool': 'gpu' } };
    expect(messagesOf(rule, [asking({}, selecting)], site)).toEqual([
      'error: no toleration for nvidia.com/gpu:NoSchedule, on all nodes that it selects (g1)',
    ]);
    expect(placesOf(rule, [asking({}, { ...selecting, tolerations })], site)).toEqual([]);
  });

  it('gets a GPU only where there is one', () => {
    const gpu = (count: number) => asking({ limits: { 'nvidia.com/gpu': count } }, { tolerations });
    expect(placesOf(rule, [gpu(1)], site)).toEqual([]);
    expect(placesOf(rule, [gpu(2)], site)).toEqual([
      `${spec}.containers[0].resources.limits[nvidia.com/gpu]`,
    ]);
  });

  it('is counted with its sidecars and its largest init container', () => {
    const pod = (cpu: number) => ({
      initContainers: [
        container({ name: 'side', restartPolicy: 'Always', resources: { requests: { cpu: 1 } } }),
        container({ name: 'init', resources: { requests: { cpu } } }),
      ],
    });
    expect(placesOf(rule, [asking({ requests: { cpu: 1 } }, pod(3))], site)).toEqual([]);
    expect(placesOf(rule, [asking({ requests: { cpu: 1 } }, pod(4))], site)).toHaveLength(1);
  });

  it('follows required affinity', () => {
    const affinity = (operator: string) => ({
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'drydock.dev/pool', operator }] }],
          },
        },
      },
    });
    expect(placesOf(rule, [asking({}, affinity('DoesNotExist'))], site)).toEqual([]);
    expect(placesOf(rule, [asking({}, affinity('Exists'))], site)).toEqual([`${spec}.tolerations`]);
  });

  it('of a DaemonSet for nodes that are not there is a warning', () => {
    const agent = workload('DaemonSet', 'agent', { pod: { nodeSelector: { tpu: 'yes' } } });
    expect(messagesOf(rule, [agent], site)).toEqual(['warning: tpu=yes: none of the 3 nodes']);
  });

  it('is not checked where no node is declared', () => {
    expect(placesOf(rule, [asking({ requests: { cpu: 1000 } })], { nodes: [] })).toEqual([]);
  });
});

describe('the sum of requests', () => {
  const rule = 'placement/site-capacity';

  it('fits into the nodes', () => {
    expect(placesOf(rule, [asking({ requests: { cpu: 1 } }, {}, { replicas: 4 })], site)).toEqual([]);
    expect(messagesOf(rule, [asking({ requests: { cpu: 1 } }, {}, { replicas: 5 })], site)).toEqual([
      'error: 5 cpu requested of w1, which has 4: Deployment/app/web 5 (5 × 1)',
    ]);
  });

  it('counts the fewest replicas of an autoscaler, and one pod of a DaemonSet per node', () => {
    const scaler = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        minReplicas: 4,
        maxReplicas: 9,
      },
    });
    const agent = (cpu: string) =>
      workload('DaemonSet', 'agent', {
        pod: { containers: [container({ resources: { requests: { cpu } } })] },
      });
    const web = asking({ requests: { cpu: '900m' } });
    expect(placesOf(rule, [web, scaler, agent('400m')], site)).toEqual([]);
    expect(placesOf(rule, [web, scaler, agent('500m')], site)).toHaveLength(1);
  });

  it('leaves out pods that end by themselves', () => {
    const job = workload('Job', 'train', {
      pod: { containers: [container({ resources: { requests: { cpu: 3 } } })] },
    });
    expect(placesOf(rule, [asking({ requests: { cpu: 3 } }), job], site)).toEqual([]);
  });

  it('is checked for each set of nodes that pods are confined to', () => {
    const gpu = (name: string) =>
      deployment(name, {
        pod: { tolerations, containers: [container({ resources: { limits: { 'nvidia.com/gpu': 1 } } })] },
      });
    expect(placesOf(rule, [gpu('a')], site)).toEqual([]);
    expect(placesOf(rule, [gpu('a'), gpu('b')], site)).toHaveLength(1);
  });
});

describe('the pods side by side', () => {
  const rule = 'placement/packing';

  it('find room, though their sum would fit', () => {
    const nodes = [node('w1'), node('w2'), node('w3')];
    expect(messagesOf(rule, [asking({ requests: { cpu: 3 } }, {}, { replicas: 4 })], { nodes })).toEqual([
      'warning: 1 of 4 pods of 3 cpu found no room on w1, w2, w3',
    ]);
    expect(placesOf(rule, [asking({ requests: { cpu: 3 } }, {}, { replicas: 3 })], { nodes })).toEqual([]);
  });

  it('that avoid each other have a node each', () => {
    const affinity = {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'web' } } },
        ],
      },
    };
    const nodes = [node('w1'), node('w2')];
    expect(
      placesOf('placement/anti-affinity', [asking({}, { affinity }, { replicas: 2 })], { nodes }),
    ).toEqual([]);
    expect(
      placesOf('placement/anti-affinity', [asking({}, { affinity }, { replicas: 3 })], { nodes }),
    ).toHaveLength(1);
  });
});
