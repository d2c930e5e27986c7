import { fieldAt, isRecord, listAt, stringAt } from '../../kubernetes';
import type { Local } from './finding';
import { checkNames } from './names';

type Template = Readonly<Record<string, unknown>>;

/** What Argo can make a template from. */
export const templateTypes = [
  'container',
  'containerSet',
  'steps',
  'script',
  'resource',
  'dag',
  'suspend',
  'data',
  'http',
  'plugin',
] as const;

/** The types that a template declares. */
export const typesOf = (template: Template): readonly string[] =>
  templateTypes.filter((type) => template[type] !== undefined && template[type] !== null);

/** Whether a template runs one thing, and is no DAG and no list of steps. */
export const isLeaf = (template: Template): boolean =>
  !typesOf(template).some((type) => type === 'dag' || type === 'steps');

/** Names of a list of parameters or artifacts. */
export const namesIn = (list: readonly unknown[]): readonly string[] =>
  list.flatMap((item) => {
    const name = stringAt(item, 'name');
    return name === undefined ? [] : [name];
  });

/** The parameters that a template wants and that have no default. */
export const requiredInputs = (template: Template): readonly string[] =>
  namesIn(
    listAt(template, 'inputs', 'parameters').filter(
      (parameter) =>
        isRecord(parameter) &&
        ['value', 'valueFrom', 'default'].every((field) => parameter[field] === undefined),
    ),
  );

const artifactSources = [
  'archive',
  'artifactGC',
  'artifactory',
  'azure',
  'gcs',
  'git',
  'hdfs',
  'http',
  'oss',
  'raw',
  's3',
  'key',
];

/** Whether an artifact says where it comes from. */
export const hasLocation = (artifact: unknown): boolean =>
  isRecord(artifact) && artifactSources.some((source) => artifact[source] !== undefined);

/** The artifacts that a template wants and that have no place of their own. */
export const requiredArtifacts = (template: Template): readonly string[] =>
  namesIn(
    listAt(template, 'inputs', 'artifacts').filter(
      (artifact) => isRecord(artifact) && artifact['optional'] !== true && !hasLocation(artifact),
    ),
  );

const isEscaping = (path: string): boolean => path.split('/').includes('..');

/** What a template takes. */
export function* checkInputs(template: Template): Generator<Local> {
  yield* checkNames(listAt(template, 'inputs', 'parameters'), 'inputs.parameters', 'parameter');
  const artifacts = listAt(template, 'inputs', 'artifacts');
  yield* checkNames(artifacts, 'inputs.artifacts', 'artifact');
  for (const [index, artifact] of artifacts.entries()) {
    const path = stringAt(artifact, 'path');
    const at = `inputs.artifacts[${index}]`;
    if (isLeaf(template) && (path === undefined || path === '' || isEscaping(path))) {
      yield {
        rule: 'workflow/artifact-path',
        path: `${at}.path`,
        got: path ?? 'no path',
        want: 'the path at which the container finds the file, without ..',
        fix: 'add the path',
      };
    }
    if (!isLeaf(template) && path !== undefined) {
      yield {
        rule: 'workflow/artifact-path',
        path: `${at}.path`,
        got: path,
        want: 'paths only where a container runs',
        fix: 'remove it here; the step that reads the file has it',
      };
    }
    if (fieldAt(artifact, 'from') !== undefined) {
      yield {
        rule: 'workflow/artifact-from',
        path: `${at}.from`,
        got: 'from in the inputs of a template',
        want: 'from only in the arguments of a task',
        fix: 'move it to the arguments',
      };
    }
    if (isRecord(fieldAt(artifact, 'git')) && (stringAt(artifact, 'git', 'repo') ?? '') === '') {
      yield {
        rule: 'workflow/artifact-location',
        path: `${at}.git.repo`,
        got: 'no repository',
        want: 'git.repo',
        fix: 'add it',
      };
    }
  }
}
