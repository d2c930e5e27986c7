import { setTimeout as sleep } from 'node:timers/promises';
import type { Published, Stage } from '../stage';
import {
  applicationsPath,
  isSettled,
  readApplications,
  waitedFor,
  type ApplicationState,
} from './application-state';
import { recordTimeline, type ApplicationTimes, type Place } from './timeline';

/** How an act ended. */
export type Ending =
  /** Every Application is Synced and Healthy at the act's commit. */
  | 'settled'
  /** Time was up. */
  | 'timeout'
  /** Nothing moved any more, though not all was well. */
  | 'stalled';

/** One release, or one fault, from its start to the end state. */
export interface Act {
  readonly title: string;
  readonly ending: Ending;
  readonly seconds: number;
  readonly applications: readonly ApplicationTimes[];
  /** The Applications as they were at the end. */
  readonly states: readonly ApplicationState[];
}

/** What a viewer of a running act sees. */
export interface View {
  readonly title: string;
  readonly seconds: number;
  readonly places: readonly Place[];
  readonly states: readonly ApplicationState[];
}

/** How long to wait, and who watches. */
export interface ActOptions {
  /** Seconds until an act has failed. */
  readonly timeout: number;
  /** Seconds without any movement after which nothing more is expected. */
  readonly patience: number;
  readonly signal: AbortSignal;
  readonly watch: (view: View) => void;
}

/** Failed tries of the same sync after which another one is not expected to do better. */
const hopeless = 3;

/** Milliseconds between two looks. */
const pace = 400;

/** The Applications of a tree in the order of their waves, the root first. */
export const placesOf = ({ delivery }: Published): readonly Place[] => [
  { name: delivery.root, component: '', wave: 0 },
  ...[...delivery.applications].sort((a, b) => a.wave - b.wave || (a.name < b.name ? -1 : 1)),
];

/**
 * Whether all that is left are syncs that fail again and again, and Applications that wait for these. Argo CD goes on
 * for minutes, each try later than the one before; nothing else in the cluster will change meanwhile.
 */
const isHopeless = (states: readonly ApplicationState[], commit: string): boolean => {
  const left = states.filter((state) => !isSettled(state, commit));
  const failing = left.filter(({ retries }) => retries >= hopeless);
  const waiting = left.filter((state) => waitedFor(state)?.startsWith('argoproj.io/Application/') === true);
  return (
    failing.length > 0 &&
    left.every((state) => failing.includes(state) || waiting.includes(state) || state.phase !== 'Running')
  );
};

const fingerprint = (states: readonly ApplicationState[]): string => JSON.stringify(states);

/** Asks Argo CD to look at once, as a webhook of the Git server does. */
export const refresh = async (stage: Stage, { delivery }: Published): Promise<void> => {
  for (const { name } of await readApplications(stage.api, delivery.namespace)) {
    await stage.api.patch(`${applicationsPath(delivery.namespace)}/${name}`, 'merge', {
      metadata: { annotations: { 'argocd.argoproj.io/refresh': 'hard' } },
    });
  }
};

/** Watches Argo CD bring the cluster to a published tree. */
export const watchAct = async (
  stage: Pick<Stage, 'api' | 'argoCd'>,
  published: Published,
  title: string,
  options: ActOptions,
): Promise<Act> => {
  const { timeout, patience, signal, watch } = options;
  const { commit, delivery } = published;
  const places = placesOf(published);
  const recorder = recordTimeline(places, commit);
  const start = performance.now();
  let moved = 0;
  let last = '';
  for (;;) {
    signal.throwIfAborted();
    const broken = stage.argoCd.failure();
    if (broken !== undefined) throw broken;
    // An API server that restarts does not answer for a while; nothing moves then.
    const states = await readApplications(stage.api, delivery.namespace).catch(() => []);
    const seconds = (performance.now() - start) / 1000;
    recorder.observe(states, seconds);
    watch({ title, seconds, places, states });
    const now = fingerprint(states);
    if (now !== last) moved = seconds;
    last = now;
    const byName = new Map(states.map((state) => [state.name, state]));
    const settled =
      states.length === places.length &&
      places.every(({ name }) => {
        const state = byName.get(name);
        return state !== undefined && isSettled(state, commit);
      });
    const ending: Ending | undefined = settled
      ? 'settled'
      : seconds > timeout
        ? 'timeout'
        : seconds - moved > patience || isHopeless(states, commit)
          ? 'stalled'
          : undefined;
    if (ending !== undefined) return { title, ending, seconds, applications: recorder.times(), states };
    await sleep(pace, undefined, { signal });
  }
};
