import { inputParameter, item, succeeded } from '../../argo';
import type { DagTask, DagTemplate, LifecycleHook } from '../../argo';
import type { Component, ContainerComponent, DagComponent, Task } from '../../pipeline';
import { stableJson } from '../../proto';
import type { Build } from '../build';
import { containerDriverTask, dagDriverTask, driverOutputs } from './driver';
import { executorTask } from './executor';
import { importerTask } from './importer';
import { names } from './parameters';

/** Where a task is run from. */
interface Setting {
  /** Its name in the template: its own, or `iteration-item`. */
  readonly name: string;
  /** Present inside an iteration. */
  readonly iterationIndex: string | undefined;
  /** What the task waits for; iterations and exit tasks wait for nothing. */
  readonly depends: string | undefined;
  /** What runs when it has ended. */
  readonly exit: LifecycleHook | undefined;
}

/** Steps that the driver does by itself, so that no container follows. */
const driverOnlyImages: ReadonlySet<string> = new Set(['argostub/createpvc', 'argostub/deletepvc']);

const containerTasks = (
  build: Build,
  task: Task,
  component: ContainerComponent,
  { name, iterationIndex, depends, exit }: Setting,
): readonly DagTask[] => {
  const key = build.keyOf(component);
  const isDriverOnly = driverOnlyImages.has(component.container.image ?? '');
  const driverName = isDriverOnly ? name : `${name}-driver`;
  const driver = containerDriverTask(build, driverName, {
    task: task.name,
    taskSpec: stableJson(task.spec),
    component: `components-${key}`,
    implementation: `implementations-${key}`,
    kubernetesConfig: component.kubernetes === undefined ? undefined : `kubernetes-${component.name}`,
    iterationIndex,
    depends,
  });
  if (isDriverOnly) return [exit === undefined ? driver : { ...driver, hooks: { exit } }];
  return [driver, executorTask(build, task, component, driverName, exit, name)];
};

const dagTasks = (
  build: Build,
  task: Task,
  component: DagComponent,
  { name, iterationIndex, depends, exit }: Setting,
): readonly DagTask[] => {
  const driverName = `${name}-driver`;
  const { executionId, condition } = driverOutputs(driverName);
  const driver = dagDriverTask(build, driverName, {
    task: task.name,
    taskSpec: stableJson(task.spec),
    component: `components-${component.name}`,
    iterationIndex,
    depends,
  });
  return [driver, dagTask(name, component.name, driverName, executionId, condition, task.condition, exit)];
};

/** The task that runs the template of a graph after its driver. */
export const dagTask = (
  name: string,
  template: string,
  driver: string,
  executionId: string,
  condition: string,
  when: string,
  exit: LifecycleHook | undefined,
): DagTask => {
  const depends = succeeded([driver]);
  return {
    name,
    template,
    arguments: {
      parameters: [
        { name: names.parentDagId, value: executionId },
        { name: names.condition, value: condition },
      ],
    },
    ...(depends === undefined ? {} : { depends }),
    ...(when === '' ? {} : { when: `${condition} != false` }),
    ...(exit === undefined ? {} : { hooks: { exit } }),
  };
};

const stepTasks = (build: Build, task: Task, component: Component, setting: Setting): readonly DagTask[] => {
  switch (component.kind) {
    case 'container':
      return containerTasks(build, task, component, setting);
    case 'importer':
      return [importerTask(build, setting.name, stableJson(task.spec), component, setting.exit)];
    case 'dag':
      return dagTasks(build, task, component, setting);
  }
};

const graph = (name: string, inputs: readonly string[], tasks: readonly DagTask[]): DagTemplate => ({
  name,
  inputs: { parameters: inputs.map((input) => ({ name: input })) },
  outputs: {},
  metadata: {},
  dag: { tasks },
});

/** A graph template that is given only the graph it belongs to. */
export const graphTemplate = (name: string, tasks: readonly DagTask[]): DagTemplate =>
  graph(name, [names.parentDagId], tasks);

/** One iteration: the task's own steps, told which item is theirs. */
const addIteration = (build: Build, task: Task, component: Component): string => {
  const tasks = stepTasks(build, task, component, {
    name: 'iteration-item',
    iterationIndex: inputParameter(names.iterationIndex),
    depends: undefined,
    exit: undefined,
  });
  const common = `${component.name}-iteration`;
  // Two loops over one component: the second has a template of its own, for it carries its task's inputs.
  const name = build.has(common) ? `${component.name}-${task.name}-iteration` : common;
  return build.add(graph(name, [names.parentDagId, names.iterationIndex], tasks));
};

/** A loop: a driver that counts the items, and as many iterations. */
const addIterator = (build: Build, task: Task, component: Component, parallelism: number): string => {
  const iteration = addIteration(build, task, component);
  const driver = 'iteration-driver';
  const { executionId, iterationCount } = driverOutputs(driver);
  const driverTask = dagDriverTask(build, driver, {
    task: task.name,
    taskSpec: stableJson(task.spec),
    component: `components-${build.keyOf(component)}`,
    iterationIndex: undefined,
    depends: undefined,
  });
  const depends = succeeded([driver]);
  const iterations: DagTask = {
    name: 'iteration-iterations',
    template: iteration,
    arguments: {
      parameters: [
        { name: names.parentDagId, value: executionId },
        { name: names.iterationIndex, value: item },
      ],
    },
    ...(depends === undefined ? {} : { depends }),
    withSequence: { count: iterationCount },
  };
  return build.add({
    ...graphTemplate(`${component.name}-${task.name}-iterator`, [driverTask, iterations]),
    ...(parallelism > 0 ? { parallelism } : {}),
  });
};

/** The tasks of a graph template that one task of the pipeline becomes. */
export const tasksOf = (
  build: Build,
  task: Task,
  component: Component,
  depends: string | undefined,
  exit: LifecycleHook | undefined,
): readonly DagTask[] => {
  if (task.loop === undefined)
    return stepTasks(build, task, component, { name: task.name, iterationIndex: undefined, depends, exit });
  return [
    {
      name: task.name,
      template: addIterator(build, task, component, task.loop.parallelism),
      arguments: {
        parameters: [{ name: names.parentDagId, value: inputParameter(names.parentDagId) }],
      },
      ...(depends === undefined ? {} : { depends }),
      ...(exit === undefined ? {} : { hooks: { exit } }),
    },
  ];
};
