import { dirname, join, relative, resolve } from 'node:path';
import { Refusal, type Diagnostic } from '../../diagnostics';
import { whereOf, type Located, type Position } from './located';
import { overlay } from './overlay';
import { readYaml } from './read-yaml';

/** Reads the text of a file; throws what node:fs throws. */
export type ReadText = (path: string) => string;

const refuse = (at: Position, problem: Pick<Diagnostic, 'rule' | 'got' | 'want' | 'fix'>): never => {
  throw new Refusal([{ severity: 'error', where: whereOf(at, 'extends'), ...problem }]);
};

const withoutExtends = (located: Located): Located => {
  if (located.kind !== 'map') return located;
  const entries = new Map(located.entries);
  entries.delete('extends');
  return { ...located, entries };
};

/** The files that a document extends, in order, with the place of each word. */
const basesOf = (located: Located): readonly { readonly path: string; readonly at: Position }[] => {
  if (located.kind !== 'map') return [];
  const value = located.entries.get('extends')?.value;
  if (value === undefined) return [];
  return (value.kind === 'list' ? value.items : [value]).map((item) =>
    item.kind === 'scalar' && typeof item.value === 'string'
      ? { path: item.value, at: item.at }
      : refuse(item.at, {
          rule: 'platform/extends',
          got: `a ${item.kind}`,
          want: 'the path of another platform file, or a list of paths',
          fix: 'write `extends: ./base.yaml`',
        }),
  );
};

/** Shows a path as the user would type it from the working folder. */
export const shownPath = (path: string, cwd: string): string => {
  const shown = relative(cwd, resolve(cwd, path));
  return shown.startsWith('..') ? resolve(cwd, path) : shown;
};

/**
 * Reads a YAML platform and lays it over everything that it extends.
 * @throws Refusal when a file is missing or unreadable, broken, or extends itself.
 */
export const readExtended = (
  path: string,
  cwd: string,
  readText: ReadText,
  chain: readonly string[] = [],
  from?: Position,
): Located => {
  const file = shownPath(path, cwd);
  let text: string;
  try {
    text = readText(resolve(cwd, path));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal([
      {
        rule: 'platform/readable',
        severity: 'error',
        where: from === undefined ? { kind: 'path', path: file } : whereOf(from, 'extends'),
        got: reason.replace(/, open '.*'$/, `: ${file}`),
        want: 'a readable file',
        fix: 'mend the path or the permissions',
      },
    ]);
  }
  const own = readYaml(text, file);
  const seen = [...chain, file];
  const bases = basesOf(own).map(({ path: basePath, at }) => {
    const target = join(dirname(path), basePath);
    const shown = shownPath(target, cwd);
    if (seen.includes(shown)) {
      return refuse(at, {
        rule: 'platform/extends-cycle',
        got: [...seen.slice(seen.indexOf(shown)), shown].join(' extends '),
        want: 'files that extend each other in one direction',
        fix: 'remove one `extends`',
      });
    }
    return readExtended(target, cwd, readText, seen, at);
  });
  const [first, ...rest] = bases;
  return first === undefined
    ? withoutExtends(own)
    : overlay(rest.reduce(overlay, first), withoutExtends(own));
};
