import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { labels, name, tlsSecret } from './names';

const probe = (periodSeconds: number): k8s.Probe => ({
  // Answers without a password; /v2/ would ask for one.
  httpGet: { path: '/', port: k8s.IntOrString.fromString(name), scheme: 'HTTPS' },
  periodSeconds,
  failureThreshold: 3,
});

const podSpec = (version: string, htpasswdSecret: string): k8s.PodSpec => ({
  automountServiceAccountToken: false,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: 1000,
    runAsGroup: 1000,
    fsGroup: 1000,
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  },
  containers: [
    {
      name,
      image: `docker.io/library/registry:${version}`,
      args: ['serve', '/etc/distribution/config.yml'],
      env: [{ name: 'OTEL_TRACES_EXPORTER', value: 'none' }],
      ports: [
        { name, containerPort: 5000, protocol: 'TCP' },
        { name: 'metrics', containerPort: 5001, protocol: 'TCP' },
      ],
      livenessProbe: probe(20),
      readinessProbe: probe(10),
      resources: {
        requests: { cpu: k8s.Quantity.fromString('100m'), memory: k8s.Quantity.fromString('256Mi') },
        limits: { memory: k8s.Quantity.fromString('1Gi') },
      },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      volumeMounts: [
        { name: 'images', mountPath: '/var/lib/registry' },
        { name: 'config', mountPath: '/etc/distribution', readOnly: true },
        { name: 'auth', mountPath: '/auth', readOnly: true },
        { name: 'certs', mountPath: '/certs', readOnly: true },
      ],
    },
  ],
  volumes: [
    { name: 'images', persistentVolumeClaim: { claimName: name } },
    { name: 'config', configMap: { name: 'registry-config' } },
    {
      name: 'auth',
      secret: { secretName: htpasswdSecret, items: [{ key: 'htpasswd', path: 'htpasswd' }] },
    },
    { name: 'certs', secret: { secretName: tlsSecret } },
  ],
});

/** One pod, for the claim is one node's; the old one goes before the new one comes. */
export const addDeployment = (scope: Construct, version: string, htpasswdSecret: string): void => {
  new k8s.KubeDeployment(scope, 'deployment', {
    metadata: { name, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      strategy: { type: 'Recreate' },
      template: { metadata: { labels }, spec: podSpec(version, htpasswdSecret) },
    },
  });
};
