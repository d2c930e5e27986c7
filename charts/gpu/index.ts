import { k8s } from 'cdk8s-plus-27';
import { ComponentChart, waive, type Component } from '../../lib/constructs';
import { gpuLabel, type PlatformSpec } from '../../lib/platform';
import { emitYaml } from '../../lib/yaml';

const name = 'nvidia-device-plugin';
const namespace = 'kube-system';
const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'plugin' };
const plugins = '/var/lib/kubelet/device-plugins';

type DevicePlugin = Extract<NonNullable<PlatformSpec['addons']['gpu']>, { kind: 'device-plugin' }>;

/** The file that lets pods share a GPU in turns. https://github.com/NVIDIA/k8s-device-plugin#shared-access-to-gpus */
const sharing = (timeSlices: number): string =>
  emitYaml({
    version: 'v1',
    sharing: {
      timeSlicing: { resources: [{ name: 'nvidia.com/gpu', replicas: timeSlices }] },
    },
  });

const podSpec = ({ version, migStrategy, timeSlices }: DevicePlugin): k8s.PodSpec => ({
  runtimeClassName: 'nvidia',
  priorityClassName: 'system-node-critical',
  automountServiceAccountToken: false,
  nodeSelector: { [gpuLabel]: 'true' },
  tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
  securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
  containers: [
    {
      name,
      image: `nvcr.io/nvidia/k8s-device-plugin:v${version}`,
      env: [
        { name: 'MIG_STRATEGY', value: migStrategy },
        // A node that is labelled and has no GPU is a mistake that should show.
        { name: 'FAIL_ON_INIT_ERROR', value: 'true' },
        ...(timeSlices === undefined ? [] : [{ name: 'CONFIG_FILE', value: '/config/config.yaml' }]),
      ],
      resources: {
        requests: { cpu: k8s.Quantity.fromString('50m'), memory: k8s.Quantity.fromString('64Mi') },
        limits: { memory: k8s.Quantity.fromString('256Mi') },
      },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      volumeMounts: [
        { name: 'device-plugins', mountPath: plugins },
        ...(timeSlices === undefined ? [] : [{ name: 'config', mountPath: '/config', readOnly: true }]),
      ],
    },
  ],
  volumes: [
    { name: 'device-plugins', hostPath: { path: plugins, type: 'Directory' } },
    ...(timeSlices === undefined ? [] : [{ name: 'config', configMap: { name } }]),
  ],
});

/** The NVIDIA device plugin and the runtime class of its pods, natively. */
export const gpu: Component = {
  name: 'gpu',
  summary: 'The NVIDIA device plugin, which offers GPUs to pods.',
  field: 'spec.addons.gpu',
  dependsOn: [],
  enabled: ({ spec }) => spec.addons.gpu?.kind === 'device-plugin',
  namespace: () => namespace,
  namespaces: () => [{ name: namespace, podSecurity: 'privileged', existing: true }],
  version: ({ spec }) => spec.addons.gpu?.version ?? '',
  chart: (scope, { platform }) => {
    const chart = new ComponentChart(scope, 'gpu', { namespace });
    const settings = platform.spec.addons.gpu;
    if (settings?.kind !== 'device-plugin') return chart;
    new k8s.KubeRuntimeClass(chart, 'runtime-class', {
      metadata: { name: 'nvidia', labels },
      handler: 'nvidia',
    });
    if (settings.timeSlices !== undefined) {
      new k8s.KubeConfigMap(chart, 'config', {
        metadata: { name, labels },
        data: { 'config.yaml': sharing(settings.timeSlices) },
      });
    }
    const daemon = new k8s.KubeDaemonSet(chart, 'daemon-set', {
      metadata: { name, labels },
      spec: {
        selector: { matchLabels: labels },
        updateStrategy: { type: 'RollingUpdate' },
        template: { metadata: { labels }, spec: podSpec(settings) },
      },
    });
    waive(
      daemon,
      'pod-security/restricted',
      'It registers with the kubelet through a socket on the node, and its image runs as root.',
    );
    return chart;
  },
};
