import { compareCodePoints } from '../../yaml';
import type { RetryPolicy, TaskSpec } from '../ir';

/** The tasks whose outputs a task takes. */
export const producersOf = ({ inputs }: TaskSpec): readonly string[] => [
  ...Object.values(inputs?.parameters ?? {}).flatMap(
    ({ taskOutputParameter }) => taskOutputParameter?.producerTask ?? [],
  ),
  ...Object.values(inputs?.artifacts ?? {}).flatMap(
    ({ taskOutputArtifact }) => taskOutputArtifact?.producerTask ?? [],
  ),
];

const withDependencies = (task: TaskSpec): TaskSpec => {
  const known = task.dependentTasks ?? [];
  const missing = [...new Set(producersOf(task))].filter((producer) => !known.includes(producer));
  if (missing.length === 0) return task;
  return { ...task, dependentTasks: [...known, ...missing.sort(compareCodePoints)] };
};

/**
 * A task as the backend reads it: it waits for the tasks whose outputs it takes, also where the SDK did not write so
 * (in an order of its own; the backend's is random), and it is tried again as the task that runs its graph.
 */
export const completeTask = (task: TaskSpec, inherited: RetryPolicy | undefined): TaskSpec => {
  const ordered = withDependencies(task);
  return inherited === undefined || task.retryPolicy !== undefined
    ? ordered
    : { ...ordered, retryPolicy: inherited };
};
