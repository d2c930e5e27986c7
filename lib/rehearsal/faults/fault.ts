import type { Diagnostic } from '../../diagnostics';
import type { Published, Stage } from '../stage';
import type { TreeIndex } from '../verdict';

/** What a fault may touch. */
export interface FaultSetting {
  readonly stage: Stage;
  readonly published: Published;
  readonly index: TreeIndex;
  readonly signal: AbortSignal;
}

/** What came of a fault while it lasted; the act that follows shows whether all became well again. */
export interface FaultOutcome {
  readonly diagnostics: readonly Diagnostic[];
  /** What was done to whom, for the report. */
  readonly note: string;
}

/** One thing that goes wrong on real sites. */
export interface SiteFault {
  /** Title of its act, as in `the API server restarts`. */
  readonly title: string;
  /** Why it cannot be tried with this tree; undefined where it can. */
  readonly impossible: (setting: FaultSetting) => string | undefined;
  readonly strike: (setting: FaultSetting) => Promise<FaultOutcome>;
}
