/** What a scenario may know and use. */
export interface Setting {
  /** The repository's root folder. */
  readonly root: string;
  /** The written tree that is tried. */
  readonly tree: string;
  /** Whether to leave the control plane up and say how to reach it. */
  readonly keep: boolean;
  /** Aborted when the run is interrupted; every wait listens to it. */
  readonly signal: AbortSignal;
}

/** How a scenario tells what it does. */
export interface Steps {
  /** A step that the next ones need: the scenario ends when it fails. */
  readonly need: <T>(sentence: string, body: () => Promise<T>) => Promise<T>;
  /** A step that stands alone: the scenario goes on when it fails. */
  readonly check: (sentence: string, body: () => Promise<void>) => Promise<void>;
  /** A step that cannot be tried here. */
  readonly skip: (sentence: string, reason: string) => void;
  /** A line for the reader, while a step takes its time. */
  readonly say: (line: string) => void;
}

/** One story with the real programs. */
export interface Scenario {
  /** Name for `--only`. */
  readonly name: string;
  readonly summary: string;
  readonly run: (steps: Steps, setting: Setting) => Promise<void>;
}

/** What was expected did not happen; the message says what did. */
export class Unmet extends Error {}

/** The step, and the rest of the scenario, cannot be tried on this machine. */
export class Skipped extends Error {}

/** Throws `Unmet` with every problem on a line of its own, when there are any. */
export const expectNone = (problems: readonly string[]): void => {
  if (problems.length > 0) throw new Unmet(problems.join('\n'));
};
