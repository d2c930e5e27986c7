import { work, echo, make, workflow, dag, leaf, row, inDag, type BrokenWorkflow } from './build';

/** Graphs, references, arguments and loops. */
export const graphs: readonly BrokenWorkflow[] = [
  // graphs
  row('empty-dag', 'a DAG without tasks', workflow([dag('')])),
  inDag(
    'cycle',
    'a circle of two',
    '{name: a, template: work, dependencies: [b]}, {name: b, template: work, dependencies: [a]}',
  ),
  inDag('cycle', 'a task that waits for itself', '{name: a, template: work, dependencies: [a]}'),
  inDag('undefined-task', 'a dependency that is not there', '{name: a, template: work, dependencies: [b]}'),
  inDag('undefined-template', 'a task of a template that is not there', '{name: a, template: other}'),
  inDag('task-template', 'a task that runs nothing', '{name: a}'),
  inDag(
    'task-template',
    'a task with a template and a reference to one',
    '{name: a, template: work, templateRef: {name: t, template: t}}',
  ),
  inDag(
    'depends',
    'depends beside dependencies',
    '{name: a, template: work}, {name: b, template: work, depends: a}, {name: c, template: work, dependencies: [a]}',
  ),
  inDag(
    'depends',
    'continueOn beside depends',
    '{name: a, template: work, continueOn: {failed: true}}, {name: b, template: work, depends: a}',
  ),
  inDag(
    'depends',
    'a result that there is not',
    '{name: a, template: work}, {name: b, template: work, depends: a.Won}',
  ),
  inDag(
    'depends',
    'AnySucceeded of a task that does not loop',
    '{name: a, template: work}, {name: b, template: work, depends: a.AnySucceeded}',
  ),
  row(
    'undefined-task',
    'a target that is no task',
    workflow(['- {name: main, dag: {target: b, tasks: [{name: a, template: work}]}}', work]),
  ),

  // references
  row(
    'unresolved-reference',
    'an input that the template does not have',
    leaf('container: {image: busybox, args: ["{{inputs.parameters.x}}"]}'),
  ),
  row(
    'unresolved-reference',
    'a parameter that the workflow does not have',
    leaf('container: {image: busybox, args: ["{{workflow.parameters.x}}"]}'),
  ),
  row(
    'unresolved-reference',
    'an item outside of a loop',
    leaf('container: {image: busybox, args: ["{{item.a}}"]}'),
  ),
  inDag(
    'unresolved-reference',
    'an output that the template does not have',
    '{name: a, template: make}, {name: b, template: echo, dependencies: [a], arguments: {parameters: [{name: x, value: "{{tasks.a.outputs.parameters.z}}"}]}}',
    [echo, make],
  ),
  inDag(
    'unresolved-reference',
    'an output of a task that is not there',
    '{name: b, template: echo, arguments: {parameters: [{name: x, value: "{{tasks.a.outputs.parameters.y}}"}]}}',
    [echo],
  ),
  inDag(
    'missing-dependency',
    'an output of a task that need not be over',
    '{name: a, template: make}, {name: b, template: echo, arguments: {parameters: [{name: x, value: "{{tasks.a.outputs.parameters.y}}"}]}}',
    [echo, make],
  ),
  inDag(
    'missing-dependency',
    'an artifact of a task that need not be over',
    '{name: a, template: make}, {name: b, template: eat, arguments: {artifacts: [{name: f, from: "{{tasks.a.outputs.artifacts.f}}"}]}}',
    [make, '- {name: eat, inputs: {artifacts: [{name: f, path: /f}]}, container: {image: busybox}}'],
  ),
  inDag(
    'unresolved-reference',
    'a status in a condition of a task that need not be over',
    '{name: a, template: work}, {name: b, template: work, when: "{{tasks.a.status}} == Succeeded"}',
  ),
  inDag(
    'unresolved-reference',
    'a field that the items do not have',
    '{name: a, template: echo, withItems: [{k: 1}], arguments: {parameters: [{name: x, value: "{{item.z}}"}]}}',
    [echo],
  ),
  row(
    'unresolved-reference',
    'an output of a DAG that no task gives',
    workflow([
      dag(
        '{name: a, template: work}',
        ', outputs: {parameters: [{name: o, valueFrom: {parameter: "{{tasks.a.outputs.parameters.y}}"}}]}',
      ),
      work,
    ]),
  ),

  // arguments
  inDag('missing-argument', 'no value for an input', '{name: a, template: echo}', [echo]),
  inDag('missing-argument', 'no artifact for an input', '{name: a, template: eat}', [
    '- {name: eat, inputs: {artifacts: [{name: f, path: /f}]}, container: {image: busybox}}',
  ]),
  inDag(
    'argument-value',
    'an argument without a value',
    '{name: a, template: echo, arguments: {parameters: [{name: x}]}}',
    [echo],
  ),
  inDag(
    'argument-value',
    'an argument from a path',
    '{name: a, template: echo, arguments: {parameters: [{name: x, valueFrom: {path: /x}}]}}',
    [echo],
  ),
  inDag(
    'argument-value',
    'an artifact from nowhere',
    '{name: a, template: eat, arguments: {artifacts: [{name: f}]}}',
    ['- {name: eat, inputs: {artifacts: [{name: f, path: /f}]}, container: {image: busybox}}'],
  ),
  row(
    'missing-argument',
    'a workflow parameter without a value',
    workflow(
      ['- {name: main, inputs: {parameters: [{name: x}]}, container: {image: busybox}}'],
      'arguments: {parameters: [{name: x}]}',
    ),
  ),
  row(
    'enum',
    'a value that is no choice',
    workflow(
      [dag('{name: a, template: work}'), work],
      'arguments: {parameters: [{name: x, value: c, enum: [a, b]}]}',
    ),
  ),

  // loops
  inDag('loop', 'two ways to loop', '{name: a, template: work, withItems: [1], withParam: "[1]"}'),
  inDag(
    'loop',
    'a sequence with count and end',
    '{name: a, template: work, withSequence: {count: 2, end: 3}}',
  ),

  // steps
  row(
    'unresolved-reference',
    'an output of a step that comes later',
    workflow([
      '- {name: main, steps: [[{name: a, template: echo, arguments: {parameters: [{name: x, value: "{{steps.b.outputs.parameters.y}}"}]}}], [{name: b, template: make}]]}',
      echo,
      make,
    ]),
  ),
  row(
    'unique-name',
    'two steps of one name',
    workflow(['- {name: main, steps: [[{name: a, template: work}], [{name: a, template: work}]]}', work]),
  ),
  row(
    'loop',
    'a loop over a parameter that is empty',
    workflow(
      [
        dag(
          '{name: a, template: echo, withParam: "{{workflow.parameters.l}}", arguments: {parameters: [{name: x, value: "{{item.k}}"}]}}',
        ),
        echo,
      ],
      'arguments: {parameters: [{name: l, value: ""}]}',
    ),
  ),
];
