import { inputParameter, outputPath, taskOutput, workflowParameter } from '../../argo';
import type { DagTask, EnvironmentVariable, Parameter, PodTemplate } from '../../argo';
import type { Build } from '../build';
import { trustOf } from '../ca-bundle';
import { containerSecurity, podSecurity } from '../hardening';
import { names } from './parameters';
import {
  cacheArguments,
  logArguments,
  metadataStoreArguments,
  pipelineServerArguments,
  podIdentity,
  proxyArguments,
  proxyEnvironment,
  runArguments,
  tlsArguments,
} from './services';

/** What differs between the drivers of containers and of graphs. */
interface DriverShape {
  readonly name: string;
  readonly type: string;
  /** Arguments between those that both have. */
  readonly own: readonly string[];
  readonly paths: readonly string[];
  readonly env: readonly EnvironmentVariable[];
  readonly inputs: readonly Parameter[];
  readonly outputs: readonly Parameter[];
}

/** A driver decides, before a step, what it gets, whether it runs and whether its result is known. */
const driverTemplate = ({ pipeline, options }: Build, shape: DriverShape): PodTemplate => {
  const trust = trustOf(options);
  const env = [...shape.env, ...trust.env];
  return {
    name: shape.name,
    inputs: { parameters: shape.inputs },
    outputs: { parameters: shape.outputs },
    metadata: { annotations: { 'pipelines.kubeflow.org/runtime-role': 'driver' } },
    container: {
      name: '',
      image: options.driverImage,
      command: options.driverCommand,
      args: [
        '--type',
        shape.type,
        ...runArguments(pipeline.name, options),
        '--dag_execution_id',
        inputParameter(names.parentDagId),
        '--component',
        inputParameter(names.component),
        '--task',
        inputParameter(names.task),
        '--task_name',
        inputParameter(names.taskName),
        ...shape.own,
        '--iteration_index',
        inputParameter(names.iterationIndex),
        ...shape.paths,
        ...proxyArguments(options),
        ...pipelineServerArguments(options),
        ...metadataStoreArguments(options),
        ...cacheArguments(options),
        ...tlsArguments(options),
        ...logArguments(options),
      ],
      ...(env.length === 0 ? {} : { env }),
      resources: {
        limits: { cpu: '500m', memory: '512Mi' },
        requests: { cpu: '100m', memory: '64Mi' },
      },
      securityContext: containerSecurity,
      ...(trust.volumeMounts.length === 0 ? {} : { volumeMounts: trust.volumeMounts }),
    },
    securityContext: podSecurity,
    ...(trust.volumes.length === 0 ? {} : { volumes: trust.volumes }),
  };
};

const output = (name: string, fallback?: string): Parameter => ({
  name,
  valueFrom: { path: `/tmp/outputs/${name}`, ...(fallback === undefined ? {} : { default: fallback }) },
});

const containerDriver = (build: Build): string => {
  const name = 'system-container-driver';
  return build.use(name, () =>
    driverTemplate(build, {
      name,
      type: 'CONTAINER',
      own: ['--container', inputParameter(names.container)],
      paths: [
        '--cached_decision_path',
        outputPath(names.cachedDecision),
        '--pod_spec_patch_path',
        outputPath(names.podSpecPatch),
        '--condition_path',
        outputPath(names.condition),
        '--kubernetes_config',
        inputParameter(names.kubernetesConfig),
      ],
      env: [...proxyEnvironment(build.options), ...podIdentity],
      inputs: [
        { name: names.component },
        { name: names.task },
        { name: names.container },
        { name: names.taskName },
        { name: names.parentDagId },
        { name: names.iterationIndex, default: '-1' },
        { name: names.kubernetesConfig, default: '' },
      ],
      outputs: [
        output(names.podSpecPatch, ''),
        { ...output(names.cachedDecision, 'false'), default: 'false' },
        output(names.condition, 'true'),
      ],
    }),
  );
};

const dagDriver = (build: Build): string => {
  const name = 'system-dag-driver';
  return build.use(name, () =>
    driverTemplate(build, {
      name,
      type: inputParameter(names.driverType),
      own: ['--runtime_config', inputParameter(names.runtimeConfig)],
      paths: [
        '--execution_id_path',
        outputPath(names.executionId),
        '--iteration_count_path',
        outputPath(names.iterationCount),
        '--condition_path',
        outputPath(names.condition),
      ],
      env: proxyEnvironment(build.options),
      inputs: [
        { name: names.component },
        { name: names.runtimeConfig, default: '' },
        { name: names.task, default: '' },
        { name: names.taskName, default: '' },
        { name: names.parentDagId, default: '0' },
        { name: names.iterationIndex, default: '-1' },
        { name: names.driverType, default: 'DAG' },
      ],
      outputs: [
        output(names.executionId),
        output(names.iterationCount, '0'),
        output(names.condition, 'true'),
      ],
    }),
  );
};

/** What the driver of a container step is given. */
export interface ContainerDriverInputs {
  readonly task: string;
  readonly taskSpec: string;
  readonly component: string;
  readonly implementation: string;
  readonly kubernetesConfig: string | undefined;
  /** Present inside an iteration. */
  readonly iterationIndex: string | undefined;
  readonly depends: string | undefined;
}

/** The task that runs the driver of a container step. */
export const containerDriverTask = (build: Build, name: string, inputs: ContainerDriverInputs): DagTask => ({
  name,
  template: containerDriver(build),
  arguments: {
    parameters: [
      { name: names.component, value: workflowParameter(inputs.component) },
      { name: names.task, value: inputs.taskSpec },
      { name: names.container, value: workflowParameter(inputs.implementation) },
      { name: names.taskName, value: inputs.task },
      { name: names.parentDagId, value: inputParameter(names.parentDagId) },
      ...(inputs.iterationIndex === undefined
        ? []
        : [{ name: names.iterationIndex, value: inputs.iterationIndex }]),
      ...(inputs.kubernetesConfig === undefined
        ? []
        : [{ name: names.kubernetesConfig, value: workflowParameter(inputs.kubernetesConfig) }]),
    ],
  },
  ...(inputs.depends === undefined ? {} : { depends: inputs.depends }),
});

/** What the driver of a graph is given. */
export interface DagDriverInputs {
  readonly task: string;
  readonly taskSpec: string;
  readonly component: string;
  readonly iterationIndex: string | undefined;
  readonly depends: string | undefined;
}

/** The task that runs the driver of a graph. */
export const dagDriverTask = (build: Build, name: string, inputs: DagDriverInputs): DagTask => ({
  name,
  template: dagDriver(build),
  arguments: {
    parameters: [
      { name: names.component, value: workflowParameter(inputs.component) },
      ...(inputs.iterationIndex === undefined
        ? []
        : [{ name: names.iterationIndex, value: inputs.iterationIndex }]),
      { name: names.parentDagId, value: inputParameter(names.parentDagId) },
      { name: names.task, value: inputs.taskSpec },
      { name: names.taskName, value: inputs.task },
    ],
  },
  ...(inputs.depends === undefined ? {} : { depends: inputs.depends }),
});

/** The task that runs the driver of the whole pipeline. */
export const rootDriverTask = (
  build: Build,
  name: string,
  component: string,
  runtimeConfig: string,
): DagTask => ({
  name,
  template: dagDriver(build),
  arguments: {
    parameters: [
      { name: names.component, value: workflowParameter(component) },
      { name: names.runtimeConfig, value: runtimeConfig },
      { name: names.driverType, value: 'ROOT_DAG' },
    ],
  },
});

/** Placeholders for what a driver gives. */
export const driverOutputs = (driver: string) => ({
  executionId: taskOutput(driver, names.executionId),
  iterationCount: taskOutput(driver, names.iterationCount),
  condition: taskOutput(driver, names.condition),
  podSpecPatch: taskOutput(driver, names.podSpecPatch),
  cachedDecision: taskOutput(driver, names.cachedDecision),
});
