import { fieldAt, isRecord, listAt, recordAt, stringAt } from '../../kubernetes';
import { checkArguments, checkSupplied } from './arguments';
import { checkDag, type Templates } from './dag';
import { unknownSpecFields, unknownTemplateFields } from './fields';
import type { Local, Refused } from './finding';
import { checkInputs, namesIn, templateTypes, typesOf } from './inputs';
import { checkCommon, checkHooks, checkLeaf } from './leaf';
import { checkNames } from './names';
import { checkOutputs } from './outputs';
import { isSchedule, isTimeZone } from './schedule';
import { ownVariables, publishedVariables } from './scope';
import { checkSteps } from './steps';
import { expressionVariables, unresolved } from './variables';

type Fields = Readonly<Record<string, unknown>>;

const finding = (rule: string, path: string, got: string, want: string, fix: string): Local => ({
  rule: `workflow/${rule}`,
  path,
  got,
  want,
  fix,
});

const globalNames = (manifest: unknown, spec: Fields, templates: readonly Fields[]): ReadonlySet<string> => {
  const parameters = namesIn(listAt(spec, 'arguments', 'parameters'));
  const metadata = [recordAt(manifest, 'metadata'), recordAt(spec, 'workflowMetadata')];
  return new Set([
    ...parameters.map((name) => `workflow.parameters.${name}`),
    ...(parameters.length > 0 ? ['workflow.parameters', 'workflow.parameters.json'] : []),
    ...metadata.flatMap((each) => [
      ...Object.keys(recordAt(each, 'labels')).map((key) => `workflow.labels.${key}`),
      ...Object.keys(recordAt(each, 'labelsFrom')).map((key) => `workflow.labels.${key}`),
      ...Object.keys(recordAt(each, 'annotations')).map((key) => `workflow.annotations.${key}`),
    ]),
    ...(spec['priority'] === undefined ? [] : ['workflow.priority']),
    ...(spec['onExit'] === undefined ? [] : ['workflow.failures']),
    ...publishedVariables(templates),
  ]);
};

const valuesOf = (spec: Fields): ReadonlyMap<string, string> =>
  new Map(
    listAt(spec, 'arguments', 'parameters').flatMap((parameter): readonly [string, string][] => {
      const [name, value] = [stringAt(parameter, 'name'), stringAt(parameter, 'value')];
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );

function* checkLeafVariables(template: Fields, templates: Templates): Generator<Local> {
  const names = new Set(ownVariables(template));
  for (const artifact of listAt(template, 'outputs', 'artifacts'))
    names.add(`outputs.artifacts.${stringAt(artifact, 'name') ?? ''}.path`);
  const text = JSON.stringify(template);
  for (const tag of unresolved(text, [{ names }], templates.globals)) {
    yield finding(
      'unresolved-reference',
      '',
      tag,
      'an input of the template, or a variable of the run',
      'declare the input, or correct the name',
    );
  }
  for (const { root, name } of expressionVariables(text)) {
    if (root === 'inputs.parameters' && !names.has(`inputs.parameters.${name}`)) {
      yield finding(
        'unresolved-reference',
        '',
        `inputs.parameters['${name}']`,
        'an input of the template',
        'declare the input',
      );
    }
  }
}

function* checkTemplate(template: Fields, spec: Fields, templates: Templates): Generator<Local> {
  const types = typesOf(template);
  if (types.length !== 1) {
    yield finding(
      'template-type',
      '',
      types.length === 0 ? 'no type' : types.join(' and '),
      `one of ${templateTypes.join(', ')}`,
      types.length === 0 ? 'say what the template runs' : 'split it into two templates',
    );
  }
  yield* checkInputs(template);
  yield* checkOutputs(template);
  yield* checkCommon(template);
  yield* unknownTemplateFields(template);
  const isGroup = types.includes('dag') || types.includes('steps');
  if (isGroup && template['activeDeadlineSeconds'] !== undefined) {
    yield finding(
      'deadline-level',
      'activeDeadlineSeconds',
      'a deadline on a group',
      'deadlines on steps and on the whole pipeline',
      'set timeoutSeconds on the steps, or on the pipeline',
    );
  }
  if (isGroup && stringAt(template, 'timeout') !== undefined)
    yield finding(
      'deadline-level',
      'timeout',
      'a timeout on a group',
      'timeouts on steps',
      'move it to the steps',
    );
  if (types.includes('dag')) yield* checkDag(template, templates);
  else if (types.includes('steps')) yield* checkSteps(template, templates);
  else {
    const volumes = [
      ...listAt(spec, 'volumes'),
      ...listAt(spec, 'volumeClaimTemplates').map((claim) => ({ name: stringAt(claim, 'metadata', 'name') })),
    ];
    yield* checkLeaf(template, { defaults: spec['templateDefaults'], volumes });
    yield* checkLeafVariables(template, templates);
  }
}

const podGcStrategies = ['OnPodCompletion', 'OnPodSuccess', 'OnWorkflowCompletion', 'OnWorkflowSuccess'];

function* checkEntrypoints(spec: Fields, templates: Templates, isTemplate: boolean): Generator<Local> {
  const entrypoint = stringAt(spec, 'entrypoint') ?? '';
  if (entrypoint === '' && !isTemplate)
    yield finding('entrypoint', 'spec.entrypoint', 'none', 'the template that the run starts with', 'add it');
  for (const [field, name] of [
    ['entrypoint', entrypoint],
    ['onExit', stringAt(spec, 'onExit') ?? ''],
  ] as const) {
    if (name === '') continue;
    const template = templates.byName.get(name);
    if (template === undefined) {
      yield finding(
        'undefined-template',
        `spec.${field}`,
        name,
        'a template of the workflow',
        'correct the name',
      );
    } else if (!isTemplate) {
      yield* checkSupplied(spec['arguments'], template, `spec.${field}`);
    }
  }
}

/** What Argo would refuse of the spec of a workflow. */
export function* checkSpec(manifest: unknown, spec: Fields, isTemplate: boolean): Generator<Refused> {
  const list = listAt(spec, 'templates');
  const templates = list.filter(isRecord);
  const context: Templates = {
    byName: new Map(templates.map((template) => [stringAt(template, 'name') ?? '', template])),
    globals: {
      names: globalNames(manifest, spec, templates),
      values: valuesOf(spec),
      openParameters: isTemplate,
    },
  };
  const reference = spec['workflowTemplateRef'];
  const whole = function* (): Generator<Local> {
    yield* unknownSpecFields(spec);
    yield* checkNames(list, 'spec.templates', 'template');
    yield* checkArguments(spec['arguments'], 'spec.arguments', true);
    yield* checkHooks(spec, 'spec.hooks');
    if (isRecord(reference)) {
      if (list.length > 0)
        yield finding(
          'template-reference',
          'spec.templates',
          'templates beside workflowTemplateRef',
          'one',
          'remove one',
        );
    } else {
      yield* checkEntrypoints(spec, context, isTemplate);
    }
    const strategy = stringAt(spec, 'podGC', 'strategy') ?? '';
    if (strategy !== '' && !podGcStrategies.includes(strategy))
      yield finding('pod-gc', 'spec.podGC.strategy', strategy, podGcStrategies.join(', '), 'use one of them');
  };
  for (const each of whole()) yield { template: undefined, ...each };
  for (const template of templates) {
    const name = stringAt(template, 'name');
    for (const each of checkTemplate(template, spec, context)) yield { template: name, ...each };
  }
}

const nameLimits: Readonly<Record<string, number>> = { CronWorkflow: 52 };

function* checkSchedules(spec: Fields): Generator<Local> {
  const one = stringAt(spec, 'schedule') ?? '';
  const several = listAt(spec, 'schedules').filter((each): each is string => typeof each === 'string');
  if (one !== '' && several.length > 0)
    yield finding(
      'schedule',
      'spec.schedule',
      'schedule and schedules',
      'schedules alone',
      'remove schedule',
    );
  if (one === '' && several.length === 0)
    yield finding('schedule', 'spec.schedules', 'none', 'at least one', 'add one, as in "0 2 * * *"');
  for (const schedule of one === '' ? several : [one, ...several]) {
    if (!isSchedule(schedule))
      yield finding('schedule', 'spec.schedules', schedule, 'minute hour day month weekday', 'correct it');
  }
  const zone = stringAt(spec, 'timezone') ?? '';
  if (zone !== '' && !isTimeZone(zone))
    yield finding('time-zone', 'spec.timezone', zone, 'a name such as Europe/Helsinki', 'correct it');
  const policy = stringAt(spec, 'concurrencyPolicy') ?? '';
  if (!['', 'Allow', 'Forbid', 'Replace'].includes(policy))
    yield finding(
      'concurrency',
      'spec.concurrencyPolicy',
      policy,
      'Allow, Forbid or Replace',
      'use one of them',
    );
  const deadline = fieldAt(spec, 'startingDeadlineSeconds');
  if (typeof deadline === 'number' && deadline < 0)
    yield finding('schedule', 'spec.startingDeadlineSeconds', String(deadline), '0 or more', 'correct it');
}

/**
 * What Argo's linter, or its controller, would refuse of a Workflow, WorkflowTemplate, ClusterWorkflowTemplate or
 * CronWorkflow. Templates that another object holds are not looked into.
 */
export function* refusedByArgo(manifest: unknown): Generator<Refused> {
  const kind = stringAt(manifest, 'kind') ?? '';
  const name = stringAt(manifest, 'metadata', 'name') ?? '';
  const limit = nameLimits[kind] ?? 63;
  if (name.length > limit) {
    const want = `at most ${limit} characters`;
    yield { template: undefined, ...finding('name', 'metadata.name', name, want, 'shorten it') };
  }
  const spec = recordAt(manifest, 'spec');
  if (kind === 'CronWorkflow') {
    for (const each of checkSchedules(spec)) yield { template: undefined, ...each };
    yield* checkSpec({ metadata: recordAt(spec, 'workflowMetadata') }, recordAt(spec, 'workflowSpec'), false);
  } else {
    yield* checkSpec(manifest, spec, kind !== 'Workflow');
  }
}
