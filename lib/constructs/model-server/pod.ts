import {
  EmptyDirMedium,
  ImagePullPolicy,
  Volume,
  type AbstractPodProps,
  type ContainerPort,
  type IServiceAccount,
  type VolumeMount,
} from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { ModelDefinition, NodeTaint } from '../../platform';
import type { ModelVersion } from './canary';
import type { Completion, ContainerFields, PodFields } from './complete';
import { configurationMounts, type Configuration } from './configuration';
import { environmentOf } from './environment';
import { imageReference } from './image';
import { modelMountOf } from './model-source';
import { nodesOf } from './placement';
import { resourcesOf, sizeOf } from './resources';
import type { ServerProcess } from './runtimes';
import { containerSecurity, podIsolation, podSecurity } from './security';

/** What every pod of one version of a model has, whatever it runs: server, batch job or test. */
export interface ModelPodProps {
  readonly model: ModelDefinition;
  readonly version: ModelVersion;
  readonly process: ServerProcess;
  /** Taints of the pool, to be tolerated. */
  readonly taints: readonly NodeTaint[];
  readonly serviceAccount?: IServiceAccount;
  readonly configuration?: Configuration;
}

/** What tells one of them from the others. */
export interface ModelContainerProps {
  readonly name: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: ModelDefinition['env'];
  readonly ports: readonly ContainerPort[];
  readonly mounts: readonly VolumeMount[];
  readonly resources: ModelDefinition['resources'];
  readonly fields: ContainerFields;
  readonly pod: PodFields;
}

/** A pod in two parts: what cdk8s-plus can say, and what completes it. */
export interface ModelPod {
  readonly props: AbstractPodProps;
  readonly completion: Completion;
}

const scratchMounts = (
  scope: Construct,
  { temporaryStorage, sharedMemory }: ModelDefinition['resources'],
  process: ServerProcess,
): readonly [VolumeMount, ...VolumeMount[]] => [
  { path: '/tmp', volume: Volume.fromEmptyDir(scope, 'tmp', 'tmp', { sizeLimit: sizeOf(temporaryStorage) }) },
  ...Object.entries(process.scratch).map(([name, path]) => ({
    path,
    volume: Volume.fromEmptyDir(scope, name, name, { sizeLimit: sizeOf('64Mi') }),
  })),
  ...(sharedMemory === undefined
    ? []
    : [
        {
          path: '/dev/shm',
          volume: Volume.fromEmptyDir(scope, 'shared-memory', 'shared-memory', {
            medium: EmptyDirMedium.MEMORY,
            sizeLimit: sizeOf(sharedMemory),
          }),
        },
      ]),
];

/**
 * A pod with the model in it: mounted or fetched, a read-only root with the folders that may be written to, and
 * everything that Pod Security `restricted` asks for. Nothing is added that the definition does not say.
 */
export const modelPod = (
  scope: Construct,
  id: string,
  props: ModelPodProps,
  own: ModelContainerProps,
): ModelPod => {
  const { model, version, process, taints, serviceAccount, configuration } = props;
  const parts = new Construct(scope, id);
  const scratch = scratchMounts(parts, own.resources, process);
  const mount = modelMountOf(parts, version.source, process.modelFolder, version.claimName, scratch[0]);
  const env = { HOME: '/tmp', ...process.env, ...mount.env, ...own.env };
  return {
    props: {
      automountServiceAccountToken: false,
      ...(serviceAccount === undefined ? {} : { serviceAccount }),
      securityContext: podSecurity(model.security),
      ...(mount.download === undefined ? {} : { initContainers: [mount.download.container] }),
      containers: [
        {
          name: own.name,
          image: imageReference(version.image),
          imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
          ...(own.command.length === 0 ? {} : { command: [...own.command] }),
          ...(own.args.length === 0 ? {} : { args: [...own.args] }),
          ...(own.ports.length === 0 ? {} : { ports: [...own.ports] }),
          envVariables: environmentOf(parts, 'env', env),
          volumeMounts: [
            ...scratch,
            ...mount.mounts,
            ...configurationMounts(parts, model, configuration),
            ...own.mounts,
          ],
          securityContext: containerSecurity,
          // Given in full by the completion, in the quantities that the definition has.
          resources: {},
        },
      ],
    },
    completion: {
      pod: {
        ...podIsolation(model.security),
        ...nodesOf(model, taints),
        ...(model.pullSecrets.length === 0
          ? {}
          : { imagePullSecrets: model.pullSecrets.map((name) => ({ name })) }),
        ...own.pod,
      },
      containers: [{ resources: resourcesOf(own.resources), ...own.fields }],
      initContainers: mount.download === undefined ? [] : [mount.download.fields],
    },
  };
};
