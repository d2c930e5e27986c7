import { k8s } from 'cdk8s-plus-27';
import { labels, name } from './names';

/** The binary that the kubelet's runtime calls; any release of it fits any Flannel. */
const pluginImage = 'ghcr.io/flannel-io/flannel-cni-plugin:v1.7.1-flannel1';

const folders = {
  run: '/run/flannel',
  plugins: '/opt/cni/bin',
  configuration: '/etc/cni/net.d',
  lock: '/run/xtables.lock',
} as const;

const resources: k8s.ResourceRequirements = {
  requests: { cpu: k8s.Quantity.fromString('100m'), memory: k8s.Quantity.fromString('50Mi') },
  limits: { memory: k8s.Quantity.fromString('200Mi') },
};

const fromField = (variable: string, fieldPath: string): k8s.EnvVar => ({
  name: variable,
  valueFrom: { fieldRef: { fieldPath } },
});

const copy = (id: string, image: string, from: string, to: string, volume: string): k8s.Container => ({
  name: id,
  image,
  command: ['cp', '-f', from, to],
  resources,
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  volumeMounts: [
    { name: volume, mountPath: to.slice(0, to.lastIndexOf('/')) },
    ...(volume === 'configuration' ? [{ name: 'config', mountPath: '/etc/kube-flannel' }] : []),
  ],
});

/** One pod on every node, whatever its taints: without it nothing else can run there. */
export const daemonSetSpec = (version: string): k8s.DaemonSetSpec => {
  const image = `ghcr.io/flannel-io/flannel:v${version}`;
  return {
    selector: { matchLabels: labels },
    updateStrategy: { type: 'RollingUpdate' },
    template: {
      metadata: { labels },
      spec: {
        hostNetwork: true,
        priorityClassName: 'system-node-critical',
        serviceAccountName: name,
        automountServiceAccountToken: true,
        tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
        initContainers: [
          copy('install-cni-plugin', pluginImage, '/flannel', `${folders.plugins}/flannel`, 'plugins'),
          copy(
            'install-cni',
            image,
            '/etc/kube-flannel/cni-conf.json',
            `${folders.configuration}/10-flannel.conflist`,
            'configuration',
          ),
        ],
        containers: [
          {
            name: 'kube-flannel',
            image,
            command: ['/opt/bin/flanneld'],
            args: ['--ip-masq', '--kube-subnet-mgr'],
            env: [
              fromField('POD_NAME', 'metadata.name'),
              fromField('POD_NAMESPACE', 'metadata.namespace'),
              { name: 'EVENT_QUEUE_DEPTH', value: '5000' },
            ],
            resources,
            securityContext: {
              privileged: false,
              capabilities: { add: ['NET_ADMIN', 'NET_RAW'] },
            },
            volumeMounts: [
              { name: 'run', mountPath: folders.run },
              { name: 'config', mountPath: '/etc/kube-flannel' },
              { name: 'lock', mountPath: folders.lock },
            ],
          },
        ],
        volumes: [
          { name: 'run', hostPath: { path: folders.run, type: 'DirectoryOrCreate' } },
          { name: 'plugins', hostPath: { path: folders.plugins, type: 'DirectoryOrCreate' } },
          { name: 'configuration', hostPath: { path: folders.configuration, type: 'DirectoryOrCreate' } },
          { name: 'config', configMap: { name: 'kube-flannel-cfg' } },
          { name: 'lock', hostPath: { path: folders.lock, type: 'FileOrCreate' } },
        ],
      },
    },
  };
};
