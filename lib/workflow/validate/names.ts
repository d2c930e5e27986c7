import { isRecord } from '../../kubernetes';
import type { Local } from './finding';

const fieldName = /^[a-zA-Z0-9][-a-zA-Z0-9]*$/;
const parameterName = /^[-a-zA-Z0-9_]+$/;
const longest = 128;

/** Where a template, task or step name is wrong. */
export const isFieldName = (name: string): boolean => name.length <= longest && fieldName.test(name);

/** Names of a list: each there, well formed and unique. */
export function* checkNames(
  list: readonly unknown[],
  path: string,
  kind: 'template' | 'task' | 'step' | 'parameter' | 'artifact',
): Generator<Local> {
  const seen = new Set<string>();
  const isParameter = kind === 'parameter' || kind === 'artifact';
  for (const [index, item] of list.entries()) {
    const name = isRecord(item) ? item['name'] : undefined;
    const at = `${path}[${index}].name`;
    if (typeof name !== 'string' || name === '') {
      yield {
        rule: 'workflow/name',
        path: at,
        got: 'no name',
        want: `a name for every ${kind}`,
        fix: 'add one',
      };
      continue;
    }
    if (isParameter ? !parameterName.test(name) : !isFieldName(name)) {
      yield {
        rule: 'workflow/name',
        path: at,
        got: name,
        want: isParameter
          ? 'letters, digits, - and _'
          : `letters, digits and -, starting with a letter or digit, at most ${longest} characters`,
        fix: `rename the ${kind}`,
      };
    }
    if (seen.has(name)) {
      yield {
        rule: 'workflow/unique-name',
        path: at,
        got: `a second ${kind} named ${name}`,
        want: 'every name once',
        fix: 'rename one of them',
      };
    }
    seen.add(name);
  }
}
