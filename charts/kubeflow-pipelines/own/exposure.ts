import type { KubernetesObject } from '../../../lib/kubernetes';
import type { Install, Settings } from '../install';
import { parts, type Part } from '../parts';

type Exposure = Settings['ui']['exposure'];

const name = 'ml-pipeline-ui';
const port = 80;

const ingress = (
  namespace: string,
  { host, className, tls, annotations }: Extract<Exposure, { kind: 'ingress' }>,
): KubernetesObject => {
  const issuer =
    tls.kind === 'issuer'
      ? {
          [tls.issuer.kind === 'ClusterIssuer' ? 'cert-manager.io/cluster-issuer' : 'cert-manager.io/issuer']:
            tls.issuer.name,
        }
      : {};
  const all = { ...issuer, ...annotations };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name,
      namespace,
      labels: { app: name },
      ...(Object.keys(all).length === 0 ? {} : { annotations: all }),
    },
    spec: {
      ...(className === undefined ? {} : { ingressClassName: className }),
      tls: [{ hosts: [host], secretName: tls.kind === 'secret' ? tls.name : `${name}-tls` }],
      rules: [
        {
          host,
          http: {
            paths: [
              { path: '/', pathType: 'Prefix', backend: { service: { name, port: { number: port } } } },
            ],
          },
        },
      ],
    },
  };
};

/** Defaults are written out: the API server fills them into lists, where Argo CD would see a difference. */
const route = (
  namespace: string,
  { host, gateway }: Extract<Exposure, { kind: 'gateway' }>,
): KubernetesObject => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name, namespace, labels: { app: name } },
  spec: {
    parentRefs: [
      {
        group: 'gateway.networking.k8s.io',
        kind: 'Gateway',
        namespace: gateway.namespace,
        name: gateway.name,
        sectionName: gateway.listener,
      },
    ],
    hostnames: [host],
    rules: [
      {
        matches: [{ path: { type: 'PathPrefix', value: '/' } }],
        backendRefs: [{ group: '', kind: 'Service', name, port, weight: 1 }],
      },
    ],
  },
});

/** How browsers reach the user interface: always over TLS. */
export const exposure = ({ settings, namespace }: Install): readonly Part[] => {
  const asked = settings.ui.exposure;
  // Argo CD holds a route for unhealthy until somebody outside has given it an address: nothing must wait for that.
  const more = {
    field: 'spec.kubeflowPipelines.ui.exposure',
    after: [
      `Deployment/${namespace}/${name}`,
      `Deployment/${namespace}/ml-pipeline-persistenceagent`,
      `Deployment/${namespace}/ml-pipeline-scheduledworkflow`,
      `Deployment/${namespace}/ml-pipeline-viewer-crd`,
      `Deployment/${namespace}/metadata-writer`,
    ],
  };
  switch (asked.kind) {
    case 'none':
      return [];
    case 'ingress':
      return parts('pipelines', [ingress(namespace, asked)], more);
    case 'gateway':
      return parts('pipelines', [route(namespace, asked)], more);
  }
};
