import { work, workflow, dag, leaf, row, cron, type BrokenWorkflow } from './build';

/** Outputs, paths, limits, schedules and the rest. */
export const fields: readonly BrokenWorkflow[] = [
  // outputs
  row(
    'output-source',
    'an output from nowhere',
    leaf('container: {image: busybox}, outputs: {parameters: [{name: o}]}'),
  ),
  row(
    'output-source',
    'an output with value and source',
    leaf(
      'container: {image: busybox}, outputs: {parameters: [{name: o, value: "1", valueFrom: {path: /o}}]}',
    ),
  ),
  row(
    'output-source',
    'a JSONPath in a container',
    leaf('container: {image: busybox}, outputs: {parameters: [{name: o, valueFrom: {jsonPath: "{}"}}]}'),
  ),
  row(
    'output-source',
    'a path in a resource',
    leaf(
      'resource: {action: create, manifest: "a: 1"}, outputs: {parameters: [{name: o, valueFrom: {path: /o}}]}',
    ),
  ),
  row(
    'output-source',
    'a path in a DAG',
    workflow([
      dag('{name: a, template: work}', ', outputs: {parameters: [{name: o, valueFrom: {path: /o}}]}'),
      work,
    ]),
  ),
  row(
    'output-source',
    'two sources',
    leaf(
      'container: {image: busybox}, outputs: {parameters: [{name: o, valueFrom: {path: /o, jsonPath: "{}"}}]}',
    ),
  ),

  // paths
  row(
    'mount-path',
    'two mounts at one path',
    workflow([
      '- {name: main, container: {image: busybox, volumeMounts: [{name: v, mountPath: /a}, {name: w, mountPath: /a}]}, volumes: [{name: v, emptyDir: {}}, {name: w, emptyDir: {}}]}',
    ]),
  ),
  row(
    'mount-path',
    'an artifact where a volume is',
    leaf(
      'inputs: {artifacts: [{name: f, path: /a, raw: {data: x}}]}, container: {image: busybox, volumeMounts: [{name: v, mountPath: /a}]}, volumes: [{name: v, emptyDir: {}}]',
    ),
  ),
  row(
    'artifact-path',
    'an artifact without a path',
    leaf('inputs: {artifacts: [{name: f, raw: {data: x}}]}, container: {image: busybox}'),
  ),
  row(
    'artifact-path',
    'an output artifact without a path',
    leaf('container: {image: busybox}, outputs: {artifacts: [{name: f}]}'),
  ),
  row(
    'artifact-path',
    'a path in a DAG',
    workflow([
      dag('{name: a, template: work}', ', inputs: {artifacts: [{name: f, path: /f, raw: {data: x}}]}'),
      work,
    ]),
  ),
  row(
    'artifact-from',
    'from in the inputs of a template',
    leaf(
      'inputs: {artifacts: [{name: f, path: /f, from: "{{workflow.outputs.artifacts.f}}"}]}, container: {image: busybox}',
    ),
  ),
  row(
    'artifact-location',
    'a Git artifact without a repository',
    leaf('inputs: {artifacts: [{name: f, path: /f, git: {revision: main}}]}, container: {image: busybox}'),
  ),

  // limits on the wrong level
  row(
    'deadline-level',
    'a deadline on a DAG',
    workflow([dag('{name: a, template: work}', ', activeDeadlineSeconds: 5'), work]),
  ),
  row(
    'deadline-level',
    'a timeout on a DAG',
    workflow([dag('{name: a, template: work}', ', timeout: 5s'), work]),
  ),
  row('deadline', 'a deadline below 0', leaf('container: {image: busybox}, activeDeadlineSeconds: -1')),
  row('timeout', 'a timeout without a unit', leaf('container: {image: busybox}, timeout: "5"')),
  row('parallelism-level', 'parallelism of a step', leaf('container: {image: busybox}, parallelism: 2')),
  row(
    'retry',
    'an unknown retry policy',
    leaf('container: {image: busybox}, retryStrategy: {retryPolicy: Never}'),
  ),

  // the rest
  row(
    'container-name',
    'an init container without a name',
    leaf('container: {image: busybox}, initContainers: [{image: busybox}]'),
  ),
  row(
    'hook',
    'a hook without an expression',
    workflow([dag('{name: a, template: work}'), work], 'hooks: {running: {template: work}}'),
  ),
  row(
    'metric',
    'a metric with a dash',
    leaf('container: {image: busybox}, metrics: {prometheus: [{name: a-b, help: h, counter: {value: "1"}}]}'),
  ),
  row(
    'metric',
    'a metric without help',
    leaf('container: {image: busybox}, metrics: {prometheus: [{name: a, counter: {value: "1"}}]}'),
  ),
  row(
    'pod-gc',
    'an unknown strategy for old pods',
    workflow([dag('{name: a, template: work}'), work], 'podGC: {strategy: Never}'),
  ),
  row(
    'unknown-field',
    'a field that a template does not have',
    leaf('container: {image: busybox}, retries: 3'),
  ),
  row(
    'unknown-field',
    'a field that a task does not have',
    workflow([dag('{name: a, template: work, after: b}'), work]),
  ),
  row(
    'unknown-field',
    'a field that a workflow does not have',
    workflow([dag('{name: a, template: work}'), work], 'timeout: 5s'),
  ),
  row(
    'unknown-field',
    'a field that a container does not have',
    leaf('container: {image: busybox, arguments: [a]}'),
  ),

  // schedules
  row('schedule', 'a schedule of four fields', cron('schedules: ["* * * *"]')),
  row('schedule', 'an hour of 25', cron('schedules: ["0 25 * * *"]')),
  row('schedule', 'schedule beside schedules', cron('schedule: "* * * * *", schedules: ["* * * * *"]')),
  row(
    'concurrency',
    'an unknown concurrency policy',
    cron('schedules: ["* * * * *"], concurrencyPolicy: Never'),
  ),
  row(
    'schedule',
    'a starting deadline below 0',
    cron('schedules: ["* * * * *"], startingDeadlineSeconds: -1'),
  ),
  row('name', 'a CronWorkflow name of 53 letters', {
    ...cron('schedules: ["* * * * *"]'),
    metadata: { name: 'a'.repeat(53) },
  }),
];
