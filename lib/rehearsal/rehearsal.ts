import type { Diagnostic } from '../diagnostics';
import type { Act } from './play';
import type { StandInUse } from './stand-ins';
import type { Changes } from './upgrade';

/** How long one part of a rehearsal took, in seconds. */
export interface Phase {
  readonly name: string;
  readonly seconds: number;
}

/** An act and what it has done to the cluster. */
export interface PlayedAct extends Act {
  /** What changed in the cluster; absent for the first installation. */
  readonly changes?: Changes;
  /** What was done to whom, for faults. */
  readonly note?: string;
}

/** All that a rehearsal has shown. */
export interface Rehearsal {
  readonly platform: string;
  /** `passed` when no finding counts. */
  readonly verdict: 'passed' | 'failed';
  readonly acts: readonly PlayedAct[];
  readonly diagnostics: readonly Diagnostic[];
  /** What stood in for what cannot run without containers. */
  readonly standIns: readonly StandInUse[];
  /** Versions that were not the platform's own, faults that could not be tried, and the like. */
  readonly notes: readonly string[];
  readonly phases: readonly Phase[];
  readonly seconds: number;
}
