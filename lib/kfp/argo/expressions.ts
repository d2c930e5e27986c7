/** Argo's placeholders. https://argo-workflows.readthedocs.io/en/latest/variables/ */
export const inputParameter = (name: string): string => `{{inputs.parameters.${name}}}`;

export const outputPath = (name: string): string => `{{outputs.parameters.${name}.path}}`;

export const workflowParameter = (name: string): string => `{{workflow.parameters.${name}}}`;

export const taskOutput = (task: string, name: string): string =>
  `{{tasks.${task}.outputs.parameters.${name}}}`;

export const runId = '{{workflow.uid}}';
export const runName = '{{workflow.name}}';
export const creationTime = '{{workflow.creationTimestamp}}';
export const item = '{{item}}';

/** The condition of a task that waits for others to succeed; undefined when there are none. */
export const succeeded = (tasks: readonly string[]): string | undefined =>
  tasks.length === 0 ? undefined : tasks.map((task) => `${task}.Succeeded`).join(' && ');
