import type { KubernetesObject } from '../../lib/kubernetes';
import { checkRelease } from '../../lib/policy';
import type { SiteNode } from '../../lib/render';
import { releaseOf } from './support/release';
import {
  claim,
  clusterObject,
  configMap,
  container,
  inWave,
  namespace,
  object,
  podSpec,
  service,
  storageClass,
} from './support/objects';

const nodes: readonly SiteNode[] = [
  {
    name: 'cp',
    labels: { 'node-role.kubernetes.io/control-plane': '' },
    taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
    capacity: { cpu: '4', memory: '8Gi', pods: '110' },
  },
  { name: 'w1', labels: {}, taints: [], capacity: { cpu: '8', memory: '32Gi', pods: '110' } },
  {
    name: 'g1',
    labels: { 'drydock.dev/pool': 'gpu' },
    taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
    capacity: { cpu: '8', memory: '32Gi', pods: '110', 'nvidia.com/gpu': '1' },
  },
];

const labels = { app: 'iris' };

const server = container({
  image: `registry.example.internal/models/iris@sha256:${'c0ffee42'.repeat(8)}`,
  args: ['--bind=0.0.0.0:8080', '--workers', '2'],
  env: [
    { name: 'MODEL_DIR', value: '/models' },
    { name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'iris-db', key: 'password' } } },
    { name: 'LOG_LEVEL', valueFrom: { configMapKeyRef: { name: 'iris', key: 'LOG_LEVEL' } } },
  ],
  ports: [{ name: 'http', containerPort: 8080 }],
  readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
  resources: { requests: { cpu: '500m', memory: '2Gi' }, limits: { memory: '2Gi', 'nvidia.com/gpu': 1 } },
  volumeMounts: [
    { name: 'model', mountPath: '/models' },
    { name: 'settings', mountPath: '/etc/iris/settings.ini', subPath: 'settings.ini' },
    { name: 'tls', mountPath: '/tls' },
  ],
});

const serving: readonly KubernetesObject[] = [
  object('v1', 'ServiceAccount', 'iris', { automountServiceAccountToken: false }),
  configMap('iris', {
    LOG_LEVEL: 'info',
    'settings.ini': '[db]\nuser = iris\npassword_file = /run/secrets/db\n',
  }),
  object('external-secrets.io/v1', 'ExternalSecret', 'iris-db', {
    spec: { data: [{ secretKey: 'password' }] },
  }),
  object('cert-manager.io/v1', 'Certificate', 'iris', {
    spec: { secretName: 'iris-tls', issuerRef: { name: 'site' } },
  }),
  claim('iris-model', { storageClassName: 'local', resources: { requests: { storage: '5Gi' } } }, inWave(1)),
  object(
    'apps/v1',
    'Deployment',
    'iris',
    {
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels: { ...labels, 'app.kubernetes.io/name': 'iris' } },
          spec: podSpec({
            serviceAccountName: 'iris',
            priorityClassName: 'serving',
            nodeSelector: { 'drydock.dev/pool': 'gpu' },
            tolerations: [
              { key: 'nvidia.com/gpu', operator: 'Equal', value: 'present', effect: 'NoSchedule' },
            ],
            containers: [server],
            volumes: [
              { name: 'model', persistentVolumeClaim: { claimName: 'iris-model' } },
              { name: 'settings', configMap: { name: 'iris' } },
              { name: 'tls', secret: { secretName: 'iris-tls', items: [{ key: 'tls.crt', path: 'crt' }] } },
              { name: 'ca', configMap: { name: 'kube-root-ca.crt' } },
              { name: 'scratch', emptyDir: {} },
            ],
          }),
        },
      },
    },
    inWave(1),
  ),
  service('iris', { ports: [{ name: 'http', port: 80, targetPort: 'http' }] }),
  object(
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    'iris',
    {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'iris' },
        minReplicas: 1,
        maxReplicas: 2,
        metrics: [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
          },
        ],
      },
    },
    inWave(2),
  ),
  object('policy/v1', 'PodDisruptionBudget', 'iris', {
    spec: { selector: { matchLabels: labels }, maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  }),
  object('networking.k8s.io/v1', 'NetworkPolicy', 'iris', { spec: { podSelector: { matchLabels: labels } } }),
  object(
    'networking.k8s.io/v1',
    'Ingress',
    'iris',
    {
      spec: {
        tls: [{ secretName: 'iris-public' }],
        rules: [{ http: { paths: [{ backend: { service: { name: 'iris', port: { name: 'http' } } } }] } }],
      },
    },
    { annotations: { 'cert-manager.io/cluster-issuer': 'site' } },
  ),
  object('batch/v1', 'CronJob', 'iris-batch', {
    spec: {
      schedule: '0 3 * * *',
      jobTemplate: {
        spec: { template: { spec: podSpec({ serviceAccountName: 'iris', restartPolicy: 'Never' }) } },
      },
    },
  }),
  object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'iris', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'ServiceAccount', name: 'iris', namespace: 'app' }],
  }),
];

const platform: readonly KubernetesObject[] = [
  namespace(),
  object('networking.k8s.io/v1', 'NetworkPolicy', 'default-deny', {
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  }),
  object('v1', 'ResourceQuota', 'team', {
    spec: { hard: { 'requests.memory': '16Gi', 'requests.nvidia.com/gpu': 1 } },
  }),
  object('v1', 'LimitRange', 'team', {
    spec: { limits: [{ type: 'Container', defaultRequest: { cpu: '100m', memory: '128Mi' } }] },
  }),
  clusterObject('scheduling.k8s.io/v1', 'PriorityClass', 'serving', { value: 1000 }),
  storageClass(
    'local',
    { provisioner: 'openebs.io/local', volumeBindingMode: 'WaitForFirstConsumer' },
    { 'storageclass.kubernetes.io/is-default-class': 'true' },
  ),
];

describe('a correct tree', () => {
  const release = releaseOf(
    [
      { name: 'platform', wave: 0, objects: platform },
      { name: 'serving', wave: 1, dependsOn: ['platform'], objects: serving },
    ],
    { nodes },
  );

  it('has no findings at all', () => {
    expect(checkRelease(release)).toEqual([]);
  });

  it('gives the same report each time', () => {
    const broken = releaseOf([{ name: 'serving', objects: [...serving].reverse() }]);
    expect(checkRelease(broken).length).toBeGreaterThan(0);
    expect(checkRelease(broken)).toEqual(checkRelease(broken));
  });
});
