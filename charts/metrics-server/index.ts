import { k8s } from 'cdk8s-plus-27';
import { ComponentChart, type Component } from '../../lib/constructs';
import { Controller } from '../../lib/constructs/controller';
import { addRbac } from './rbac';
import { labels, name, namespace } from './names';

const port = { name: 'https', containerPort: 10250, protocol: 'TCP' };

const probe = (path: string): k8s.Probe => ({
  httpGet: { path, port: k8s.IntOrString.fromString(port.name), scheme: 'HTTPS' },
  periodSeconds: 10,
  failureThreshold: 3,
});

/** metrics-server, natively. https://github.com/kubernetes-sigs/metrics-server */
export const metricsServer: Component = {
  name,
  summary: 'metrics-server, for autoscaling and `kubectl top`.',
  field: 'spec.addons.metricsServer',
  dependsOn: [],
  enabled: ({ spec }) => spec.addons.metricsServer !== undefined,
  namespace: () => namespace,
  namespaces: () => [{ name: namespace, podSecurity: 'restricted', apiServerAccess: true, existing: true }],
  version: ({ spec }) => spec.addons.metricsServer?.version ?? '',
  chart: (scope, { platform }) => {
    const chart = new ComponentChart(scope, name, { namespace });
    const settings = platform.spec.addons.metricsServer;
    if (settings === undefined) return chart;
    addRbac(chart);
    new Controller(chart, 'server', {
      name,
      labels,
      serviceAccountName: name,
      replicas: settings.replicas,
      image: `registry.k8s.io/metrics-server/metrics-server:v${settings.version}`,
      user: 1000,
      args: [
        '--cert-dir=/tmp',
        `--secure-port=${port.containerPort}`,
        '--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname',
        '--kubelet-use-node-status-port',
        '--metric-resolution=15s',
        ...(settings.kubeletCertificates === 'unverified' ? ['--kubelet-insecure-tls'] : []),
      ],
      ports: [port],
      livenessProbe: probe('/livez'),
      readinessProbe: { ...probe('/readyz'), initialDelaySeconds: 20 },
      resources: { requests: { cpu: '100m', memory: '200Mi' }, limits: { memory: '400Mi' } },
    });
    new k8s.KubeService(chart, 'service', {
      metadata: { name, labels },
      spec: {
        selector: labels,
        ports: [
          {
            name: 'https',
            port: 443,
            protocol: 'TCP',
            targetPort: k8s.IntOrString.fromString(port.name),
            appProtocol: 'https',
          },
        ],
      },
    });
    new k8s.KubeApiService(chart, 'api', {
      metadata: { name: 'v1beta1.metrics.k8s.io', labels },
      spec: {
        group: 'metrics.k8s.io',
        version: 'v1beta1',
        groupPriorityMinimum: 100,
        versionPriority: 100,
        // It serves with a certificate that it makes itself at every start.
        insecureSkipTlsVerify: true,
        service: { name, namespace },
      },
    });
    return chart;
  },
};
