import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ComponentChart, defineComponent, fromField } from '../../../lib/constructs';
import { Controller } from '../../../lib/constructs/controller';
import type { Platform } from '../../../lib/platform';
import { kubeflowNamespace } from '../site';
import { addDefinition, anything, fields } from './definition';

const name = 'notebook-controller';
const labels = {
  'app.kubernetes.io/name': name,
  'app.kubernetes.io/component': 'controller',
} as const;

const rule = (apiGroup: string, resources: readonly string[], verbs: string): k8s.PolicyRule => ({
  apiGroups: [apiGroup],
  resources: [...resources],
  verbs: verbs.split(' '),
});
const follow = 'get list watch';

/** What the controller does for notebooks: a StatefulSet and a Service each. It stops idle ones by an annotation. */
const clusterRules: k8s.PolicyRule[] = [
  rule('kubeflow.org', ['notebooks'], `${follow} create delete patch update`),
  rule('kubeflow.org', ['notebooks/status'], 'get patch update'),
  rule('kubeflow.org', ['notebooks/finalizers'], 'update'),
  rule('apps', ['statefulsets'], `${follow} create delete patch update`),
  rule('', ['services'], `${follow} create delete patch update`),
  rule('', ['pods'], `${follow} delete`),
  rule('', ['events'], `${follow} create patch`),
];

const addRbac = (scope: Construct): void => {
  const metadata = { name, labels };
  new k8s.KubeServiceAccount(scope, 'service-account', { metadata, automountServiceAccountToken: false });
  new k8s.KubeClusterRole(scope, 'cluster-role', { metadata, rules: clusterRules });
  new k8s.KubeClusterRoleBinding(scope, 'cluster-role-binding', {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace: kubeflowNamespace }],
  });
};

const probe = (path: string): k8s.Probe => ({
  httpGet: { path, port: k8s.IntOrString.fromString('probes') },
  initialDelaySeconds: 5,
  periodSeconds: 10,
});

const environment = ({ spec }: Platform): Readonly<Record<string, string>> => {
  const { culling } = spec.kubeflow.notebooks.controller;
  return {
    // Without a mesh users come through whatever route the site gives the Service of a notebook.
    USE_ISTIO: 'false',
    CLUSTER_DOMAIN: 'cluster.local',
    // Notebooks of this platform say it themselves; those that users make need it to write to their volume.
    ADD_FSGROUP: 'true',
    ENABLE_CULLING: String(culling.enabled),
    CULL_IDLE_TIME: String(culling.idleMinutes),
    IDLENESS_CHECK_PERIOD: String(culling.checkMinutes),
  };
};

const addController = (scope: Construct, platform: Platform): void => {
  const { version, replicas, resources } = platform.spec.kubeflow.notebooks.controller;
  new Controller(scope, 'controller', {
    name,
    labels,
    serviceAccountName: name,
    replicas,
    image: `ghcr.io/kubeflow/kubeflow/notebook-controller:v${version}`,
    user: 1000,
    env: Object.entries(environment(platform)).map(([variable, value]) => ({ name: variable, value })),
    ports: [
      { name: 'metrics', containerPort: 8080 },
      { name: 'probes', containerPort: 8081 },
    ],
    livenessProbe: probe('/healthz'),
    readinessProbe: probe('/readyz'),
    resources,
  });
  new k8s.KubeNetworkPolicy(scope, 'network-policy', {
    metadata: { name, labels },
    spec: {
      podSelector: { matchLabels: labels },
      policyTypes: ['Egress'],
      egress: [
        {
          // It asks every notebook of the cluster when it was last used.
          to: [
            {
              namespaceSelector: {},
              podSelector: { matchExpressions: [{ key: 'notebook-name', operator: 'Exists' }] },
            },
          ],
          ports: [{ protocol: 'TCP', port: k8s.IntOrString.fromNumber(8888) }],
        },
      ],
    },
  });
};

/** The notebook controller, with the definition of Notebook. */
export const notebookController = defineComponent({
  name,
  summary: 'The controller of notebook servers; it stops those that nobody uses.',
  field: 'spec.kubeflow.notebooks.controller',
  dependsOn: [],
  enabled: ({ spec: { kubeflow } }) =>
    kubeflow.notebooks.controller.install && kubeflow.notebooks.servers.length > 0,
  namespace: () => kubeflowNamespace,
  namespaces: () => [{ name: kubeflowNamespace, podSecurity: 'restricted', apiServerAccess: true }],
  version: ({ spec }) => spec.kubeflow.notebooks.controller.version,
  chart: (scope, { platform }) => {
    const chart = new ComponentChart(scope, name, { namespace: kubeflowNamespace });
    addDefinition(chart, {
      kind: 'Notebook',
      plural: 'notebooks',
      // The controller itself reads v1beta1.
      versions: ['v1', 'v1beta1'],
      labels,
      spec: fields({ template: fields({ spec: anything }) }),
      columns: [{ name: 'Ready', type: 'integer', jsonPath: '.status.readyReplicas' }],
    });
    const controller = fromField(new Construct(chart, 'controller'), 'spec.kubeflow.notebooks.controller');
    addRbac(controller);
    addController(controller, platform);
    return chart;
  },
});
