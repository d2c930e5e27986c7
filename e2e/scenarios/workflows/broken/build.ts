import { parse } from 'yaml';
import { isRecord } from '../../../../lib/kubernetes';

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

export const work = '- {name: work, container: {image: busybox}}';
export const echo =
  '- {name: echo, inputs: {parameters: [{name: x}]}, container: {image: busybox, args: ["{{inputs.parameters.x}}"]}}';
export const make =
  '- {name: make, container: {image: busybox}, outputs: {parameters: [{name: y, valueFrom: {path: /y}}], artifacts: [{name: f, path: /f}]}}';

export const workflow = (templates: readonly string[], spec = ''): Readonly<Record<string, unknown>> =>
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

export const dag = (tasks: string, more = ''): string => `- {name: main, dag: {tasks: [${tasks}]}${more}}`;

/** A step of its own as the whole workflow. */
export const leaf = (fields: string): Readonly<Record<string, unknown>> =>
  workflow([`- {name: main, ${fields}}`]);

export const row = (
  rule: string,
  what: string,
  manifest: Readonly<Record<string, unknown>>,
): BrokenWorkflow => ({
  what,
  rule: `workflow/${rule}`,
  manifest,
});

export const inDag = (
  rule: string,
  what: string,
  tasks: string,
  templates: readonly string[] = [work],
): BrokenWorkflow => row(rule, what, workflow([dag(tasks), ...templates]));

export const cron = (fields: string): Readonly<Record<string, unknown>> =>
  read(
    [
      'apiVersion: argoproj.io/v1alpha1',
      'kind: CronWorkflow',
      'metadata: {name: broken}',
      `spec: {${fields}, workflowSpec: {entrypoint: main, templates: [{name: main, container: {image: busybox}}]}}`,
    ].join('\n'),
  );

export const long = 'a'.repeat(129);
