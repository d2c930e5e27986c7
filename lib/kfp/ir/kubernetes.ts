import { bool, int32, int64, list, map, message, present, text } from '../proto';
import { taskInputParameter, taskOutputParameter } from './task';

const parameter = taskInputParameter;

const keyToEnv = (name: string, key: string) => list(message(name, { [key]: text, envVar: text }));

const selectorRequirement = message('SelectorRequirement', { key: text, operator: text, values: list(text) });

const podMetadata = message('PodMetadata', { labels: map(text), annotations: map(text) });

/**
 * What an executor may ask of Kubernetes. The backend hands it on unread and the driver reads it in the cluster, where
 * a mistake shows only when the step runs; here it is checked beforehand.
 */
export const kubernetesExecutorConfig = message('KubernetesExecutorConfig', {
  secretAsVolume: list(
    message('SecretAsVolume', {
      secretName: text,
      mountPath: text,
      optional: present(bool),
      secretNameParameter: parameter,
    }),
  ),
  secretAsEnv: list(
    message('SecretAsEnv', {
      secretName: text,
      keyToEnv: keyToEnv('SecretAsEnv.SecretKeyToEnvMap', 'secretKey'),
      optional: present(bool),
      secretNameParameter: parameter,
    }),
  ),
  pvcMount: list(
    message(
      'PvcMount',
      {
        taskOutputParameter,
        constant: text,
        componentInputParameter: text,
        mountPath: text,
        pvcNameParameter: parameter,
        subPath: text,
      },
      [['taskOutputParameter', 'constant', 'componentInputParameter']],
    ),
  ),
  nodeSelector: message('NodeSelector', { labels: map(text), nodeSelectorJson: parameter }),
  podMetadata,
  imagePullSecret: list(message('ImagePullSecret', { secretName: text, secretNameParameter: parameter })),
  imagePullPolicy: text,
  configMapAsVolume: list(
    message('ConfigMapAsVolume', {
      configMapName: text,
      mountPath: text,
      optional: present(bool),
      configMapNameParameter: parameter,
    }),
  ),
  configMapAsEnv: list(
    message('ConfigMapAsEnv', {
      configMapName: text,
      keyToEnv: keyToEnv('ConfigMapAsEnv.ConfigMapKeyToEnvMap', 'configMapKey'),
      configMapNameParameter: parameter,
      optional: present(bool),
    }),
  ),
  activeDeadlineSeconds: int64,
  fieldPathAsEnv: list(message('FieldPathAsEnv', { name: text, fieldPath: text })),
  tolerations: list(
    message('Toleration', {
      key: text,
      operator: text,
      value: text,
      effect: text,
      tolerationSeconds: present(int64),
      tolerationJson: parameter,
    }),
  ),
  genericEphemeralVolume: list(
    message('GenericEphemeralVolume', {
      volumeName: text,
      mountPath: text,
      accessModes: list(text),
      size: text,
      defaultStorageClass: bool,
      storageClassName: text,
      metadata: podMetadata,
    }),
  ),
  nodeAffinity: list(
    message('NodeAffinityTerm', {
      matchExpressions: list(selectorRequirement),
      matchFields: list(selectorRequirement),
      weight: present(int32),
      nodeAffinityJson: parameter,
    }),
  ),
  podAffinity: list(
    message('PodAffinityTerm', {
      matchPodExpressions: list(selectorRequirement),
      matchPodLabels: map(text),
      topologyKey: text,
      namespaces: list(text),
      matchNamespaceExpressions: list(selectorRequirement),
      matchNamespaceLabels: map(text),
      weight: present(int32),
      anti: present(bool),
    }),
  ),
  enabledSharedMemory: message('EnabledSharedMemory', { volumeName: text, size: text }),
  emptyDirMounts: list(
    message('EmptyDirMount', {
      volumeName: text,
      mountPath: text,
      medium: present(text),
      sizeLimit: present(text),
    }),
  ),
  securityContext: message('SecurityContext', {
    runAsUser: present(int64),
    runAsGroup: present(int64),
    runAsNonRoot: present(bool),
  }),
});
