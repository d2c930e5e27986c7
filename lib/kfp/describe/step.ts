import type { ResourceSpec, TaskInputParameter } from '../ir';
import { rootName, type Component, type Pipeline, type Task } from '../pipeline';

/** What a step requests and is limited to, as the pipeline writes it; run-time values as they stand. */
export interface StepResources {
  readonly cpu: string;
  readonly memory: string;
  readonly accelerator: string;
}

/** One task of a pipeline, with the graphs that it is in. */
export interface Step {
  /** Names of the tasks from the root down, as in `for-loop-1/train`. */
  readonly path: string;
  readonly component: string;
  readonly kind: Component['kind'];
  /** Image of the container; empty for graphs and importers. */
  readonly image: string;
  readonly resources: StepResources;
  /** Paths of the steps that it waits for, sorted. */
  readonly after: readonly string[];
  readonly condition: string;
  /** What it is repeated for, empty for once. */
  readonly loop: string;
  readonly retries: number;
  readonly cached: boolean;
  readonly onExit: boolean;
  /** Where each input comes from, in words. */
  readonly inputs: Readonly<Record<string, string>>;
}

const range = (request: string | undefined, limit: string | undefined): string =>
  request === undefined || request === limit ? (limit ?? '') : `${request}..${limit ?? ''}`;

const text = (value: string | undefined, old: number | undefined, unit: string): string | undefined =>
  value ?? (old === undefined ? undefined : `${old}${unit}`);

const resourcesOf = (resources: ResourceSpec = {}): StepResources => {
  const { accelerator } = resources;
  const count = accelerator?.resourceCount ?? accelerator?.count;
  return {
    cpu: range(
      text(resources.resourceCpuRequest, resources.cpuRequest, ''),
      text(resources.resourceCpuLimit, resources.cpuLimit, ''),
    ),
    memory: range(
      text(resources.resourceMemoryRequest, resources.memoryRequest, 'G'),
      text(resources.resourceMemoryLimit, resources.memoryLimit, 'G'),
    ),
    accelerator:
      accelerator === undefined
        ? ''
        : `${count ?? '1'} ${accelerator.resourceType ?? accelerator.type ?? ''}`.trim(),
  };
};

const sourceOf = (input: TaskInputParameter): string => {
  const { taskOutputParameter, componentInputParameter, runtimeValue, taskFinalStatus } = input;
  const selector =
    input.parameterExpressionSelector === undefined ? '' : ` | ${input.parameterExpressionSelector}`;
  if (taskOutputParameter !== undefined)
    return `${taskOutputParameter.producerTask ?? ''}.${taskOutputParameter.outputParameterKey ?? ''}${selector}`;
  if (componentInputParameter !== undefined) return `input ${componentInputParameter}${selector}`;
  if (taskFinalStatus !== undefined) return `status of ${taskFinalStatus.producerTask ?? ''}`;
  return JSON.stringify(runtimeValue?.constant ?? runtimeValue ?? null);
};

const inputsOf = ({ spec }: Task): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    Object.entries(spec.inputs?.parameters ?? {}).map(([name, input]) => [name, sourceOf(input)] as const),
  ),
  ...Object.fromEntries(
    Object.entries(spec.inputs?.artifacts ?? {}).map(
      ([name, { taskOutputArtifact, componentInputArtifact }]) =>
        [
          name,
          taskOutputArtifact === undefined
            ? `input ${componentInputArtifact ?? ''}`
            : `${taskOutputArtifact.producerTask ?? ''}.${taskOutputArtifact.outputArtifactKey ?? ''}`,
        ] as const,
    ),
  ),
});

const loopOf = ({ spec, loop }: Task): string => {
  const items = spec.parameterIterator?.items;
  if (loop === undefined) return '';
  const over = items?.raw ?? (items?.inputParameter === undefined ? '' : `input ${items.inputParameter}`);
  return loop.parallelism > 0 ? `${over}, ${loop.parallelism} at a time` : over;
};

const stepOf = (task: Task, component: Component, prefix: string): Step => ({
  path: `${prefix}${task.name}`,
  component: component.name,
  kind: component.kind,
  image: component.kind === 'container' ? (component.container.image ?? '') : '',
  resources: resourcesOf(component.kind === 'container' ? component.container.resources : undefined),
  after: task.dependsOn.map((name) => `${prefix}${name}`).sort(),
  condition: task.condition,
  loop: loopOf(task),
  retries: task.retryPolicy?.maxRetryCount ?? 0,
  cached: task.spec.cachingOptions?.enableCache ?? false,
  onExit: task.runsOnExit,
  inputs: inputsOf(task),
});

/** Every task of a pipeline, graphs before what is in them. */
export const stepsOf = (pipeline: Pipeline): readonly Step[] => {
  const steps: Step[] = [];
  const walk = (name: string, prefix: string): void => {
    const dag = pipeline.components.get(name);
    if (dag?.kind !== 'dag') return;
    for (const task of dag.tasks) {
      const component = pipeline.components.get(task.component);
      if (component === undefined) continue;
      steps.push(stepOf(task, component, prefix));
      if (component.kind === 'dag') walk(component.name, `${prefix}${task.name}/`);
    }
  };
  walk(rootName, '');
  return steps;
};
