import { parse } from 'yaml';
import { isRecord } from '../../../lib/kubernetes';

/** One broken workflow: what is wrong with it, in words, and the whole object. */
export interface BrokenWorkflow {
  readonly what: string;
  /** The rule that finds it. */
  readonly rule: string;
  readonly manifest: Readonly<Record<string, unknown>>;
}

const read = (text: string): Readonly<Record<string, unknown>> => {
  const value: unknown = parse(text);
  if (!isRecord(value)) throw new Error(`no map: ${text}`);
  return value;
};

const work = '- {name: work, container: {image: busybox}}';
const echo = '- {name: echo, inputs: {parameters: [{name: x}]}, container: {image: busybox, args: ["{{inputs.parameters.x}}"]}}';
const make =
  '- {name: make, container: {image: busybox}, outputs: {parameters: [{name: y, valueFrom: {path: /y}}], artifacts: [{name: f, path: /f}]}}';

const workflow = (templates: readonly string[], spec = ''): Readonly<Record<string, unknown>> =>
  read(
    [
      'apiVersion: argoproj.io/v1alpha1',
      'kind: Workflow',
      'metadata: {name: broken}',
      'spec:',
      ...(spec.includes('entrypoint:') ? [] : ['  entrypoint: main']),
      ...(spec === '' ? [] : spec.split('\n').map((line) => `  ${line}`)),
      '  templates:',
      ...templates.map((template) => `  ${template}`),
    ].join('\n'),
  );

const dag = (tasks: string, more = ''): string => `- {name: main, dag: {tasks: [${tasks}]}${more}}`;

/** A step of its own as the whole workflow. */
const leaf = (fields: string): Readonly<Record<string, unknown>> => workflow([`- {name: main, ${fields}}`]);

const row = (rule: string, what: string, manifest: Readonly<Record<string, unknown>>): BrokenWorkflow => ({
  what,
  rule: `workflow/${rule}`,
  manifest,
});

const inDag = (rule: string, what: string, tasks: string, templates: readonly string[] = [work]): BrokenWorkflow =>
  row(rule, what, workflow([dag(tasks), ...templates]));

const cron = (fields: string): Readonly<Record<string, unknown>> =>
  read(
    [
      'apiVersion: argoproj.io/v1alpha1',
      'kind: CronWorkflow',
      'metadata: {name: broken}',
      `spec: {${fields}, workflowSpec: {entrypoint: main, templates: [{name: main, container: {image: busybox}}]}}`,
    ].join('\n'),
  );

const long = 'a'.repeat(129);

/** Workflows that Argo's own linter refuses, each for one reason. */
export const brokenWorkflows: readonly BrokenWorkflow[] = [
  // names
  row('entrypoint', 'no entrypoint', workflow([work], 'entrypoint: ""')),
  row('undefined-template', 'an entrypoint that is no template', workflow([work], 'entrypoint: other')),
  row('undefined-template', 'an exit handler that is no template', workflow([dag('{name: a, template: work}'), work], 'onExit: other')),
  row('name', 'a template name with an underscore', workflow([dag('{name: a, template: my_work}'), '- {name: my_work, container: {image: busybox}}'])),
  row('name', 'a template name of 129 letters', workflow([dag(`{name: a, template: ${long}}`), `- {name: ${long}, container: {image: busybox}}`])),
  row('unique-name', 'two templates of one name', workflow([dag('{name: a, template: work}'), work, work])),
  row('name', 'a template without a name', workflow([dag('{name: a, template: work}'), work, '- {container: {image: busybox}}'])),
  inDag('name', 'a task name with a dot', '{name: a.b, template: work}'),
  inDag('unique-name', 'two tasks of one name', '{name: a, template: work}, {name: a, template: work}'),
  inDag('name', 'a leading digit beside dependencies', '{name: a, template: work}, {name: 1b, template: work, dependencies: [a]}'),
  row('name', 'a parameter name with a dot', workflow([dag('{name: a, template: echo, arguments: {parameters: [{name: x.y, value: 1}]}}'), echo])),
  row('unique-name', 'two inputs of one name', leaf('inputs: {parameters: [{name: x, value: "1"}, {name: x, value: "2"}]}, container: {image: busybox}')),
  row('name', 'a workflow name of 64 letters', { ...workflow([dag('{name: a, template: work}'), work]), metadata: { name: 'a'.repeat(64) } }),
  // types
  row('template-type', 'a template without a type', workflow([dag('{name: a, template: work}'), work, '- {name: nothing}'])),
  row('template-type', 'a template of two types', leaf('container: {image: busybox}, suspend: {}')),
  row('image', 'a container without an image', leaf('container: {command: [sh]}')),
  row('image', 'a script without an image', leaf('script: {command: [sh], source: "true"}')),
  row('resource-action', 'a resource with an unknown action', leaf('resource: {action: make, manifest: "a: 1"}')),
  row('resource-manifest', 'a resource without an object', leaf('resource: {action: create}')),
  row('resource-manifest', 'an object that is no YAML', leaf('resource: {action: create, manifest: "a: [1"}')),
  row('resource-manifest', 'an object of an artifact that is not there', leaf('resource: {action: create, manifestFrom: {artifact: {name: m}}}')),
  // graphs
  row('empty-dag', 'a DAG without tasks', workflow([dag('')])),
  inDag('cycle', 'a circle of two', '{name: a, template: work, dependencies: [b]}, {name: b, template: work, dependencies: [a]}'),
  inDag('cycle', 'a task that waits for itself', '{name: a, template: work, dependencies: [a]}'),
  inDag('undefined-task', 'a dependency that is not there', '{name: a, template: work, dependencies: [b]}'),
  inDag('undefined-template', 'a task of a template that is not there', '{name: a, template: other}'),
  inDag('task-template', 'a task that runs nothing', '{name: a}'),
  inDag('task-template', 'a task with a template and a reference to one', '{name: a, template: work, templateRef: {name: t, template: t}}'),
  inDag('depends', 'depends beside dependencies', '{name: a, template: work}, {name: b, template: work, depends: a}, {name: c, template: work, dependencies: [a]}'),
  inDag('depends', 'continueOn beside depends', '{name: a, template: work, continueOn: {failed: true}}, {name: b, template: work, depends: a}'),
  inDag('depends', 'a result that there is not', '{name: a, template: work}, {name: b, template: work, depends: a.Won}'),
  inDag('depends', 'AnySucceeded of a task that does not loop', '{name: a, template: work}, {name: b, template: work, depends: a.AnySucceeded}'),
  row('undefined-task', 'a target that is no task', workflow(['- {name: main, dag: {target: b, tasks: [{name: a, template: work}]}}', work])),
  // references
  row('unresolved-reference', 'an input that the template does not have', leaf('container: {image: busybox, args: ["{{inputs.parameters.x}}"]}')),
  row('unresolved-reference', 'a parameter that the workflow does not have', leaf('container: {image: busybox, args: ["{{workflow.parameters.x}}"]}')),
  row('unresolved-reference', 'an item outside of a loop', leaf('container: {image: busybox, args: ["{{item.a}}"]}')),
  inDag('unresolved-reference', 'an output that the template does not have', '{name: a, template: make}, {name: b, template: echo, dependencies: [a], arguments: {parameters: [{name: x, value: "{{tasks.a.outputs.parameters.z}}"}]}}', [echo, make]),
  inDag('unresolved-reference', 'an output of a task that is not there', '{name: b, template: echo, arguments: {parameters: [{name: x, value: "{{tasks.a.outputs.parameters.y}}"}]}}', [echo]),
  inDag('missing-dependency', 'an output of a task that need not be over', '{name: a, template: make}, {name: b, template: echo, arguments: {parameters: [{name: x, value: "{{tasks.a.outputs.parameters.y}}"}]}}', [echo, make]),
  inDag('missing-dependency', 'an artifact of a task that need not be over', '{name: a, template: make}, {name: b, template: eat, arguments: {artifacts: [{name: f, from: "{{tasks.a.outputs.artifacts.f}}"}]}}', [make, '- {name: eat, inputs: {artifacts: [{name: f, path: /f}]}, container: {image: busybox}}']),
  inDag('unresolved-reference', 'a status in a condition of a task that need not be over', '{name: a, template: work}, {name: b, template: work, when: "{{tasks.a.status}} == Succeeded"}'),
  inDag('unresolved-reference', 'a field that the items do not have', '{name: a, template: echo, withItems: [{k: 1}], arguments: {parameters: [{name: x, value: "{{item.z}}"}]}}', [echo]),
  row('unresolved-reference', 'an output of a DAG that no task gives', workflow([dag('{name: a, template: work}', ', outputs: {parameters: [{name: o, valueFrom: {parameter: "{{tasks.a.outputs.parameters.y}}"}}]}'), work])),
  // arguments
  inDag('missing-argument', 'no value for an input', '{name: a, template: echo}', [echo]),
  inDag('missing-argument', 'no artifact for an input', '{name: a, template: eat}', ['- {name: eat, inputs: {artifacts: [{name: f, path: /f}]}, container: {image: busybox}}']),
  inDag('argument-value', 'an argument without a value', '{name: a, template: echo, arguments: {parameters: [{name: x}]}}', [echo]),
  inDag('argument-value', 'an argument from a path', '{name: a, template: echo, arguments: {parameters: [{name: x, valueFrom: {path: /x}}]}}', [echo]),
  inDag('argument-value', 'an artifact from nowhere', '{name: a, template: eat, arguments: {artifacts: [{name: f}]}}', ['- {name: eat, inputs: {artifacts: [{name: f, path: /f}]}, container: {image: busybox}}']),
  row('missing-argument', 'a workflow parameter without a value', workflow(['- {name: main, inputs: {parameters: [{name: x}]}, container: {image: busybox}}'], 'arguments: {parameters: [{name: x}]}')),
  row('enum', 'a value that is no choice', workflow([dag('{name: a, template: work}'), work], 'arguments: {parameters: [{name: x, value: c, enum: [a, b]}]}')),
  // loops
  inDag('loop', 'two ways to loop', '{name: a, template: work, withItems: [1], withParam: "[1]"}'),
  inDag('loop', 'a sequence with count and end', '{name: a, template: work, withSequence: {count: 2, end: 3}}'),
  // outputs
  row('output-source', 'an output from nowhere', leaf('container: {image: busybox}, outputs: {parameters: [{name: o}]}')),
  row('output-source', 'an output with value and source', leaf('container: {image: busybox}, outputs: {parameters: [{name: o, value: "1", valueFrom: {path: /o}}]}')),
  row('output-source', 'a JSONPath in a container', leaf('container: {image: busybox}, outputs: {parameters: [{name: o, valueFrom: {jsonPath: "{}"}}]}')),
  row('output-source', 'a path in a resource', leaf('resource: {action: create, manifest: "a: 1"}, outputs: {parameters: [{name: o, valueFrom: {path: /o}}]}')),
  row('output-source', 'a path in a DAG', workflow([dag('{name: a, template: work}', ', outputs: {parameters: [{name: o, valueFrom: {path: /o}}]}'), work])),
  row('output-source', 'two sources', leaf('container: {image: busybox}, outputs: {parameters: [{name: o, valueFrom: {path: /o, jsonPath: "{}"}}]}')),
  // paths
  row('mount-path', 'two mounts at one path', workflow(['- {name: main, container: {image: busybox, volumeMounts: [{name: v, mountPath: /a}, {name: w, mountPath: /a}]}, volumes: [{name: v, emptyDir: {}}, {name: w, emptyDir: {}}]}'])),
  row('mount-path', 'an artifact where a volume is', leaf('inputs: {artifacts: [{name: f, path: /a, raw: {data: x}}]}, container: {image: busybox, volumeMounts: [{name: v, mountPath: /a}]}, volumes: [{name: v, emptyDir: {}}]')),
  row('artifact-path', 'an artifact without a path', leaf('inputs: {artifacts: [{name: f, raw: {data: x}}]}, container: {image: busybox}')),
  row('artifact-path', 'an output artifact without a path', leaf('container: {image: busybox}, outputs: {artifacts: [{name: f}]}')),
  row('artifact-path', 'a path in a DAG', workflow([dag('{name: a, template: work}', ', inputs: {artifacts: [{name: f, path: /f, raw: {data: x}}]}'), work])),
  row('artifact-from', 'from in the inputs of a template', leaf('inputs: {artifacts: [{name: f, path: /f, from: "{{workflow.outputs.artifacts.f}}"}]}, container: {image: busybox}')),
  row('artifact-location', 'a Git artifact without a repository', leaf('inputs: {artifacts: [{name: f, path: /f, git: {revision: main}}]}, container: {image: busybox}')),
  // limits on the wrong level
  row('deadline-level', 'a deadline on a DAG', workflow([dag('{name: a, template: work}', ', activeDeadlineSeconds: 5'), work])),
  row('deadline-level', 'a timeout on a DAG', workflow([dag('{name: a, template: work}', ', timeout: 5s'), work])),
  row('deadline', 'a deadline below 0', leaf('container: {image: busybox}, activeDeadlineSeconds: -1')),
  row('timeout', 'a timeout without a unit', leaf('container: {image: busybox}, timeout: "5"')),
  row('parallelism-level', 'parallelism of a step', leaf('container: {image: busybox}, parallelism: 2')),
  row('retry', 'an unknown retry policy', leaf('container: {image: busybox}, retryStrategy: {retryPolicy: Never}')),
  // the rest
  row('container-name', 'an init container without a name', leaf('container: {image: busybox}, initContainers: [{image: busybox}]')),
  row('hook', 'a hook without an expression', workflow([dag('{name: a, template: work}'), work], 'hooks: {running: {template: work}}')),
  row('metric', 'a metric with a dash', leaf('container: {image: busybox}, metrics: {prometheus: [{name: a-b, help: h, counter: {value: "1"}}]}')),
  row('metric', 'a metric without help', leaf('container: {image: busybox}, metrics: {prometheus: [{name: a, counter: {value: "1"}}]}')),
  row('pod-gc', 'an unknown strategy for old pods', workflow([dag('{name: a, template: work}'), work], 'podGC: {strategy: Never}')),
  row('unknown-field', 'a field that a template does not have', leaf('container: {image: busybox}, retries: 3')),
  row('unknown-field', 'a field that a task does not have', workflow([dag('{name: a, template: work, after: b}'), work])),
  row('unknown-field', 'a field that a workflow does not have', workflow([dag('{name: a, template: work}'), work], 'timeout: 5s')),
  row('unknown-field', 'a field that a container does not have', leaf('container: {image: busybox, arguments: [a]}')),
  // steps
  row('unresolved-reference', 'an output of a step that comes later', workflow(['- {name: main, steps: [[{name: a, template: echo, arguments: {parameters: [{name: x, value: "{{steps.b.outputs.parameters.y}}"}]}}], [{name: b, template: make}]]}', echo, make])),
  row('unique-name', 'two steps of one name', workflow(['- {name: main, steps: [[{name: a, template: work}], [{name: a, template: work}]]}', work])),
  // schedules
  row('schedule', 'a schedule of four fields', cron('schedules: ["* * * *"]')),
  row('schedule', 'an hour of 25', cron('schedules: ["0 25 * * *"]')),
  row('schedule', 'schedule beside schedules', cron('schedule: "* * * * *", schedules: ["* * * * *"]')),
  row('concurrency', 'an unknown concurrency policy', cron('schedules: ["* * * * *"], concurrencyPolicy: Never')),
  row('schedule', 'a starting deadline below 0', cron('schedules: ["* * * * *"], startingDeadlineSeconds: -1')),
  row('name', 'a CronWorkflow name of 53 letters', { ...cron('schedules: ["* * * * *"]'), metadata: { name: 'a'.repeat(53) } }),
];
