import { isRecord, listAt, stringAt } from '../../../lib/kubernetes';
import { whyUnhealthy, type ControlPlane } from '../../../lib/control-plane';
import { until } from '../../../lib/program';
import { Unmet } from '../../scenario';

/** An object as the API server has it. */
export type Live = Readonly<Record<string, unknown>>;

/** An object that stands in a file. */
export interface Filed {
  readonly file: string;
}

/** `apiVersion/Kind/namespace/name` of an object that the API server has given. */
export const nameOf = (object: Live): string =>
  [
    stringAt(object, 'apiVersion'),
    stringAt(object, 'kind'),
    stringAt(object, 'metadata', 'namespace'),
    stringAt(object, 'metadata', 'name'),
  ]
    .filter((part) => part !== undefined)
    .join('/');

/** `-f FILE` for every object. */
export const filesOf = (objects: readonly Filed[]): readonly string[] =>
  objects.flatMap(({ file }) => ['-f', file]);

/** The objects of the tree as the API server has them, in the tree's order. */
export const readLive = async (
  controlPlane: ControlPlane,
  objects: readonly Filed[],
): Promise<readonly Live[]> => {
  if (objects.length === 0) return [];
  const got = await controlPlane.kubectl([
    'get',
    ...filesOf(objects),
    '--output=json',
    '--show-managed-fields',
  ]);
  if (got.code !== 0) throw new Unmet(got.stderr.trim());
  const parsed: unknown = JSON.parse(got.stdout);
  return (stringAt(parsed, 'kind') === 'List' ? listAt(parsed, 'items') : [parsed]).filter(isRecord);
};

/** Warnings that controllers have left on objects of some namespaces, newest first, each once. */
export const warningEvents = async (
  controlPlane: ControlPlane,
  namespaces: ReadonlySet<string>,
): Promise<readonly string[]> => {
  const events = await controlPlane.api.list('/api/v1/events?fieldSelector=type%3DWarning');
  const lines = events
    .filter((event) => namespaces.has(stringAt(event, 'metadata', 'namespace') ?? ''))
    .map((event) => {
      const about = `${stringAt(event, 'involvedObject', 'kind') ?? ''}/${stringAt(event, 'involvedObject', 'name') ?? ''}`;
      return `event on ${about}: ${stringAt(event, 'reason') ?? ''}: ${stringAt(event, 'message') ?? ''}`;
    });
  return [...new Set(lines.reverse())].slice(0, 8);
};

/** Waits until every object is healthy as Argo CD would see it; says what is not, with its Events, when time is up. */
export const waitHealthy = async (
  controlPlane: ControlPlane,
  objects: readonly Filed[],
  signal: AbortSignal,
): Promise<void> => {
  const seconds = 45;
  let live: readonly Live[] = [];
  const sick = (): readonly Live[] => live.filter((object) => whyUnhealthy(object) !== undefined);
  const watched = async (): Promise<true | undefined> => {
    live = await readLive(controlPlane, objects);
    return sick().length === 0 ? true : undefined;
  };
  try {
    await until('all are healthy', watched, { seconds, signal });
  } catch (error) {
    if (signal.aborted || error instanceof Unmet) throw error;
    const namespaces = new Set(sick().map((object) => stringAt(object, 'metadata', 'namespace') ?? ''));
    throw new Unmet(
      [
        ...sick().map((object) => `${nameOf(object)} ${whyUnhealthy(object) ?? ''} after ${seconds} s`),
        ...(await warningEvents(controlPlane, namespaces)),
      ].join('\n'),
    );
  }
};
