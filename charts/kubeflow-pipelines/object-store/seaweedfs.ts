import type { KubernetesObject } from '../../../lib/kubernetes';
import type { Install } from '../install';
import {
  claim,
  containerSecurity,
  httpGet,
  parts,
  podSecurity,
  requests,
  service,
  serviceAccount,
  tcp,
  workload,
  type Part,
} from '../parts';
import { startScript, startupCommand } from './start-script';

const name = 'seaweedfs';
const selector = { app: name };
const user = 1000;
const s3Port = 8333;

const from = (key: string, value: string) => ({
  namespaceSelector: { matchExpressions: [{ key, operator: 'In', values: [value] }] },
});

/** Who may reach the object store: the namespace, those of profiles, and Istio. */
const networkPolicy = ({ namespace, multiUser, parity, settings }: Install): KubernetesObject => {
  const ports = [{ port: s3Port }];
  const istio = settings.mode.kind === 'multi-user' ? settings.mode.istioNamespace : 'istio-system';
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace },
    spec: {
      podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: [name] }] },
      policyTypes: ['Ingress'],
      ingress: [
        ...(parity || multiUser
          ? [
              { from: [from('app.kubernetes.io/part-of', 'kubeflow-profile')], ports },
              { from: [from('kubernetes.io/metadata.name', istio)] },
            ]
          : []),
        { from: [{ podSelector: {} }], ports },
      ],
    },
  };
};

/** SeaweedFS in the cluster. */
export const seaweedfs = (install: Install): readonly Part[] => {
  const { namespace, objectStore, release } = install;
  if (objectStore.claim === undefined) return [];
  const { bucket, claim: volume, secret } = objectStore;
  const status = httpGet('/status', s3Port, 'HTTP');
  return parts('object-store', [
    serviceAccount(name, namespace),
    service({
      name,
      namespace,
      selector,
      ports: [
        tcp('http-iam', 8111),
        tcp('http-s3', s3Port),
        tcp('http-s3-compat', 9000, s3Port),
        tcp('http-master', 9333),
        tcp('grpc-master', 19333),
        tcp('grpc-filer', 18888),
        tcp('http-filer', 8888),
      ],
    }),
    claim(volume, namespace),
    networkPolicy(install),
    workload({
      name,
      namespace,
      selector,
      replicas: 1,
      recreate: true,
      serviceAccount: name,
      container: {
        name,
        image: `ghcr.io/chrislusf/seaweedfs:${release.seaweedfs}`,
        args: ['server', '-dir=/data', '-s3', '-iam', '-filer', '-master.volumePreallocate=false'],
        // Upstream does not declare the port of the filer's gRPC, which its Service leads to.
        ports: [s3Port, 8111, 9333, 19333, ...(install.parity ? [] : [18888]), 8888],
        fields: {
          envFrom: [{ secretRef: { name: secret } }],
          lifecycle: { postStart: { exec: { command: ['/bin/sh', '-c', startScript(bucket)] } } },
          resources: requests('64m', '256Mi'),
          startupProbe: {
            exec: { command: startupCommand(bucket) },
            initialDelaySeconds: 10,
            periodSeconds: 5,
            timeoutSeconds: 10,
            successThreshold: 1,
            failureThreshold: 24,
          },
          livenessProbe: {
            ...status,
            initialDelaySeconds: 30,
            periodSeconds: 30,
            timeoutSeconds: 10,
            failureThreshold: 3,
          },
          readinessProbe: {
            ...status,
            initialDelaySeconds: 5,
            periodSeconds: 10,
            timeoutSeconds: 5,
            failureThreshold: 3,
          },
        },
        security: { ...containerSecurity(user, user), privileged: false },
      },
      volumes: [
        { name: 'data', path: '/data', source: { persistentVolumeClaim: { claimName: volume.name } } },
      ],
      podSecurity: { ...podSecurity, fsGroup: user, fsGroupChangePolicy: 'OnRootMismatch' },
    }),
  ]);
};
