import { inputParameter, succeeded } from '../../argo';
import type { LifecycleHook } from '../../argo';
import type { Component, DagComponent, Task } from '../../pipeline';
import type { Build } from '../build';
import { names } from './parameters';
import { graphTemplate, tasksOf } from './tasks';

const componentOf = (build: Build, task: Task): Component => {
  const component = build.pipeline.components.get(task.component);
  if (component === undefined) throw new Error(`the pipeline was not resolved: ${task.component}`);
  return component;
};

/** Tasks that run when others have ended become hooks of those: each has a template, and Argo calls it. */
const addExitHook = (build: Build, dag: DagComponent, task: Task): LifecycleHook => ({
  template: build.add(
    graphTemplate(
      `exit-hook-${dag.name}-${task.name}`,
      tasksOf(build, task, componentOf(build, task), undefined, undefined),
    ),
  ),
  arguments: { parameters: [{ name: names.parentDagId, value: inputParameter(names.parentDagId) }] },
});

/** The template of a graph. */
export const addDag = (build: Build, dag: DagComponent): string => {
  const hooks = new Map<string, LifecycleHook>();
  for (const task of dag.tasks.filter(({ runsOnExit }) => runsOnExit)) {
    const hook = addExitHook(build, dag, task);
    for (const upstream of task.dependsOn) hooks.set(upstream, hook);
  }
  const tasks = dag.tasks
    .filter(({ runsOnExit }) => !runsOnExit)
    .flatMap((task) =>
      tasksOf(build, task, componentOf(build, task), succeeded(task.dependsOn), hooks.get(task.name)),
    );
  return build.add(graphTemplate(dag.name, tasks));
};
