import { ConfigMap, Secret, Volume, type VolumeMount } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { ModelDefinition } from '../../platform';
import { checksumOf, type ModelObjectMetadata } from './labels';
import type { ServerProcess } from './runtimes';

/** Annotation of the pods that changes with the configuration files: running servers do not read them again. */
export const checksumAnnotation = 'drydock.dev/config-checksum';

/** The configuration files of a model. */
export interface Configuration {
  /** Name of the ConfigMap. */
  readonly name: string;
  readonly checksum: string;
}

/** The ConfigMap of a model; undefined where it needs no files. A file of the user's wins over one of the server's. */
export const addConfiguration = (
  scope: Construct,
  { config }: ModelDefinition,
  process: ServerProcess,
  metadata: ModelObjectMetadata,
): Configuration | undefined => {
  const files = { ...process.files, ...config.files };
  if (Object.keys(files).length === 0) return undefined;
  new ConfigMap(scope, 'config', { metadata, data: files });
  return { name: metadata.name, checksum: checksumOf(files) };
};

/** Mounts of the files and of the Secrets that the user wants as files. */
export const configurationMounts = (
  scope: Construct,
  { config }: ModelDefinition,
  configuration: Configuration | undefined,
): readonly VolumeMount[] => [
  ...(configuration === undefined
    ? []
    : [
        {
          path: config.mountPath,
          volume: Volume.fromConfigMap(
            scope,
            'config',
            ConfigMap.fromConfigMapName(scope, 'config-name', configuration.name),
            {
              name: 'config',
            },
          ),
          readOnly: true,
        },
      ]),
  ...config.secrets.map(({ name, mountPath }, index) => ({
    path: mountPath,
    volume: Volume.fromSecret(
      scope,
      `secret-${index}`,
      Secret.fromSecretName(scope, `secret-${index}-name`, name),
      {
        name: `secret-${index}`,
      },
    ),
    readOnly: true,
  })),
];
