import { inputParameter, succeeded } from '../../argo';
import type { DagTask, DagTemplate, LifecycleHook, Parameter, PodTemplate, VolumeMount } from '../../argo';
import type { ContainerComponent, Task } from '../../pipeline';
import type { Build } from '../build';
import { trustOf } from '../ca-bundle';
import { containerSecurity, userContainerSecurity, userPodSecurity } from '../hardening';
import { driverOutputs } from './driver';
import { variantsOf, type ExecutorVariant } from './executor-variant';
import { names } from './parameters';
import { logArguments, metadataConfiguration, podIdentity } from './services';

const launcher: VolumeMount = { name: 'kfp-launcher', mountPath: '/kfp-launcher' };

/** Folders that images may not let a user without rights write to. */
const scratch: readonly VolumeMount[] = [
  { name: 'gcs-scratch', mountPath: '/gcs' },
  { name: 's3-scratch', mountPath: '/s3' },
  { name: 'minio-scratch', mountPath: '/minio' },
  { name: 'dot-local-scratch', mountPath: '/.local' },
  { name: 'dot-cache-scratch', mountPath: '/.cache' },
  { name: 'dot-config-scratch', mountPath: '/.config' },
];

const passedOn = ({ name }: Parameter): Parameter => ({ name, value: inputParameter(name) });

const taken = ({ parameters, fallback }: ExecutorVariant): readonly Parameter[] =>
  fallback === undefined ? parameters : parameters.map(({ name }) => ({ name, default: fallback }));

/** Runs the user's container unless its result is known. */
const executorTemplate = (
  name: string,
  implementation: string,
  variants: readonly ExecutorVariant[],
): DagTemplate => ({
  name,
  inputs: {
    parameters: [
      { name: names.podSpecPatch },
      { name: names.cachedDecision, default: 'false' },
      ...variants.flatMap(taken),
    ],
  },
  outputs: {},
  metadata: {},
  dag: {
    tasks: [
      {
        name: 'executor',
        template: implementation,
        arguments: {
          parameters: [{ name: names.podSpecPatch }, ...variants.flatMap(({ parameters }) => parameters)].map(
            passedOn,
          ),
        },
        when: `${inputParameter(names.cachedDecision)} != true`,
      },
    ],
  },
});

/** The user's container: the driver's patch gives it its image, command and resources. */
const implementationTemplate = (
  { options }: Build,
  name: string,
  variants: readonly ExecutorVariant[],
): PodTemplate => {
  const trust = trustOf(options);
  const mounts = [launcher, ...scratch];
  const retryStrategy = variants.find((variant) => variant.retryStrategy !== undefined)?.retryStrategy;
  const metadata = variants.find((variant) => variant.metadata !== undefined)?.metadata;
  return {
    name,
    inputs: {
      parameters: [{ name: names.podSpecPatch }, ...variants.flatMap(({ parameters }) => parameters)],
    },
    outputs: {},
    metadata: {
      ...metadata,
      annotations: { 'pipelines.kubeflow.org/runtime-role': 'launcher', ...metadata?.annotations },
    },
    container: {
      name: '',
      image: 'gcr.io/ml-pipeline/should-be-overridden-during-runtime',
      command: ['should-be-overridden-during-runtime'],
      env: [...podIdentity, ...variants.flatMap(({ env }) => env), ...trust.env],
      envFrom: metadataConfiguration,
      resources: {},
      securityContext: userContainerSecurity,
      volumeMounts: [...mounts, ...trust.volumeMounts],
    },
    initContainers: [
      {
        name: launcher.name,
        image: options.launcherImage,
        command: options.launcherCommand,
        args: ['--copy', '/kfp-launcher/launch', ...logArguments(options)],
        resources: { limits: { cpu: '500m', memory: '256Mi' }, requests: { cpu: '100m' } },
        securityContext: containerSecurity,
        volumeMounts: [launcher],
      },
    ],
    podSpecPatch: inputParameter(names.podSpecPatch),
    ...(retryStrategy === undefined ? {} : { retryStrategy }),
    securityContext: userPodSecurity,
    volumes: [...mounts.map((mount) => ({ name: mount.name, emptyDir: {} })), ...trust.volumes],
  };
};

const useExecutor = (build: Build, variants: readonly ExecutorVariant[]): string => {
  const prefix = variants.reduce((text, variant) => `${variant.prefix}${text}`, '');
  const implementation = `${prefix}system-container-impl`;
  const executor = build.use(`${prefix}system-container-executor`, () =>
    executorTemplate(`${prefix}system-container-executor`, implementation, variants),
  );
  build.use(implementation, () => implementationTemplate(build, implementation, variants));
  return executor;
};

/** The task that runs a container step after its driver. */
export const executorTask = (
  build: Build,
  task: Task,
  component: ContainerComponent,
  driver: string,
  exit: LifecycleHook | undefined,
  name: string,
): DagTask => {
  const variants = variantsOf(task.retryPolicy, component.kubernetes);
  const { podSpecPatch, cachedDecision, condition } = driverOutputs(driver);
  const depends = succeeded([driver]);
  return {
    name,
    template: useExecutor(build, variants),
    arguments: {
      parameters: [
        { name: names.podSpecPatch, value: podSpecPatch },
        { name: names.cachedDecision, value: cachedDecision, default: 'false' },
        ...variants.flatMap(({ values }) => values),
      ],
    },
    ...(depends === undefined ? {} : { depends }),
    ...(task.condition === '' ? {} : { when: `${condition} != false` }),
    ...(exit === undefined ? {} : { hooks: { exit } }),
  };
};
