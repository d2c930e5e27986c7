import { isSettled, waitedFor, type ApplicationState } from './application-state';

/** Something that an Application waited for. */
export interface Wait {
  /** The object, as Argo CD names it: `apps/Deployment/iris`. */
  readonly on: string;
  /** Seconds since the start of the act. */
  readonly from: number;
  readonly to: number;
}

/** How one Application went through an act; all times in seconds since its start, absent for what never came. */
export interface ApplicationTimes {
  readonly name: string;
  /** Component whose folder it applies; empty for the root. */
  readonly component: string;
  /** Sync wave among the Applications; the root comes before all. */
  readonly wave: number;
  readonly created?: number;
  /** First moment of a sync to the act's commit. */
  readonly syncing?: number;
  readonly synced?: number;
  /** First moment at which it was Synced and Healthy, not to change again. */
  readonly healthy?: number;
  /** Syncs that failed and were tried again. */
  readonly retries: number;
  readonly waits: readonly Wait[];
}

interface Track {
  created?: number;
  syncing?: number;
  synced?: number;
  healthy?: number;
  retries: number;
  waits: { on: string; from: number; to: number }[];
}

/** Where an Application stands in the order. */
export interface Place {
  readonly name: string;
  readonly component: string;
  readonly wave: number;
}

/** Collects what happens to Applications. */
export interface TimelineRecorder {
  readonly observe: (states: readonly ApplicationState[], seconds: number) => void;
  readonly times: () => readonly ApplicationTimes[];
}

const observeOne = (track: Track, state: ApplicationState, commit: string, seconds: number): void => {
  track.created ??= seconds;
  if (state.phase === 'Running') {
    track.syncing ??= seconds;
    track.retries = Math.max(track.retries, state.retries);
  }
  if (state.sync === 'Synced' && state.revision === commit) track.synced ??= seconds;
  else delete track.synced;
  if (isSettled(state, commit)) track.healthy ??= seconds;
  else delete track.healthy;
  const on = waitedFor(state);
  if (on === undefined) return;
  const last = track.waits.at(-1);
  if (last?.on === on) last.to = seconds;
  else track.waits.push({ on, from: seconds, to: seconds });
};

/** Starts recording the way to a commit. */
export const recordTimeline = (places: readonly Place[], commit: string): TimelineRecorder => {
  const tracks = new Map(places.map(({ name }): [string, Track] => [name, { retries: 0, waits: [] }]));
  return {
    observe: (states, seconds) => {
      for (const state of states) {
        const track = tracks.get(state.name);
        if (track !== undefined) observeOne(track, state, commit, seconds);
      }
    },
    times: () =>
      places.map((place) => ({
        ...place,
        ...(tracks.get(place.name) ?? { retries: 0, waits: [] }),
      })),
  };
};
