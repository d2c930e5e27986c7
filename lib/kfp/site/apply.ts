import type { Json, JsonObject } from '../../kubernetes';
import type {
  ComponentSpec,
  ExecutorSpec,
  PipelineSpec,
  PlatformSpec,
  SinglePlatformSpec,
  TaskSpec,
} from '../ir';
import { resolvePipeline, type Documents, type Pipeline } from '../pipeline';
import { siteContainer } from './container';
import { siteKubernetes } from './kubernetes';
import type { SitePolicy } from './policy';

const mapValues = <T, U>(
  record: Readonly<Record<string, T>>,
  change: (value: T, key: string) => U,
): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));

const siteExecutor = (executor: ExecutorSpec, policy: SitePolicy): ExecutorSpec =>
  executor.container === undefined
    ? executor
    : { ...executor, container: siteContainer(executor.container, policy) };

const className = (own: Json | undefined, policy: SitePolicy): string | undefined =>
  typeof own === 'string' && own !== '' ? (policy.storageClass(own) ?? own) : policy.defaultStorageClass;

/** The class of a claim that the pipeline makes stands among the inputs of the task that makes it. */
const siteClaim = (task: TaskSpec, policy: SitePolicy): TaskSpec => {
  const parameters = task.inputs?.parameters ?? {};
  const own = parameters['storage_class_name'];
  if (own !== undefined && own.runtimeValue?.constant === undefined) return task;
  const wanted = className(own?.runtimeValue?.constant, policy);
  if (wanted === undefined) return task;
  return {
    ...task,
    inputs: {
      ...task.inputs,
      parameters: { ...parameters, storage_class_name: { runtimeValue: { constant: wanted } } },
    },
  };
};

const uncached = ({ cachingOptions, ...task }: TaskSpec): TaskSpec =>
  cachingOptions === undefined ? task : { ...task, cachingOptions: {} };

const siteComponent = (
  component: ComponentSpec,
  policy: SitePolicy,
  makesClaim: (task: TaskSpec) => boolean,
): ComponentSpec => {
  if (component.dag?.tasks === undefined) return component;
  const tasks = mapValues(component.dag.tasks, (task) => {
    const cached = policy.cache ? task : uncached(task);
    return makesClaim(cached) ? siteClaim(cached, policy) : cached;
  });
  return { ...component, dag: { ...component.dag, tasks } };
};

const makesClaimIn =
  (spec: PipelineSpec) =>
  (task: TaskSpec): boolean => {
    const label = spec.components?.[task.componentRef?.name ?? '']?.executorLabel ?? '';
    return spec.deploymentSpec?.executors?.[label]?.container?.image === 'argostub/createpvc';
  };

const siteSpec = (spec: PipelineSpec, policy: SitePolicy): PipelineSpec => {
  const makesClaim = makesClaimIn(spec);
  const { root, components, deploymentSpec } = spec;
  return {
    ...spec,
    ...(root === undefined ? {} : { root: siteComponent(root, policy, makesClaim) }),
    ...(components === undefined
      ? {}
      : { components: mapValues(components, (each) => siteComponent(each, policy, makesClaim)) }),
    ...(deploymentSpec?.executors === undefined
      ? {}
      : {
          deploymentSpec: {
            executors: mapValues(deploymentSpec.executors, (each) => siteExecutor(each, policy)),
          },
        }),
  };
};

const sitePipelineConfig = (
  config: NonNullable<SinglePlatformSpec['pipelineConfig']>,
  policy: SitePolicy,
): NonNullable<SinglePlatformSpec['pipelineConfig']> => {
  const { workspace } = config;
  if (workspace === undefined) return config;
  const patch = workspace.kubernetes?.pvcSpecPatch ?? {};
  const storageClassName = className(patch['storageClassName'], policy);
  if (storageClassName === undefined) return config;
  return {
    ...config,
    workspace: { ...workspace, kubernetes: { pvcSpecPatch: { ...patch, storageClassName } } },
  };
};

const executorConfigs = (
  spec: PipelineSpec,
  kubernetes: SinglePlatformSpec,
  policy: SitePolicy,
): Readonly<Record<string, JsonObject>> => {
  const own = kubernetes.deploymentSpec?.executors ?? {};
  return Object.fromEntries(
    Object.entries(spec.deploymentSpec?.executors ?? {}).flatMap(([label, executor]) => {
      const driven = executor.container?.image?.startsWith('argostub/') ?? true;
      const config = driven ? own[label] : siteKubernetes(own[label], policy);
      return config === undefined ? [] : [[label, config] as const];
    }),
  );
};

const sitePlatforms = (
  spec: PipelineSpec,
  platforms: PlatformSpec | undefined,
  policy: SitePolicy,
): PlatformSpec | undefined => {
  const { pipelineConfig, ...kubernetes } = platforms?.platforms?.['kubernetes'] ?? {};
  const executors = executorConfigs(spec, kubernetes, policy);
  if (platforms === undefined && Object.keys(executors).length === 0) return undefined;
  return {
    platforms: {
      ...platforms?.platforms,
      kubernetes: {
        ...kubernetes,
        ...(Object.keys(executors).length === 0 ? {} : { deploymentSpec: { executors } }),
        ...(pipelineConfig === undefined
          ? {}
          : { pipelineConfig: sitePipelineConfig(pipelineConfig, policy) }),
      },
    },
  };
};

/** Resolves documents that were made from a pipeline that is known to be sound. */
export const resolved = (documents: Documents): Pipeline => {
  const resolution = resolvePipeline(documents);
  if (resolution.kind === 'resolved') return resolution.pipeline;
  throw new Error(`a change broke the pipeline: ${resolution.problems.map(({ got }) => got).join(', ')}`);
};

/** A pipeline in which every step does what the site demands: in the IR, and so in everything that is made of it. */
export const applySitePolicy = ({ spec, platforms }: Pipeline, policy: SitePolicy): Pipeline => {
  const moved = siteSpec(spec, policy);
  return resolved({ spec: moved, platforms: sitePlatforms(moved, platforms, policy) });
};
