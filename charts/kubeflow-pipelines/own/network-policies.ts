import { isIP } from 'node:net';
import type { KubernetesObject } from '../../../lib/kubernetes';
import type { Install } from '../install';
import { parts, type Part } from '../parts';

type Peer = Readonly<Record<string, unknown>>;

/** Pods of the namespace with a label, or all of them. */
const pods = (labels: Readonly<Record<string, string>> = {}): Peer => ({
  podSelector: Object.keys(labels).length === 0 ? {} : { matchLabels: labels },
});

/** All pods of a namespace. */
const namespace = (name: string): Peer => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
});

/** Pods in the namespaces of profiles. */
const profiles: Peer = {
  namespaceSelector: { matchLabels: { 'app.kubernetes.io/part-of': 'kubeflow-profile' } },
};

const tcp = (ports: readonly number[]) => ports.map((port) => ({ protocol: 'TCP', port }));

/** Lets callers in; no callers: anybody, as the API server comes from the address of a node. */
export const allowInto = (
  install: Install,
  name: string,
  labels: Readonly<Record<string, string>>,
  ports: readonly number[],
  callers?: readonly Peer[],
): KubernetesObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: `allow-${name}`, namespace: install.namespace },
  spec: {
    podSelector: { matchLabels: labels },
    policyTypes: ['Ingress'],
    ingress: [{ ...(callers === undefined ? {} : { from: callers }), ports: tcp(ports) }],
  },
});

const allowOut = (install: Install, name: string, to: readonly Peer[], port?: number): KubernetesObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: `allow-${name}`, namespace: install.namespace },
  spec: {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [{ to, ...(port === undefined ? {} : { ports: tcp([port]) }) }],
  },
});

/** Where a server outside the cluster is; any address, where only its name is known. */
const outside = (host: string): readonly Peer[] => {
  const version = isIP(host);
  if (version === 4) return [{ ipBlock: { cidr: `${host}/32` } }];
  if (version === 6) return [{ ipBlock: { cidr: `${host}/128` } }];
  return ['0.0.0.0/0', '::/0'].map((cidr) => ({ ipBlock: { cidr } }));
};

const ofDatabase = (install: Install): readonly KubernetesObject[] => {
  const { database } = install;
  const apiServer = pods({ app: 'ml-pipeline' });
  const metadata = pods({ component: 'metadata-grpc-server' });
  const cache = pods({ app: 'cache-server' });
  if (database.claim === undefined) {
    return [allowOut(install, 'database', outside(database.host), database.port)];
  }
  return database.engine === 'mysql'
    ? [allowInto(install, 'mysql', { app: 'mysql' }, [3306], [apiServer, metadata, cache])]
    : [
        allowInto(install, 'postgres', { app: 'postgres' }, [5432], [apiServer, cache]),
        allowInto(install, 'metadata-postgres-db', { component: 'db' }, [5432], [metadata]),
      ];
};

const ofUserInterface = (install: Install): readonly KubernetesObject[] => {
  const { exposure } = install.settings.ui;
  const { mode } = install.settings;
  const callers = [
    ...(exposure.kind === 'ingress' ? [exposure.controllerNamespace] : []),
    ...(exposure.kind === 'gateway' ? [exposure.controllerNamespace ?? exposure.gateway.namespace] : []),
    ...(mode.kind === 'multi-user' ? [mode.istioNamespace] : []),
  ];
  return callers.length === 0
    ? []
    : [allowInto(install, 'ml-pipeline-ui', { app: 'ml-pipeline-ui' }, [3000], callers.map(namespace))];
};

const ofProfiles = (install: Install): readonly KubernetesObject[] => {
  const { mode } = install.settings;
  if (mode.kind !== 'multi-user') return [];
  const controller = { app: 'kubeflow-pipelines-profile-controller' };
  return [
    allowInto(install, 'profile-controller', controller, [8080], [pods({ app: 'metacontroller' })]),
    allowInto(install, 'object-store-users', { app: 'seaweedfs' }, [8111], [pods(controller)]),
  ];
};

/** Opens the namespace, which is closed otherwise, for what each server must be asked, and nothing else. */
export const networkPolicies = (install: Install): readonly Part[] => {
  const { settings, objectStore, multiUser, nativeStore } = install;
  const anyStep = [pods(), ...(multiUser ? [profiles] : [])];
  const { mode } = settings;
  const gateway = mode.kind === 'multi-user' ? [namespace(mode.istioNamespace)] : [];
  return parts('pipelines', [
    // With many users the user interface asks pods in their namespaces, and sidecars ask Istio.
    allowOut(install, 'own-namespace', [...anyStep, ...gateway]),
    allowInto(install, 'ml-pipeline', { app: 'ml-pipeline' }, [8888, 8887], anyStep),
    nativeStore ? allowInto(install, 'ml-pipeline-webhooks', { app: 'ml-pipeline' }, [8443]) : undefined,
    allowInto(install, 'metadata-grpc', { component: 'metadata-grpc-server' }, [8080], anyStep),
    allowInto(
      install,
      'metadata-envoy',
      { component: 'metadata-envoy' },
      [9090],
      [pods({ app: 'ml-pipeline-ui' }), ...gateway],
    ),
    allowInto(
      install,
      'ml-pipeline-visualizationserver',
      { app: 'ml-pipeline-visualizationserver' },
      [8888],
      [pods({ app: 'ml-pipeline' })],
    ),
    ...ofUserInterface(install),
    ...ofDatabase(install),
    ...ofProfiles(install),
    objectStore.claim === undefined
      ? allowOut(install, 'object-store', outside(objectStore.host), objectStore.port)
      : undefined,
    settings.egress.length === 0
      ? undefined
      : allowOut(
          install,
          'egress',
          settings.egress.map((cidr) => ({ ipBlock: { cidr } })),
        ),
  ]);
};
