import type { KubernetesObject } from '../../../lib/kubernetes';
import type { Install, Settings } from '../install';
import { parts, type Part } from '../parts';

type MultiUser = Extract<Settings['mode'], { kind: 'multi-user' }>;

/** Identity of a ServiceAccount in the mesh. */
const principal = ({ namespace, settings }: Install, account: string): string =>
  `${settings.clusterDomain}/ns/${namespace}/sa/${account}`;

/** Callers inside KFP, by their accounts. */
const services = [
  'ml-pipeline',
  'ml-pipeline-ui',
  'ml-pipeline-persistenceagent',
  'ml-pipeline-scheduledworkflow',
  'ml-pipeline-viewer-crd-service-account',
  'kubeflow-pipelines-cache',
] as const;

const destination = (install: Install, name: string, host: string = name): KubernetesObject => ({
  apiVersion: 'networking.istio.io/v1alpha3',
  kind: 'DestinationRule',
  metadata: { name, namespace: install.namespace },
  spec: {
    host: `${host}.${install.namespace}.svc.${install.settings.clusterDomain}`,
    trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } },
  },
});

interface Route {
  readonly name: string;
  readonly prefix: string;
  readonly service: string;
  readonly port: number;
  readonly timeout?: string;
}

const route = (install: Install, mode: MultiUser, { name, prefix, service, port, timeout }: Route) => ({
  apiVersion: 'networking.istio.io/v1alpha3',
  kind: 'VirtualService',
  metadata: { name, namespace: install.namespace },
  spec: {
    gateways: [mode.gateway],
    hosts: ['*'],
    http: [
      {
        match: [{ uri: { prefix } }],
        rewrite: { uri: prefix },
        route: [
          {
            destination: {
              host: `${service}.${install.namespace}.svc.${install.settings.clusterDomain}`,
              port: { number: port },
            },
          },
        ],
        ...(timeout === undefined ? {} : { timeout }),
      },
    ],
  },
});

const from = (...principals: readonly string[]) => ({ from: [{ source: { principals } }] });

const policy = (
  { namespace }: Install,
  name: string,
  labels: Readonly<Record<string, string>>,
  rules: readonly object[],
  action?: 'ALLOW',
): KubernetesObject => ({
  apiVersion: 'security.istio.io/v1beta1',
  kind: 'AuthorizationPolicy',
  metadata: { name, namespace },
  spec: {
    ...(action === undefined ? {} : { action }),
    selector: { matchLabels: labels },
    rules,
  },
});

/** Nobody but the gateway may say who the user is. */
const withoutUser = ({ userIdHeader }: MultiUser) => ({
  key: `request.headers[${userIdHeader}]`,
  notValues: ['*'],
});

/** Who may call whom in the mesh, how the gateway leads to the user interface, and mutual TLS on the way. */
export const istio = (install: Install, mode: MultiUser): readonly Part[] => {
  const known = services.map((account) => principal(install, account));
  return [
    ...parts('pipelines', [
      ...['ml-pipeline', 'ml-pipeline-ui', 'ml-pipeline-visualizationserver'].map((name) =>
        destination(install, name),
      ),
      route(install, mode, {
        name: 'ml-pipeline-ui',
        prefix: '/pipeline',
        service: 'ml-pipeline-ui',
        port: 80,
        timeout: '300s',
      }),
      policy(install, 'ml-pipeline', { app: 'ml-pipeline' }, [from(...known), { when: [withoutUser(mode)] }]),
      policy(install, 'ml-pipeline-ui', { app: 'ml-pipeline-ui' }, [
        from(mode.ingressPrincipal),
        { when: [{ key: 'request.headers[authorization]', values: ['*'] }, withoutUser(mode)] },
      ]),
      policy(install, 'ml-pipeline-visualizationserver', { app: 'ml-pipeline-visualizationserver' }, [
        from(...known),
      ]),
      policy(install, 'service-cache-server', { app: 'cache-server' }, [{}]),
    ]),
    ...parts('metadata', [
      destination(install, 'metadata-grpc-service'),
      route(install, mode, {
        name: 'metadata-grpc',
        prefix: '/ml_metadata',
        service: 'metadata-envoy-service',
        port: 9090,
      }),
      policy(install, 'metadata-grpc-service', { component: 'metadata-grpc-server' }, [{}], 'ALLOW'),
    ]),
    ...parts(
      'database',
      install.database.claim === undefined || install.database.engine !== 'mysql'
        ? []
        : [
            destination(install, 'ml-pipeline-mysql', 'mysql'),
            policy(install, 'mysql', { app: 'mysql' }, [
              from(...known, principal(install, 'metadata-grpc-server')),
            ]),
          ],
    ),
    ...parts(
      'object-store',
      install.objectStore.claim === undefined
        ? []
        : [
            destination(install, 'ml-pipeline-seaweedfs', 'seaweedfs'),
            policy(
              install,
              'seaweedfs-service',
              { app: 'seaweedfs' },
              [from(principal(install, 'ml-pipeline')), from(principal(install, 'ml-pipeline-ui')), {}],
              'ALLOW',
            ),
          ],
    ),
  ];
};
