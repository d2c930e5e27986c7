import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ComponentChart, defineComponent, fromField } from '../../../lib/constructs';
import { Controller } from '../../../lib/constructs/controller';
import type { Platform } from '../../../lib/platform';
import { apiServerRule } from '../../namespaces/network-policies';
import { kubeflowNamespace } from '../site';
import { addTrainingDefinitions, trainingKinds } from './training-definitions';

const name = 'training-operator';
const labels = {
  'app.kubernetes.io/name': name,
  'app.kubernetes.io/component': 'controller',
} as const;
const certificate = 'training-operator-webhook-cert';

/** Where the operator looks for what it adds to workers. */
const templateFolder = '/etc/config';
const initImage = 'docker.io/library/busybox:1.37.0';
const launcherImage = 'ghcr.io/kubeflow/training-v1/kubectl-delivery:v1-3f15cb8';

/** Images by version, as the release's own manifests pair them. */
const operatorImages = { '1.9.2': 'ghcr.io/kubeflow/training-v1/training-operator:v1-3f15cb8' } as const;

/**
 * The container that lets the workers of a PyTorchJob wait for the master. The operator's own says nothing of its
 * rights, so that a namespace of level `restricted` refuses every worker.
 */
const initContainer = `- name: init-pytorch
  image: {{.InitContainerImage}}
  imagePullPolicy: IfNotPresent
  resources:
    limits: {cpu: 100m, memory: 20Mi}
    requests: {cpu: 50m, memory: 10Mi}
  securityContext:
    allowPrivilegeEscalation: false
    readOnlyRootFilesystem: true
    capabilities: {drop: [ALL]}
  command:
  - sh
  - -c
  - |
    for attempt in $(seq {{.MaxTries}}); do
      nslookup {{.MasterAddr}} && exit 0
      echo waiting for the master
      sleep 2
    done
    exit 1
`;

/** Groups of the PodGroups that gang schedulers read. */
const podGroups = {
  volcano: 'scheduling.volcano.sh',
  'scheduler-plugins-scheduler': 'scheduling.x-k8s.io',
} as const;

type GangScheduler = keyof typeof podGroups;

const jobs = trainingKinds.map(({ plural }) => plural);
const rule = (apiGroup: string, resources: readonly string[], verbs: string): k8s.PolicyRule => ({
  apiGroups: [apiGroup],
  resources: [...resources],
  verbs: verbs.split(' '),
});
const follow = 'get list watch';

/**
 * What the operator does in the namespaces of jobs. It makes a ServiceAccount, Role and RoleBinding for each MPI
 * launcher, with the right to start processes in its workers, and therefore has that right itself.
 */
const clusterRules = (gangScheduler: GangScheduler | undefined): k8s.PolicyRule[] => [
  rule('', ['pods', 'services'], `${follow} create delete patch update`),
  rule('', ['pods/exec'], 'create'),
  rule('', ['events'], 'create patch update'),
  rule('', ['configmaps', 'serviceaccounts'], `${follow} create update`),
  rule('rbac.authorization.k8s.io', ['roles', 'rolebindings'], `${follow} create update`),
  rule('autoscaling', ['horizontalpodautoscalers'], `${follow} create delete patch update`),
  rule('kubeflow.org', jobs, `${follow} create delete patch update`),
  rule(
    'kubeflow.org',
    jobs.map((plural) => `${plural}/status`),
    'get patch update',
  ),
  rule(
    'kubeflow.org',
    jobs.map((plural) => `${plural}/finalizers`),
    'update',
  ),
  rule('admissionregistration.k8s.io', ['validatingwebhookconfigurations'], `${follow} update`),
  ...(gangScheduler === undefined
    ? []
    : [rule(podGroups[gangScheduler], ['podgroups'], `${follow} create delete patch update`)]),
];

/** In its own namespace only: the certificate of its webhooks, and the lease of the leader. */
const ownRules: k8s.PolicyRule[] = [
  rule('', ['secrets'], `${follow} update`),
  rule('coordination.k8s.io', ['leases'], 'create get update'),
];

const addRbac = (scope: Construct, gangScheduler: GangScheduler | undefined): void => {
  const metadata = { name, labels };
  const subjects = [{ kind: 'ServiceAccount', name, namespace: kubeflowNamespace }];
  const apiGroup = 'rbac.authorization.k8s.io';
  new k8s.KubeServiceAccount(scope, 'service-account', { metadata, automountServiceAccountToken: false });
  new k8s.KubeClusterRole(scope, 'cluster-role', {
    metadata,
    rules: clusterRules(gangScheduler),
  });
  new k8s.KubeClusterRoleBinding(scope, 'cluster-role-binding', {
    metadata,
    roleRef: { apiGroup, kind: 'ClusterRole', name },
    subjects,
  });
  new k8s.KubeRole(scope, 'role', { metadata, rules: ownRules });
  new k8s.KubeRoleBinding(scope, 'role-binding', {
    metadata,
    roleRef: { apiGroup, kind: 'Role', name },
    subjects,
  });
};

const addWebhooks = (scope: Construct): void => {
  new k8s.KubeSecret(scope, 'certificate', { metadata: { name: certificate, labels } });
  new k8s.KubeService(scope, 'service', {
    metadata: { name, labels },
    spec: {
      selector: labels,
      ports: [
        { name: 'metrics', port: 8080, targetPort: k8s.IntOrString.fromString('metrics') },
        { name: 'webhook', port: 443, targetPort: k8s.IntOrString.fromString('webhook') },
      ],
    },
  });
  new k8s.KubeValidatingWebhookConfiguration(scope, 'webhooks', {
    metadata: { name: 'validator.training-operator.kubeflow.org', labels },
    webhooks: trainingKinds
      // The operator has no validation of MPIJobs at its API server's door.
      .filter(({ scheme }) => scheme !== 'mpijob')
      .map(({ scheme, plural }) => ({
        name: `validator.${scheme}.training-operator.kubeflow.org`,
        admissionReviewVersions: ['v1'],
        clientConfig: {
          service: { name, namespace: kubeflowNamespace, path: `/validate-kubeflow-org-v1-${scheme}` },
        },
        failurePolicy: 'Fail',
        sideEffects: 'None',
        rules: [
          {
            apiGroups: ['kubeflow.org'],
            apiVersions: ['v1'],
            operations: ['CREATE', 'UPDATE'],
            resources: [plural],
          },
        ],
      })),
  });
};

const probe = (path: string): k8s.Probe => ({
  httpGet: { path, port: k8s.IntOrString.fromString('probes') },
  initialDelaySeconds: 15,
  periodSeconds: 15,
  timeoutSeconds: 3,
});

const addController = (scope: Construct, platform: Platform): void => {
  const { version, resources, gangScheduler } = platform.spec.kubeflow.training.operator;
  const templates = 'training-operator-templates';
  new k8s.KubeConfigMap(scope, 'templates', {
    metadata: { name: templates, labels },
    data: { 'initContainer.yaml': initContainer },
  });
  new Controller(scope, 'controller', {
    name,
    labels,
    serviceAccountName: name,
    replicas: 1,
    image: operatorImages[version],
    user: 65532,
    args: [
      '--leader-elect',
      ...trainingKinds.map(({ scheme }) => `--enable-scheme=${scheme}`),
      ...(gangScheduler === undefined ? [] : [`--gang-scheduler-name=${gangScheduler}`]),
      `--pytorch-init-container-image=${initImage}`,
      `--pytorch-init-container-template-file=${templateFolder}/initContainer.yaml`,
      `--mpi-kubectl-delivery-image=${launcherImage}`,
    ],
    env: [
      { name: 'MY_POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
      { name: 'MY_POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    ],
    ports: [
      { name: 'metrics', containerPort: 8080 },
      { name: 'probes', containerPort: 8081 },
      { name: 'webhook', containerPort: 9443 },
    ],
    livenessProbe: probe('/healthz'),
    readinessProbe: probe('/readyz'),
    resources,
    volumes: [
      {
        volume: { name: 'cert', secret: { secretName: certificate } },
        mountPath: '/tmp/k8s-webhook-server/serving-certs',
      },
      { volume: { name: 'templates', configMap: { name: templates } }, mountPath: templateFolder },
    ],
  });
  new k8s.KubeNetworkPolicy(scope, 'network-policy', {
    metadata: { name, labels },
    spec: {
      podSelector: { matchLabels: labels },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: apiServerRule(platform).to ?? [],
          ports: [{ protocol: 'TCP', port: k8s.IntOrString.fromNumber(9443) }],
        },
      ],
    },
  });
};

/** The training operator, with the definitions of the kinds that it is for. */
export const trainingOperator = defineComponent({
  name,
  summary: 'The training operator: TFJob, PyTorchJob, MPIJob.',
  field: 'spec.kubeflow.training.operator',
  dependsOn: [],
  enabled: ({ spec: { kubeflow } }) =>
    kubeflow.training.operator.install &&
    (kubeflow.training.jobs.length > 0 ||
      kubeflow.experiments.some(({ trial }) => trial.kind === 'training')),
  namespace: () => kubeflowNamespace,
  namespaces: () => [{ name: kubeflowNamespace, podSecurity: 'restricted', apiServerAccess: true }],
  version: ({ spec }) => spec.kubeflow.training.operator.version,
  images: () => [initImage, launcherImage],
  ignoreDifferences: () => [
    {
      group: '',
      kind: 'Secret',
      name: certificate,
      jsonPointers: ['/data'],
      because: 'the operator writes the certificate of its webhooks',
    },
  ],
  standIns: () => [
    {
      kind: 'webhook',
      namespace: kubeflowNamespace,
      service: name,
      writesCaBundle: true,
      because: 'the operator checks jobs before they are stored',
    },
  ],
  chart: (scope, { platform }) => {
    const chart = new ComponentChart(scope, name, { namespace: kubeflowNamespace });
    addTrainingDefinitions(chart, labels);
    const operator = fromField(new Construct(chart, 'operator'), 'spec.kubeflow.training.operator');
    addRbac(operator, platform.spec.kubeflow.training.operator.gangScheduler);
    addWebhooks(operator);
    addController(operator, platform);
    return chart;
  },
});
