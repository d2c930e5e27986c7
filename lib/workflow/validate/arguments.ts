import { fieldAt, isRecord, listAt, stringAt } from '../../kubernetes';
import type { Local } from './finding';
import { hasLocation, requiredArtifacts, requiredInputs } from './inputs';
import { checkNames } from './names';

const has = (value: unknown): boolean => value !== undefined && value !== null;

function* checkParameter(parameter: unknown, path: string, mayBeEmpty: boolean): Generator<Local> {
  const value = fieldAt(parameter, 'value');
  const valueFrom = fieldAt(parameter, 'valueFrom');
  if (!has(value) && !has(valueFrom) && !mayBeEmpty) {
    yield {
      rule: 'workflow/argument-value',
      path,
      got: 'no value',
      want: 'value or valueFrom',
      fix: 'give the argument a value',
    };
  }
  if (isRecord(valueFrom)) {
    const isFitting =
      has(valueFrom['configMapKeyRef']) || has(valueFrom['event']) || has(valueFrom['supplied']);
    const wrong = ['path', 'jsonPath', 'parameter', 'expression'].filter((source) => has(valueFrom[source]));
    if (!isFitting || wrong.length > 0) {
      yield {
        rule: 'workflow/argument-value',
        path: `${path}.valueFrom`,
        got: Object.keys(valueFrom).join(', ') || 'nothing',
        want: 'configMapKeyRef, event or supplied, with a default at most',
        fix: 'use value for what a task puts out',
      };
    }
  }
  const choices = fieldAt(parameter, 'enum');
  if (!Array.isArray(choices)) return;
  const known: readonly unknown[] = choices;
  if (known.length === 0 || (has(value) && !known.includes(value))) {
    yield {
      rule: 'workflow/enum',
      path: `${path}.value`,
      got: known.length === 0 ? 'an empty enum' : String(value),
      want: known.length === 0 ? 'at least one choice' : `one of ${known.join(', ')}`,
      fix: 'correct the value or the choices',
    };
  }
}

/** The arguments of a workflow, or of a task. */
export function* checkArguments(given: unknown, path: string, mayBeEmpty: boolean): Generator<Local> {
  const parameters = listAt(given, 'parameters');
  const artifacts = listAt(given, 'artifacts');
  yield* checkNames(parameters, `${path}.parameters`, 'parameter');
  yield* checkNames(artifacts, `${path}.artifacts`, 'artifact');
  for (const [index, parameter] of parameters.entries())
    yield* checkParameter(parameter, `${path}.parameters[${index}]`, mayBeEmpty);
  for (const [index, artifact] of artifacts.entries()) {
    const at = `${path}.artifacts[${index}]`;
    const from = stringAt(artifact, 'from') ?? '';
    const expression = stringAt(artifact, 'fromExpression') ?? '';
    if (from === '' && !hasLocation(artifact)) {
      yield {
        rule: 'workflow/argument-value',
        path: at,
        got: expression === '' ? 'no source' : 'fromExpression',
        want: 'from, or a place where the artifact is',
        fix: 'say where it comes from',
      };
    } else if (from !== '' && expression !== '') {
      yield {
        rule: 'workflow/argument-value',
        path: at,
        got: 'from and fromExpression',
        want: 'one of them',
        fix: 'remove one',
      };
    }
  }
}

/** Whether a task gives a template everything that it wants. */
export function* checkSupplied(
  given: unknown,
  template: Readonly<Record<string, unknown>>,
  path: string,
): Generator<Local> {
  const parameters = new Set(
    listAt(given, 'parameters')
      .filter((each) => has(fieldAt(each, 'value')) || has(fieldAt(each, 'valueFrom')))
      .map((each) => stringAt(each, 'name')),
  );
  const artifacts = new Set(listAt(given, 'artifacts').map((each) => stringAt(each, 'name')));
  const missing = [
    ...requiredInputs(template).filter((name) => !parameters.has(name)),
    ...requiredArtifacts(template).filter((name) => !artifacts.has(name)),
  ];
  for (const name of missing) {
    yield {
      rule: 'workflow/missing-argument',
      path,
      got: `no argument for input ${name} of template ${stringAt(template, 'name') ?? ''}`,
      want: 'a value for every input without a default',
      fix: `pass ${name}`,
    };
  }
}

/** Loops: one way to loop, and items that Argo can take. */
export function* checkLoop(
  task: Readonly<Record<string, unknown>>,
  path: string,
  values: ReadonlyMap<string, string>,
): Generator<Local> {
  const items: readonly unknown[] = Array.isArray(task['withItems']) ? task['withItems'] : [];
  const ways = [
    ...(items.length > 0 ? ['withItems'] : []),
    ...((stringAt(task, 'withParam') ?? '') !== '' ? ['withParam'] : []),
    ...(isRecord(task['withSequence']) ? ['withSequence'] : []),
  ];
  if (ways.length > 1) {
    yield {
      rule: 'workflow/loop',
      path,
      got: ways.join(' and '),
      want: 'one of withItems, withParam and withSequence',
      fix: 'remove the others',
    };
  }
  const bad = items.findIndex((item) => item === null || item === undefined);
  if (bad >= 0) {
    yield {
      rule: 'workflow/loop',
      path: `${path}.withItems[${bad}]`,
      got: 'null',
      want: 'texts, numbers, booleans, maps or lists',
      fix: 'remove it',
    };
  }
  const sequence = task['withSequence'];
  if (isRecord(sequence) && has(sequence['count']) && has(sequence['end'])) {
    yield {
      rule: 'workflow/loop',
      path: `${path}.withSequence`,
      got: 'count and end',
      want: 'one of them',
      fix: 'remove one',
    };
  }
  const given = stringAt(task, 'withParam') ?? '';
  const [, parameter] = /^\{\{workflow\.parameters\.([^{}]+)\}\}$/.exec(given) ?? [];
  const known = parameter === undefined ? undefined : values.get(parameter);
  if (known !== undefined && !isJsonList(known)) {
    yield {
      rule: 'workflow/loop',
      path: `${path}.withParam`,
      got: `parameter ${parameter ?? ''} with the value ${known === '' ? 'nothing' : known}`,
      want: 'a JSON list',
      fix: 'correct the default of the parameter',
    };
  }
  if (given !== '' && !given.includes('{{') && !isJsonList(given)) {
    yield {
      rule: 'workflow/loop',
      path: `${path}.withParam`,
      got: given,
      want: 'a JSON list, or a reference to one',
      fix: 'correct the text',
    };
  }
}

const isJsonList = (text: string): boolean => {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
};

/** Variables that a loop gives to its task. */
export const itemVariables = (
  task: Readonly<Record<string, unknown>>,
): { readonly names: ReadonlySet<string>; readonly anyItem: boolean } => {
  const names = new Set<string>();
  const items: readonly unknown[] = Array.isArray(task['withItems']) ? task['withItems'] : [];
  for (const item of items) {
    if (Array.isArray(item)) for (const index of item.keys()) names.add(`item.[${index}]`);
    else if (isRecord(item)) for (const key of Object.keys(item)) names.add(`item.${key}`);
    else names.add('item');
  }
  const anyItem = items.length === 0 && (stringAt(task, 'withParam') ?? '') !== '';
  if (anyItem || isRecord(task['withSequence'])) names.add('item');
  return { names, anyItem };
};
