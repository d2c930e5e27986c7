import { nearest, oneOf } from '../../diagnostics';
import type { Json } from '../../kubernetes';
import type { ComponentInputs, ComponentOutputs, InputParameter, TaskInputParameter } from '../ir';
import { findCircle } from './circle';
import { producersOf } from './complete-task';
import type { Component, DagComponent, Pipeline, Task } from './pipeline';
import { fitsType, parseParameter, typeInWords } from './run-parameters';
import { pathOfComponent, pathOfTask, type Unresolved } from './unresolved';

type Report = (rule: string, path: Unresolved['path'], got: string, want: string, fix: string) => void;

const again = 'compile the pipeline again';

/** Looks a name up; reports it, with the nearest known one, when it is not there. */
const found = <T>(
  report: Report,
  rule: string,
  path: Unresolved['path'],
  name: string | undefined,
  known: ReadonlyMap<string, T>,
): T | undefined => {
  const value = name === undefined ? undefined : known.get(name);
  if (value !== undefined) return value;
  const near = nearest(name ?? '', [...known.keys()]);
  report(
    rule,
    path,
    name ?? 'no name',
    known.size === 0 ? 'there are none here' : `one of ${oneOf([...known.keys()])}`,
    near === undefined ? again : `did you mean ${near}?`,
  );
  return undefined;
};

const mapOf = <T>(record: Readonly<Record<string, T>> | undefined): ReadonlyMap<string, T> =>
  new Map(Object.entries(record ?? {}));

type TypeName = NonNullable<InputParameter['parameterType']>;

/** Types of which the driver makes the other. */
const conversions: ReadonlySet<string> = new Set([
  'NUMBER_INTEGER NUMBER_DOUBLE',
  'NUMBER_DOUBLE NUMBER_INTEGER',
  'TASK_FINAL_STATUS STRUCT',
  'STRUCT TASK_FINAL_STATUS',
]);

const fits = (from: TypeName | undefined, to: TypeName | undefined): boolean =>
  from === undefined || to === undefined || from === to || conversions.has(`${from} ${to}`);

/** The SDK does not know what the items of a list are and calls them text; the driver reads what they really are. */
const isLoopItem = (input: string): boolean => input.includes('loop-item');

const isPlaceholder = (value: Json): boolean => typeof value === 'string' && value.includes('{{');

const checkValue = (report: Report, path: Unresolved['path'], value: Json, input: InputParameter): void => {
  if (value === null || isPlaceholder(value) || fitsType(value, input)) return;
  // What a person writes as text may be a number, a list or a map: the driver reads it.
  if (typeof value === 'string' && parseParameter(value, input) !== undefined) return;
  const text = JSON.stringify(value);
  const got = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  report('kfp/type-mismatch', path, got, typeInWords(input), 'give a value of this type');
};

interface Scope {
  readonly pipeline: Pipeline;
  readonly dag: DagComponent;
  readonly tasks: ReadonlyMap<string, Task>;
  readonly report: Report;
}

const componentOf = ({ pipeline }: Scope, task: Task): Component | undefined =>
  pipeline.components.get(task.component);

const outputsOf = (scope: Scope, task: Task): ComponentOutputs =>
  componentOf(scope, task)?.spec.outputDefinitions ?? {};

const inputsOf = (component: Component | undefined): ComponentInputs =>
  component?.spec.inputDefinitions ?? {};

/** The type that a parameter has where it comes from; a task that runs once per item gives a list of it. */
const sourceType = (
  scope: Scope,
  path: Unresolved['path'],
  input: TaskInputParameter,
): TypeName | undefined => {
  const { report, tasks, dag } = scope;
  const { taskOutputParameter, componentInputParameter, parameterExpressionSelector } = input;
  if (taskOutputParameter !== undefined) {
    const at = [...path, 'taskOutputParameter'];
    const { producerTask, outputParameterKey } = taskOutputParameter;
    const producer = found(report, 'kfp/unknown-task', [...at, 'producerTask'], producerTask, tasks);
    if (producer === undefined) return undefined;
    const outputs = mapOf(outputsOf(scope, producer).parameters);
    const output = found(
      report,
      'kfp/unknown-output',
      [...at, 'outputParameterKey'],
      outputParameterKey,
      outputs,
    );
    return producer.loop !== undefined || parameterExpressionSelector !== undefined
      ? undefined
      : output?.parameterType;
  }
  if (componentInputParameter === undefined) return undefined;
  const inputs = mapOf(inputsOf(dag).parameters);
  const at = [...path, 'componentInputParameter'];
  const parent = found(report, 'kfp/unknown-input', at, componentInputParameter, inputs);
  return parameterExpressionSelector === undefined && !isLoopItem(componentInputParameter)
    ? parent?.parameterType
    : undefined;
};

const checkParameters = (scope: Scope, task: Task): void => {
  const { report, dag, tasks } = scope;
  const wanted = mapOf(inputsOf(componentOf(scope, task)).parameters);
  for (const [name, input] of Object.entries(task.spec.inputs?.parameters ?? {})) {
    const path = [...pathOfTask(dag.name, task.name), 'inputs', 'parameters', name];
    const target = wanted.get(name);
    const type = target?.parameterType;
    const constant = input.runtimeValue?.constant;
    const given = sourceType(scope, path, input);
    if (constant !== undefined && target !== undefined) checkValue(report, path, constant, target);
    if (input.taskFinalStatus !== undefined) {
      const { producerTask } = input.taskFinalStatus;
      found(report, 'kfp/unknown-task', [...path, 'taskFinalStatus', 'producerTask'], producerTask, tasks);
    }
    if (!fits(given, type))
      report(
        'kfp/type-mismatch',
        path,
        given ?? '',
        `${type ?? ''}, the type of this input`,
        'convert it in a step',
      );
  }
};

const checkArtifacts = (scope: Scope, task: Task): void => {
  const { report, dag, tasks } = scope;
  for (const [name, input] of Object.entries(task.spec.inputs?.artifacts ?? {})) {
    const path = [...pathOfTask(dag.name, task.name), 'inputs', 'artifacts', name];
    if (input.taskOutputArtifact !== undefined) {
      const { producerTask, outputArtifactKey } = input.taskOutputArtifact;
      const at = [...path, 'taskOutputArtifact'];
      const producer = found(report, 'kfp/unknown-task', [...at, 'producerTask'], producerTask, tasks);
      if (producer !== undefined)
        found(
          report,
          'kfp/unknown-output',
          [...at, 'outputArtifactKey'],
          outputArtifactKey,
          mapOf(outputsOf(scope, producer).artifacts),
        );
    } else if (input.componentInputArtifact !== undefined) {
      const inputs = mapOf(inputsOf(dag).artifacts);
      found(
        report,
        'kfp/unknown-input',
        [...path, 'componentInputArtifact'],
        input.componentInputArtifact,
        inputs,
      );
    }
  }
};

/** What the backend refuses: loops over artifacts, importers under a condition, and waiting for exit tasks. */
const checkKind = (scope: Scope, task: Task): void => {
  const { report, dag, tasks } = scope;
  const path = pathOfTask(dag.name, task.name);
  if (task.spec.artifactIterator !== undefined)
    report(
      'kfp/artifact-iterator',
      [...path, 'artifactIterator'],
      'a loop over artifacts',
      'a loop over parameters',
      'loop over their URIs: the backend does not know this loop yet',
    );
  if (task.condition !== '' && componentOf(scope, task)?.kind === 'importer')
    report(
      'kfp/importer-condition',
      [...path, 'triggerPolicy', 'condition'],
      'an importer under a condition',
      'an importer that always runs',
      'put it into a graph of its own (dsl.If) or drop the condition',
    );
  // A producer that is not there is reported where the output is taken.
  const producers = producersOf(task.spec).filter((name) => !tasks.has(name));
  for (const [index, name] of task.dependsOn.entries()) {
    if (producers.includes(name)) continue;
    const at = [...path, 'dependentTasks', index];
    const upstream = found(report, 'kfp/unknown-task', at, name, tasks);
    if (upstream?.runsOnExit === true)
      report(
        'kfp/after-exit',
        at,
        `${name}, which runs when others have ended`,
        'a task of the graph itself',
        'let that task be part of what this one waits for, without ignore_upstream_failure or as its own pipeline',
      );
  }
};

const checkExitTasks = ({ report, dag, tasks }: Scope): void => {
  const owners = new Map<string, string>();
  for (const task of dag.tasks.filter(({ runsOnExit }) => runsOnExit)) {
    for (const [index, name] of task.dependsOn.entries()) {
      const owner = owners.get(name);
      const at = [...pathOfTask(dag.name, task.name), 'dependentTasks', index];
      if (owner !== undefined)
        report(
          'kfp/two-exit-tasks',
          at,
          `${name}, after which ${owner} runs already`,
          'one task that runs when another has ended',
          'let one of the two wait for the other',
        );
      owners.set(name, task.name);
    }
  }
  if (tasks.size > 0 && dag.tasks.every(({ runsOnExit }) => runsOnExit))
    report(
      'kfp/only-exit-tasks',
      [...pathOfComponent(dag.name), 'dag', 'tasks'],
      'only tasks that run when others have ended',
      'at least one other task',
      again,
    );
};

/** A task that waits for itself, by way of others. */
const checkOrder = ({ report, dag, tasks }: Scope): void => {
  const circle = findCircle(tasks);
  if (circle === undefined) return;
  const { task, waitsFor } = circle;
  const index = task.dependsOn.indexOf(waitsFor);
  report(
    'kfp/cycle',
    [...pathOfTask(dag.name, task.name), 'dependentTasks', index],
    `${task.name} waits for ${waitsFor}, which waits for it`,
    'tasks without a circle',
    'take one of the dependencies out',
  );
};

const checkOutputs = (scope: Scope): void => {
  const { report, dag, tasks } = scope;
  const path = [...pathOfComponent(dag.name), 'dag', 'outputs'];
  const { parameters = {}, artifacts = {} } = dag.spec.dag?.outputs ?? {};
  for (const [name, { valueFromParameter, valueFromOneof }] of Object.entries(parameters)) {
    const selectors =
      valueFromOneof?.parameterSelectors ?? (valueFromParameter === undefined ? [] : [valueFromParameter]);
    for (const { producerSubtask, outputParameterKey } of selectors) {
      const at = [...path, 'parameters', name];
      const producer = found(report, 'kfp/unknown-task', at, producerSubtask, tasks);
      if (producer !== undefined)
        found(
          report,
          'kfp/unknown-output',
          at,
          outputParameterKey,
          mapOf(outputsOf(scope, producer).parameters),
        );
    }
  }
  for (const [name, { artifactSelectors = [] }] of Object.entries(artifacts)) {
    for (const { producerSubtask, outputArtifactKey } of artifactSelectors) {
      const at = [...path, 'artifacts', name];
      const producer = found(report, 'kfp/unknown-task', at, producerSubtask, tasks);
      if (producer !== undefined)
        found(
          report,
          'kfp/unknown-output',
          at,
          outputArtifactKey,
          mapOf(outputsOf(scope, producer).artifacts),
        );
    }
  }
};

/** Defaults are values of their type. */
const checkDefaults = (component: Component, report: Report): void => {
  for (const [name, input] of Object.entries(inputsOf(component).parameters ?? {})) {
    const path = [...pathOfComponent(component.name), 'inputDefinitions', 'parameters', name, 'defaultValue'];
    if (input.defaultValue !== undefined) checkValue(report, path, input.defaultValue, input);
  }
};

/** Whether everything that the tasks name is there and of the right type, and nothing waits for itself. */
const checkDag = (scope: Scope): void => {
  for (const task of scope.dag.tasks) {
    checkKind(scope, task);
    checkParameters(scope, task);
    checkArtifacts(scope, task);
  }
  checkExitTasks(scope);
  checkOrder(scope);
  checkOutputs(scope);
};

/** Everything in a pipeline's references that keeps it from running. */
export const checkReferences = (pipeline: Pipeline): readonly Unresolved[] => {
  const problems: Unresolved[] = [];
  const report: Report = (rule, path, got, want, fix) => {
    problems.push({ rule, document: 'pipeline', path, got, want, fix });
  };
  for (const component of pipeline.components.values()) {
    checkDefaults(component, report);
    if (component.kind !== 'dag') continue;
    const tasks = new Map(component.tasks.map((task) => [task.name, task]));
    checkDag({ pipeline, dag: component, tasks, report });
  }
  const executors = Object.keys(pipeline.spec.deploymentSpec?.executors ?? {});
  const known = new Map(executors.map((label) => [label, true]));
  for (const label of Object.keys(pipeline.kubernetes?.deploymentSpec?.executors ?? {})) {
    const path = ['platforms', 'kubernetes', 'deploymentSpec', 'executors', label];
    found(
      (rule, at, got, want, fix) => problems.push({ rule, document: 'platform', path: at, got, want, fix }),
      'kfp/unknown-executor',
      path,
      label,
      known,
    );
  }
  return problems;
};
