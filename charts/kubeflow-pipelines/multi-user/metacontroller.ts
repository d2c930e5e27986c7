import type { KubernetesObject } from '../../../lib/kubernetes';
import type { Install } from '../install';
import {
  allow,
  binding,
  containerSecurity,
  parts,
  podSecurity,
  role,
  serviceAccount,
  type Part,
} from '../parts';

const name = 'metacontroller';
const account = 'meta-controller-service';
const clusterRole = 'kubeflow-metacontroller';
const write = 'get list watch create update patch delete';

const rules = [
  allow('core', 'namespaces', 'get list watch update'),
  allow('core', 'namespaces/status', 'get list watch update patch'),
  allow('core', 'secrets configmaps', write),
  allow('apps', 'deployments', write),
  allow('core', 'services', write),
  allow('networking.istio.io', 'destinationrules', write),
  allow('security.istio.io', 'authorizationpolicies', write),
  allow(
    'metacontroller.k8s.io',
    'compositecontrollers controllerrevisions decoratorcontrollers',
    'get list watch',
  ),
  allow('core', 'events', 'create patch'),
];

const statefulSet = ({ namespace, release, parity }: Install): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name, namespace, labels: { app: name } },
  spec: {
    replicas: 1,
    ...(parity ? { serviceName: '', volumeClaimTemplates: [] } : { serviceName: name }),
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name, 'sidecar.istio.io/inject': 'false' } },
      spec: {
        serviceAccountName: account,
        securityContext: podSecurity,
        containers: [
          {
            name,
            image: `ghcr.io/metacontroller/metacontroller:v${release.metacontroller}`,
            command: ['/usr/bin/metacontroller'],
            args: ['--zap-log-level=4', '--discovery-interval=3600s'],
            livenessProbe: { httpGet: { path: '/healthz', port: 8081 } },
            readinessProbe: { httpGet: { path: '/readyz', port: 8081 } },
            resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '1Gi' } },
            securityContext: {
              ...containerSecurity(1000),
              privileged: false,
              readOnlyRootFilesystem: true,
            },
            // Upstream does not declare the port that its probes ask.
            ...(parity ? {} : { ports: [{ name: 'health', containerPort: 8081 }] }),
          },
        ],
      },
    },
  },
});

/** A Service of its own gives the pod of the StatefulSet its name; upstream leaves it out. */
const headless = ({ namespace }: Install): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace, labels: { app: name } },
  spec: {
    clusterIP: 'None',
    selector: { app: name },
    ports: [{ name: 'health', port: 8081, protocol: 'TCP', targetPort: 8081 }],
  },
});

/** Metacontroller, which calls the profile controller for every namespace of a profile. */
export const metacontroller = (install: Install): readonly Part[] =>
  parts('metacontroller', [
    serviceAccount(account, install.namespace),
    role(clusterRole, undefined, rules),
    binding('meta-controller-cluster-role-binding', undefined, clusterRole, {
      account,
      namespace: install.namespace,
    }),
    statefulSet(install),
    install.parity ? undefined : headless(install),
  ]);
