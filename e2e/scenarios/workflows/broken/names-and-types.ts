import { work, echo, workflow, dag, leaf, row, inDag, long, type BrokenWorkflow } from './build';

/** Names, and what a template is. */
export const namesAndTypes: readonly BrokenWorkflow[] = [
  // names
  row('entrypoint', 'no entrypoint', workflow([work], 'entrypoint: ""')),
  row('undefined-template', 'an entrypoint that is no template', workflow([work], 'entrypoint: other')),
  row(
    'undefined-template',
    'an exit handler that is no template',
    workflow([dag('{name: a, template: work}'), work], 'onExit: other'),
  ),
  row(
    'name',
    'a template name with an underscore',
    workflow([dag('{name: a, template: my_work}'), '- {name: my_work, container: {image: busybox}}']),
  ),
  row(
    'name',
    'a template name of 129 letters',
    workflow([dag(`{name: a, template: ${long}}`), `- {name: ${long}, container: {image: busybox}}`]),
  ),
  row('unique-name', 'two templates of one name', workflow([dag('{name: a, template: work}'), work, work])),
  row(
    'name',
    'a template without a name',
    workflow([dag('{name: a, template: work}'), work, '- {container: {image: busybox}}']),
  ),
  inDag('name', 'a task name with a dot', '{name: a.b, template: work}'),
  inDag('unique-name', 'two tasks of one name', '{name: a, template: work}, {name: a, template: work}'),
  inDag(
    'name',
    'a leading digit beside dependencies',
    '{name: a, template: work}, {name: 1b, template: work, dependencies: [a]}',
  ),
  row(
    'name',
    'a parameter name with a dot',
    workflow([dag('{name: a, template: echo, arguments: {parameters: [{name: x.y, value: 1}]}}'), echo]),
  ),
  row(
    'unique-name',
    'two inputs of one name',
    leaf('inputs: {parameters: [{name: x, value: "1"}, {name: x, value: "2"}]}, container: {image: busybox}'),
  ),
  row('name', 'a workflow name of 64 letters', {
    ...workflow([dag('{name: a, template: work}'), work]),
    metadata: { name: 'a'.repeat(64) },
  }),

  // types
  row(
    'template-type',
    'a template without a type',
    workflow([dag('{name: a, template: work}'), work, '- {name: nothing}']),
  ),
  row('template-type', 'a template of two types', leaf('container: {image: busybox}, suspend: {}')),
  row('image', 'a container without an image', leaf('container: {command: [sh]}')),
  row('image', 'a script without an image', leaf('script: {command: [sh], source: "true"}')),
  row(
    'resource-action',
    'a resource with an unknown action',
    leaf('resource: {action: make, manifest: "a: 1"}'),
  ),
  row('resource-manifest', 'a resource without an object', leaf('resource: {action: create}')),
  row(
    'resource-manifest',
    'an object that is no YAML',
    leaf('resource: {action: create, manifest: "a: [1"}'),
  ),
  row(
    'resource-manifest',
    'an object of an artifact that is not there',
    leaf('resource: {action: create, manifestFrom: {artifact: {name: m}}}'),
  ),
];
