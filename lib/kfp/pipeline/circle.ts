import type { Task } from './pipeline';

/** A task, and the one of its dependencies that leads back to it. */
export interface Circle {
  readonly task: Task;
  readonly waitsFor: string;
}

/** The tasks that never start: what is left when those that wait for nobody have run, again and again. */
const stuckTasks = (tasks: ReadonlyMap<string, Task>): ReadonlyMap<string, Task> => {
  const stuck = new Map(tasks);
  const dependents = new Map<string, Task[]>();
  const open = new Map<string, number>();
  for (const task of tasks.values()) {
    const upstream = [...new Set(task.dependsOn)].filter((name) => tasks.has(name));
    open.set(task.name, upstream.length);
    for (const name of upstream) {
      const known = dependents.get(name);
      if (known === undefined) dependents.set(name, [task]);
      else known.push(task);
    }
  }
  const ready = [...tasks.values()].filter(({ name }) => open.get(name) === 0);
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    stuck.delete(next.name);
    for (const task of dependents.get(next.name) ?? []) {
      const left = (open.get(task.name) ?? 0) - 1;
      open.set(task.name, left);
      if (left === 0) ready.push(task);
    }
  }
  return stuck;
};

/** A circle among the tasks of a graph, where there is one; without recursion, for graphs may be long. */
export const findCircle = (tasks: ReadonlyMap<string, Task>): Circle | undefined => {
  const stuck = stuckTasks(tasks);
  const seen = new Set<string>();
  let [task] = stuck.values();
  while (task !== undefined) {
    seen.add(task.name);
    // A stuck task waits for another stuck one, so that this walk comes back to where it has been.
    const waitsFor: string | undefined = task.dependsOn.find((name) => stuck.has(name));
    if (waitsFor === undefined) return undefined;
    if (seen.has(waitsFor)) return { task, waitsFor };
    task = stuck.get(waitsFor);
  }
  return undefined;
};
