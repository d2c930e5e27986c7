import { listAt, stringAt } from '../../kubernetes';
import { isRunTimeValue } from './container';

/** Something about a step that a site cannot change for it. */
export interface StepFinding {
  readonly kind: 'run-time image' | 'run-time install';
  readonly got: string;
}

const texts = (container: unknown, field: string): readonly string[] =>
  listAt(container, field).filter((each) => typeof each === 'string');

const installs = /\bpip3?\s+install\b|'pip',\s*'install'|"pip",\s*"install"/;
const choosesIndex = /--index-url|--no-index|\s-i\s+https?:/;

const hasIndex = (container: unknown): boolean =>
  listAt(container, 'env').some((each) => stringAt(each, 'name') === 'PIP_INDEX_URL');

/** The packages that a pip command names, as far as they can be told. */
const packagesIn = (command: string): string => {
  const quoted = [...command.matchAll(/'([A-Za-z0-9][A-Za-z0-9._-]*(?:[=<>~!]=[^']*)?)'/g)].map(
    ([, name = '']) => name,
  );
  return quoted.length === 0 ? 'pip install' : `pip install ${[...new Set(quoted)].join(' ')}`;
};

/** What cannot be moved to a site without a way out. @param container of an executor, as JSON. */
export const stepFindings = (container: unknown): readonly StepFinding[] => {
  const image = stringAt(container, 'image') ?? '';
  const scripts = [...texts(container, 'command'), ...texts(container, 'args')];
  const install = scripts.find((script) => installs.test(script) && !choosesIndex.test(script));
  return [
    ...(isRunTimeValue(image) ? [{ kind: 'run-time image', got: image } as const] : []),
    ...(install === undefined || hasIndex(container)
      ? []
      : [{ kind: 'run-time install', got: packagesIn(install) } as const]),
  ];
};
