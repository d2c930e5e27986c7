/** Parameters by which templates talk to each other; driver and launcher know these names. */
export const names = {
  component: 'component',
  task: 'task',
  container: 'container',
  importer: 'importer',
  runtimeConfig: 'runtime-config',
  taskName: 'task-name',
  parentDagId: 'parent-dag-id',
  iterationIndex: 'iteration-index',
  iterationCount: 'iteration-count',
  driverType: 'driver-type',
  executionId: 'execution-id',
  condition: 'condition',
  kubernetesConfig: 'kubernetes-config',
  podSpecPatch: 'pod-spec-patch',
  cachedDecision: 'cached-decision',
} as const;
