import { fieldAt, isRecord, listAt, stringAt } from '../../kubernetes';
import type { Local } from './finding';
import { isLeaf, typesOf } from './inputs';
import { checkNames } from './names';

type Template = Readonly<Record<string, unknown>>;

const sources = ['path', 'jqFilter', 'jsonPath', 'parameter', 'expression', 'supplied'];

/** Which sources fit which type of template; others take any. */
const fitting: Readonly<Record<string, readonly string[]>> = {
  container: ['path'],
  containerSet: ['path'],
  script: ['path'],
  resource: ['jqFilter', 'jsonPath'],
  dag: ['parameter', 'expression'],
  steps: ['parameter', 'expression'],
};

const isText = (value: unknown): boolean => value !== undefined && value !== '';

function* checkParameter(parameter: unknown, type: string, path: string): Generator<Local> {
  const valueFrom = fieldAt(parameter, 'valueFrom');
  const hasValue = isRecord(parameter) && parameter['value'] !== undefined && parameter['value'] !== null;
  if (hasValue && isRecord(valueFrom)) {
    yield {
      rule: 'workflow/output-source',
      path,
      got: 'value and valueFrom',
      want: 'one of them',
      fix: 'remove one',
    };
    return;
  }
  if (hasValue) return;
  const named = isRecord(valueFrom) ? sources.filter((source) => isText(valueFrom[source])) : [];
  if (named.length !== 1) {
    yield {
      rule: 'workflow/output-source',
      path: `${path}.valueFrom`,
      got: named.length === 0 ? 'no source' : named.join(' and '),
      want: `one of ${sources.join(', ')}`,
      fix: 'say where the value comes from, once',
    };
    return;
  }
  const wanted = fitting[type];
  if (wanted !== undefined && !named.some((source) => wanted.includes(source))) {
    yield {
      rule: 'workflow/output-source',
      path: `${path}.valueFrom`,
      got: `${named.join('')} in a ${type} template`,
      want: wanted.join(' or '),
      fix: `use ${wanted[0] ?? ''}`,
    };
  }
}

const globalName = /^[-a-zA-Z0-9_]+$/;

/** What a template gives. */
export function* checkOutputs(template: Template): Generator<Local> {
  const parameters = listAt(template, 'outputs', 'parameters');
  const artifacts = listAt(template, 'outputs', 'artifacts');
  yield* checkNames(parameters, 'outputs.parameters', 'parameter');
  yield* checkNames(artifacts, 'outputs.artifacts', 'artifact');
  const [type = ''] = typesOf(template);
  for (const [index, parameter] of parameters.entries())
    yield* checkParameter(parameter, type, `outputs.parameters[${index}]`);
  for (const [index, artifact] of artifacts.entries()) {
    const path = stringAt(artifact, 'path') ?? '';
    const isWrong = isLeaf(template) ? path === '' || path.split('/').includes('..') : path !== '';
    if (!isWrong) continue;
    yield {
      rule: 'workflow/artifact-path',
      path: `outputs.artifacts[${index}].path`,
      got: path === '' ? 'no path' : path,
      want: isLeaf(template)
        ? 'the path that the container writes, without ..'
        : 'paths only where a container runs',
      fix: isLeaf(template) ? 'add the path' : 'use from instead',
    };
  }
  for (const [list, path] of [
    [parameters, 'outputs.parameters'],
    [artifacts, 'outputs.artifacts'],
  ] as const) {
    for (const [index, item] of list.entries()) {
      const name = stringAt(item, 'globalName');
      if (name === undefined || name.includes('{{') || globalName.test(name)) continue;
      yield {
        rule: 'workflow/name',
        path: `${path}[${index}].globalName`,
        got: name,
        want: 'letters, digits, - and _',
        fix: 'rename it',
      };
    }
  }
}
