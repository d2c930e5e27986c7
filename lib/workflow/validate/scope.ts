import { listAt, stringAt } from '../../kubernetes';
import { isLeaf, namesIn, typesOf } from './inputs';

type Template = Readonly<Record<string, unknown>>;

const podTypes = new Set(['container', 'containerSet', 'script', 'resource', 'data']);

/** Variables that a template knows before any of its tasks has run. */
export const ownVariables = (template: Template): ReadonlySet<string> => {
  const names = new Set<string>();
  const parameters = namesIn(listAt(template, 'inputs', 'parameters'));
  for (const name of parameters) names.add(`inputs.parameters.${name}`);
  if (parameters.length > 0) names.add('inputs.parameters');
  for (const artifact of namesIn(listAt(template, 'inputs', 'artifacts'))) {
    names.add(`inputs.artifacts.${artifact}`);
    if (isLeaf(template)) names.add(`inputs.artifacts.${artifact}.path`);
  }
  if (typesOf(template).some((type) => podTypes.has(type))) names.add('pod.name');
  if (template['retryStrategy'] !== undefined) {
    names.add('retries');
    for (const name of ['exitCode', 'status', 'duration', 'message']) names.add(`lastRetry.${name}`);
  }
  return names;
};

/** Variables that a task gives to what comes after it. `prefix` is `tasks.<name>` or `steps.<name>`. */
export const outputVariables = (
  template: Template | undefined,
  prefix: string,
  options: { readonly aggregate: boolean; readonly status: boolean },
): readonly string[] => {
  const names = ['id', 'startedAt', 'finishedAt', 'hostNodeName', ...(options.status ? ['status'] : [])].map(
    (field) => `${prefix}.${field}`,
  );
  if (template === undefined) return names;
  const [type = ''] = typesOf(template);
  if (template['daemon'] === true) names.push(`${prefix}.ip`);
  if (['container', 'containerSet', 'script', 'data', 'http', 'plugin'].includes(type))
    names.push(`${prefix}.outputs.result`, `${prefix}.exitCode`);
  for (const name of namesIn(listAt(template, 'outputs', 'parameters')))
    names.push(`${prefix}.outputs.parameters.${name}`);
  for (const name of namesIn(listAt(template, 'outputs', 'artifacts')))
    names.push(`${prefix}.outputs.artifacts.${name}`);
  if (options.aggregate) names.push(`${prefix}.outputs.parameters`);
  return names;
};

/** Values that templates publish for the whole workflow by a `globalName`. */
export const publishedVariables = (templates: readonly unknown[]): readonly string[] =>
  templates.flatMap((template) =>
    (['parameters', 'artifacts'] as const).flatMap((form) =>
      listAt(template, 'outputs', form).flatMap((output) => {
        const name = stringAt(output, 'globalName');
        return name === undefined ? [] : [`workflow.outputs.${form}.${name}`];
      }),
    ),
  );
