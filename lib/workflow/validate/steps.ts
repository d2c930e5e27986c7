import { isRecord, listAt, stringAt } from '../../kubernetes';
import { checkArguments, checkLoop, checkSupplied, itemVariables } from './arguments';
import { checkHolder, templateOf, type Templates } from './dag';
import type { Local } from './finding';
import { checkHooks } from './leaf';
import { checkNames } from './names';
import { outputVariables, ownVariables } from './scope';
import { unresolved } from './variables';

type Fields = Readonly<Record<string, unknown>>;

const unknown = (got: string, path: string): Local => ({
  rule: 'workflow/unresolved-reference',
  path,
  got,
  want: 'an input of the template, or an output of a step before',
  fix: 'declare the input, or correct the name',
});

/** What is said of a template that is a list of steps: groups one after another, the steps of a group together. */
export function* checkSteps(template: Fields, templates: Templates): Generator<Local> {
  const known = new Set(ownVariables(template));
  const groups = listAt(template, 'steps').map((group): readonly Fields[] =>
    (Array.isArray(group) ? group : [group]).filter(isRecord),
  );
  yield* checkNames(groups.flat(), 'steps', 'step');
  for (const [index, group] of groups.entries()) {
    const after: string[] = [];
    for (const step of group) {
      const name = stringAt(step, 'name') ?? '';
      const path = `steps[${index}].${name}`;
      const target = templateOf(step, templates);
      const items = itemVariables(step);
      const { inline, ...plain } = step;
      const self = new Set([
        ...known,
        ...items.names,
        `steps.${name}.status`,
        ...(isRecord(step['hooks'])
          ? outputVariables(target, `steps.${name}`, { aggregate: false, status: true })
          : []),
      ]);
      const findings = [
        ...checkHolder(step, templates, path),
        ...checkLoop(step, path, templates.globals.values),
        ...checkArguments(step['arguments'], `${path}.arguments`, false),
        ...(target === undefined ? [] : checkSupplied(step['arguments'], target, `${path}.arguments`)),
        ...checkHooks(step, `${path}.hooks`),
        ...[
          ...unresolved(JSON.stringify(plain), [{ names: self, anyItem: items.anyItem }], templates.globals),
        ].map((tag) => unknown(tag, path)),
      ];
      for (const finding of findings) yield { task: name, ...finding };
      const aggregate = items.names.size > 0;
      after.push(...outputVariables(target, `steps.${name}`, { aggregate, status: true }));
    }
    for (const name of after) known.add(name);
  }
  const outputs = template['outputs'];
  if (!isRecord(outputs)) return;
  for (const tag of unresolved(JSON.stringify(outputs), [{ names: known }], templates.globals))
    yield unknown(tag, 'outputs');
}
