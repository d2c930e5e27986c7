import { isRecord, listAt, stringAt, stringMapAt } from '../../lib/kubernetes';
import {
  checkPipeline,
  definePipeline,
  type CheckOptions,
  type Pipeline,
  type PipelineProps,
  type StorageFacts,
} from '../../lib/workflow';

/** A pipeline, by what its body adds. */
export const piped = <Parameter extends string = never>(
  body: (pipeline: Pipeline<Parameter>) => void,
  props: PipelineProps<Parameter> = {},
): Pipeline => definePipeline('test', props, body);

type Fields = Readonly<Record<string, unknown>>;

/** The templates of a pipeline, by name. */
export const templatesOf = (pipeline: Pipeline, options: CheckOptions = {}): ReadonlyMap<string, Fields> =>
  new Map(
    listAt(checkPipeline(pipeline, options).spec, 'templates')
      .filter(isRecord)
      .map((template) => [stringAt(template, 'name') ?? '', template]),
  );

/** One template. */
export const templateOf = (pipeline: Pipeline, name: string): Fields => {
  const template = templatesOf(pipeline).get(name);
  if (template === undefined) throw new Error(`no template ${name}`);
  return template;
};

/** The tasks of a DAG, by name. */
export const tasksOf = (pipeline: Pipeline, dag = 'entrypoint'): ReadonlyMap<string, Fields> =>
  new Map(
    listAt(templateOf(pipeline, dag), 'dag', 'tasks')
      .filter(isRecord)
      .map((task) => [stringAt(task, 'name') ?? '', task]),
  );

/** What every task of a DAG waits for: `{b: ['a']}`. */
export const orderOf = (
  pipeline: Pipeline,
  dag = 'entrypoint',
): Readonly<Record<string, readonly unknown[]>> =>
  Object.fromEntries([...tasksOf(pipeline, dag)].map(([name, task]) => [name, listAt(task, 'dependencies')]));

/** The parameters that a task passes: `{x: '{{…}}'}`. */
export const passedTo = (task: unknown): Readonly<Record<string, string>> =>
  Object.assign(
    {},
    ...listAt(task, 'arguments', 'parameters').map((each) => {
      const { name = '', value = '' } = stringMapAt(each);
      return { [name]: value };
    }),
  );

/** What is wrong with a pipeline: `rule at object`. */
export const problemsOf = (pipeline: Pipeline, options: CheckOptions = {}): readonly string[] =>
  checkPipeline(pipeline, options).diagnostics.map(
    ({ rule, where, severity }) =>
      `${rule}${severity === 'error' ? '' : ` (${severity})`} at ${where.kind === 'object' ? where.object : ''}`,
  );

/** Storage as the reference platform has it: volumes of one node, snapshots on one class. */
export const localStorage: StorageFacts = {
  defaultClass: 'local-hostpath',
  classes: {
    'local-hostpath': { accessModes: ['ReadWriteOnce'], snapshots: false },
    'local-lvm': { accessModes: ['ReadWriteOnce'], snapshots: true },
  },
};

/** A step that does nothing. */
export const busybox = { image: 'busybox', command: ['true'] };
