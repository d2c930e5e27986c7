import { kfpImage, type Install } from '../install';
import { configMap, parts, service, workload, type Mounted, type Part } from '../parts';
import { tlsVolumes } from '../services/tls';
import { envoyConfig, envoyTlsFolder } from './envoy-config';

const selector = { component: 'metadata-envoy' };
const plainName = 'metadata-envoy-configmap';
const tlsName = 'envoy-config';

/** The ConfigMaps: with TLS upstream adds one and keeps the other, which nothing reads then. */
const configurations = (install: Install): readonly Part[] => {
  const { namespace, parity, tls } = install;
  const plain = configMap(plainName, namespace, {
    'envoy-config.yaml': envoyConfig({ namespace, tls: false }),
  });
  const withTls = configMap(tlsName, namespace, {
    'envoy-config.yaml': envoyConfig({ namespace, tls: true }),
  });
  return [
    ...parts('metadata', [tls && !parity ? undefined : plain]),
    ...parts('cert-manager', [tls ? withTls : undefined]),
  ];
};

const volume = ({ tls }: Install): Mounted =>
  tls
    ? {
        name: 'envoy-config-tls-enabled',
        path: '/etc/envoy',
        readOnly: true,
        source: { configMap: { name: tlsName } },
      }
    : { name: 'envoy-config', path: '/etc/envoy', source: { configMap: { name: plainName } } };

/** The proxy between browsers and the metadata store. */
export const metadataEnvoy = (install: Install): readonly Part[] => [
  ...configurations(install),
  ...parts('metadata', [
    service({
      name: 'metadata-envoy-service',
      namespace: install.namespace,
      labels: { app: 'metadata-envoy' },
      selector,
      type: 'ClusterIP',
      ports: [
        install.tls
          ? { name: 'tls', port: 9090, protocol: 'TCP', appProtocol: 'https' }
          : { name: 'md-envoy', port: 9090, protocol: 'TCP' },
      ],
    }),
    workload({
      name: 'metadata-envoy-deployment',
      namespace: install.namespace,
      selector,
      podLabels: { 'sidecar.istio.io/inject': 'false' },
      replicas: 1,
      container: {
        name: 'container',
        image: kfpImage(install, 'metadata-envoy'),
        args: ['/etc/envoy/envoy-config.yaml'],
        ports: [
          { name: 'md-envoy', port: 9090 },
          { name: 'envoy-admin', port: 9901 },
        ],
      },
      volumes: [...tlsVolumes(install, envoyTlsFolder), volume(install)],
      // Upstream keeps the volume without TLS although nothing mounts it then.
      unmounted:
        install.tls && install.parity ? [{ name: 'envoy-config', configMap: { name: plainName } }] : [],
    }),
  ]),
];
