import { isRecord, listAt, stringAt } from '../../kubernetes';
import { checkArguments, checkLoop, checkSupplied, itemVariables } from './arguments';
import type { Local } from './finding';
import { checkHooks } from './leaf';
import { checkNames } from './names';
import { outputVariables, ownVariables } from './scope';
import { expressionVariables, unresolved, type Globals } from './variables';

type Fields = Readonly<Record<string, unknown>>;

/** The templates of a workflow, by name; a reference to another object's is not looked into. */
export interface Templates {
  readonly byName: ReadonlyMap<string, Fields>;
  readonly globals: Globals;
}

/** Names in a `depends` expression, without `.Succeeded` and the like. */
const dependsNames = (depends: string): readonly { readonly name: string; readonly result: string }[] =>
  [...depends.matchAll(/([a-zA-Z0-9][-a-zA-Z0-9]*)(?:\.([A-Za-z]+))?/g)].map(
    ([, name = '', result = '']) => ({
      name,
      result,
    }),
  );

const results = [
  'Succeeded',
  'Failed',
  'Errored',
  'Skipped',
  'Omitted',
  'Daemoned',
  'AnySucceeded',
  'AllFailed',
];

const dependenciesOf = (task: Fields): readonly string[] => {
  const depends = stringAt(task, 'depends') ?? '';
  return depends === ''
    ? listAt(task, 'dependencies').filter((each): each is string => typeof each === 'string')
    : dependsNames(depends).map(({ name }) => name);
};

const isLoop = (task: Fields): boolean =>
  listAt(task, 'withItems').length > 0 || (stringAt(task, 'withParam') ?? '') !== '';

/** The template that a task runs, where it is in this workflow. */
export function* checkHolder(task: Fields, { byName }: Templates, path: string): Generator<Local> {
  const name = stringAt(task, 'template') ?? '';
  const ways = [name !== '', isRecord(task['templateRef']), isRecord(task['inline'])].filter(Boolean).length;
  if (ways !== 1) {
    yield {
      rule: 'workflow/task-template',
      path,
      got: ways === 0 ? 'nothing to run' : 'more than one thing to run',
      want: 'one of template, templateRef and inline',
      fix: 'say what the task runs, once',
    };
  }
  const reference = task['templateRef'];
  if (isRecord(reference)) {
    for (const field of ['name', 'template']) {
      if ((stringAt(reference, field) ?? '') !== '') continue;
      yield {
        rule: 'workflow/task-template',
        path: `${path}.templateRef.${field}`,
        got: 'nothing',
        want: 'the name of the object and of a template in it',
        fix: 'add both',
      };
    }
  }
  if (name !== '' && !name.includes('{{') && !byName.has(name)) {
    yield {
      rule: 'workflow/undefined-template',
      path: `${path}.template`,
      got: name,
      want: 'a template of the workflow',
      fix: 'correct the name, or add the template',
    };
  }
}

/** The template itself; undefined where it is elsewhere. */
export const templateOf = (task: Fields, { byName }: Templates): Fields | undefined =>
  isRecord(task['inline']) ? task['inline'] : byName.get(stringAt(task, 'template') ?? '');

/** One circle of tasks, each waiting for the one before. */
const circle = (before: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined => {
  const state = new Map<string, 'open' | 'done'>();
  for (const start of before.keys()) {
    const path: { readonly name: string; next: number }[] = [{ name: start, next: 0 }];
    if (state.has(start)) continue;
    state.set(start, 'open');
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = (before.get(top.name) ?? [])[top.next];
      top.next += 1;
      if (next === undefined) {
        state.set(top.name, 'done');
        path.pop();
      } else if (state.get(next) === 'open') {
        return [...path.slice(path.findIndex(({ name }) => name === next)).map(({ name }) => name), next];
      } else if (!state.has(next) && before.has(next)) {
        state.set(next, 'open');
        path.push({ name: next, next: 0 });
      }
    }
  }
  return undefined;
};

/** Whether one task comes before another. */
const comesBefore = (
  earlier: string,
  later: string,
  before: ReadonlyMap<string, readonly string[]>,
): boolean => {
  const direct = before.get(later) ?? [];
  if (direct.includes(earlier)) return true;
  const seen = new Set<string>();
  const queue = [...direct];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (name === earlier) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    queue.push(...(before.get(name) ?? []));
  }
  return false;
};

class DagCheck {
  private readonly tasks: readonly Fields[];
  private readonly byName: ReadonlyMap<string, Fields>;
  private readonly before: ReadonlyMap<string, readonly string[]>;
  private readonly own: ReadonlySet<string>;
  private readonly outputs = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly template: Fields,
    private readonly templates: Templates,
  ) {
    this.tasks = listAt(template, 'dag', 'tasks').filter(isRecord);
    this.byName = new Map(this.tasks.map((task) => [stringAt(task, 'name') ?? '', task]));
    this.before = new Map(this.tasks.map((task) => [stringAt(task, 'name') ?? '', dependenciesOf(task)]));
    this.own = ownVariables(template);
  }

  *run(): Generator<Local> {
    if (this.tasks.length === 0) {
      yield {
        rule: 'workflow/empty-dag',
        path: 'dag.tasks',
        got: 'no task',
        want: 'at least one',
        fix: 'add a step, or remove the group',
      };
    }
    yield* checkNames(this.tasks, 'dag.tasks', 'task');
    yield* this.order();
    for (const [index, task] of this.tasks.entries()) {
      const name = stringAt(task, 'name') ?? '';
      for (const finding of this.task(task, name, `dag.tasks[${index}]`)) yield { task: name, ...finding };
    }
    const targets = (stringAt(this.template, 'dag', 'target') ?? '').split(' ').filter((each) => each !== '');
    for (const target of targets) {
      if (target.includes('{{') || this.byName.has(target)) continue;
      yield {
        rule: 'workflow/undefined-task',
        path: 'dag.target',
        got: target,
        want: 'a task',
        fix: 'correct it',
      };
    }
    if (isRecord(this.template['outputs'])) {
      const all = { has: (tag: string): boolean => this.isOutput(tag) };
      yield* this.resolve(JSON.stringify(this.template['outputs']), 'outputs', all);
    }
  }

  private *order(): Generator<Local> {
    const usesDepends = this.tasks.some((task) => (stringAt(task, 'depends') ?? '') !== '');
    for (const [index, task] of this.tasks.entries()) {
      const name = stringAt(task, 'name') ?? '';
      const at = `dag.tasks[${index}]`;
      const finding = (rule: string, path: string, got: string, want: string, fix: string): Local => ({
        rule: `workflow/${rule}`,
        task: name,
        path: `${at}.${path}`,
        got,
        want,
        fix,
      });
      if (usesDepends && listAt(task, 'dependencies').length > 0)
        yield finding(
          'depends',
          'dependencies',
          'depends and dependencies in one DAG',
          'one of them',
          'use one',
        );
      if (usesDepends && task['continueOn'] !== undefined)
        yield finding(
          'depends',
          'continueOn',
          'continueOn beside depends',
          'depends alone',
          'write task.Failed',
        );
      if ((usesDepends || listAt(task, 'dependencies').length > 0) && /^[0-9]/.test(name))
        yield finding('name', 'name', name, 'no leading digit where tasks depend on each other', 'rename it');
      for (const other of dependenciesOf(task)) {
        if (!this.byName.has(other))
          yield finding(
            'undefined-task',
            'dependencies',
            other,
            'a task of the same DAG',
            'correct the name',
          );
      }
      for (const { name: other, result } of dependsNames(stringAt(task, 'depends') ?? '')) {
        if (result !== '' && !results.includes(result))
          yield finding('depends', 'depends', `${other}.${result}`, results.join(', '), 'use one of them');
        const isItems = result === 'AnySucceeded' || result === 'AllFailed';
        const dependency = this.byName.get(other);
        const loops =
          dependency !== undefined && (isLoop(dependency) || isRecord(dependency['withSequence']));
        if (isItems && dependency !== undefined && !loops)
          yield finding(
            'depends',
            'depends',
            `${other}.${result}`,
            'a task that loops',
            'use Succeeded or Failed',
          );
      }
    }
    const found = circle(this.before);
    if (found !== undefined) {
      yield {
        rule: 'workflow/cycle',
        task: found[0] ?? '',
        path: 'dag.tasks',
        got: found.join(' -> '),
        want: 'an order without circles',
        fix: 'remove one of these dependencies',
      };
    }
  }

  private *task(task: Fields, name: string, path: string): Generator<Local> {
    yield* checkHolder(task, this.templates, path);
    yield* checkLoop(task, path, this.templates.globals.values);
    yield* checkArguments(task['arguments'], `${path}.arguments`, false);
    yield* checkHooks(task, `${path}.hooks`);
    const target = templateOf(task, this.templates);
    if (target !== undefined) yield* checkSupplied(task['arguments'], target, `${path}.arguments`);
    const items = itemVariables(task);
    const { inline, hooks, ...plain } = task;
    const isSelf = (tag: string): boolean =>
      isRecord(hooks) && (tag === `tasks.${name}.status` || this.outputsOf(name).has(tag));
    const known = {
      has: (tag: string): boolean => items.names.has(tag) || isSelf(tag) || this.isVisible(tag, name),
    };
    yield* this.resolve(JSON.stringify(plain), path, known, items.anyItem);
    if (isRecord(hooks)) yield* this.resolve(JSON.stringify(hooks), `${path}.hooks`, known, items.anyItem);
    for (const { root, name: variable } of expressionVariables(JSON.stringify(plain))) {
      if (root !== 'tasks' || this.isBefore(variable, name)) continue;
      yield this.missing(variable, path);
    }
    for (const argument of [
      ...listAt(task, 'arguments', 'parameters').map((each) => stringAt(each, 'value') ?? ''),
      ...listAt(task, 'arguments', 'artifacts').map((each) => stringAt(each, 'from') ?? ''),
    ]) {
      const [, other] = /^\{\{tasks\.([^.}]+)/.exec(argument) ?? [];
      if (other !== undefined && this.byName.has(other) && !this.isBefore(other, name))
        yield this.missing(other, path);
    }
  }

  private missing(earlier: string, path: string): Local {
    return {
      rule: 'workflow/missing-dependency',
      path,
      got: `a value of task ${earlier}, which need not be over`,
      want: `a dependency on ${earlier}`,
      fix: `start it after ${earlier}`,
    };
  }

  private isBefore(earlier: string, later: string): boolean {
    return this.byName.has(earlier) && comesBefore(earlier, later, this.before);
  }

  private outputsOf(name: string): ReadonlySet<string> {
    const known = this.outputs.get(name);
    if (known !== undefined) return known;
    const task = this.byName.get(name);
    const made = new Set(
      task === undefined
        ? []
        : outputVariables(templateOf(task, this.templates), `tasks.${name}`, {
            aggregate: isLoop(task),
            status: true,
          }),
    );
    this.outputs.set(name, made);
    return made;
  }

  private isOutput(tag: string): boolean {
    const [root, name = ''] = tag.split('.');
    return root === 'tasks' && this.knows(tag, name);
  }

  /** A task of another object gives whatever it gives. */
  private knows(tag: string, name: string): boolean {
    const task = this.byName.get(name);
    if (task === undefined) return false;
    if (isRecord(task['templateRef'])) return true;
    return this.outputsOf(name).has(tag);
  }

  private isVisible(tag: string, user: string): boolean {
    const [root, name = ''] = tag.split('.');
    return root === 'tasks' && this.knows(tag, name) && this.isBefore(name, user);
  }

  private *resolve(
    text: string,
    path: string,
    known: Pick<ReadonlySet<string>, 'has'>,
    anyItem = false,
  ): Generator<Local> {
    const names = { has: (tag: string): boolean => this.own.has(tag) || known.has(tag) };
    for (const tag of unresolved(text, [{ names, anyItem }], this.templates.globals)) {
      yield {
        rule: 'workflow/unresolved-reference',
        path,
        got: tag,
        want: 'an input of the template, or an output of a task that is over by then',
        fix: 'declare the input, correct the name, or add the dependency',
      };
    }
    for (const { root, name } of expressionVariables(text)) {
      if (root !== 'inputs.parameters' || this.own.has(`inputs.parameters.${name}`)) continue;
      yield {
        rule: 'workflow/unresolved-reference',
        path,
        got: `inputs.parameters['${name}']`,
        want: 'an input of the template',
        fix: 'declare the input',
      };
    }
  }
}

/** What is said of a template that is a DAG. */
export const checkDag = (template: Fields, templates: Templates): Generator<Local> =>
  new DagCheck(template, templates).run();
