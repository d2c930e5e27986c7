import type { Value } from '../author';

/** When a pipeline runs by itself. https://argo-workflows.readthedocs.io/en/latest/cron-workflows/ */
export interface Schedule {
  /** Cron expressions of five fields; it runs at each of them. */
  readonly schedules: readonly [string, ...string[]];
  /** As in `Europe/Helsinki`. Default: that of the controller, UTC as a rule. */
  readonly timeZone?: string;
  /** What happens when the run before is still going on. Default: `Forbid`. */
  readonly concurrencyPolicy?: 'Allow' | 'Forbid' | 'Replace';
  /** How many seconds late a run may still start. Default: a missed run is not made up for. */
  readonly startingDeadlineSeconds?: number;
  /** Default: false. */
  readonly suspend?: boolean;
  /** Default: 3. */
  readonly successfulRunsKept?: number;
  /** Default: 1. */
  readonly failedRunsKept?: number;
}

/** Values of a pipeline's parameters, by name. */
export type ParameterValues = Readonly<Record<string, Exclude<Value, object>>>;

/** What a pipeline is written as. */
export type Form =
  /** A WorkflowTemplate whose name changes with its content, so that a run never changes under way; values become defaults. */
  | { readonly kind: 'template'; readonly parameters?: ParameterValues }
  /** The same, and a CronWorkflow that runs it. */
  | { readonly kind: 'cron'; readonly schedule: Schedule; readonly parameters?: ParameterValues }
  /** A Workflow for `argo submit` or `kubectl create`. */
  | { readonly kind: 'workflow'; readonly parameters?: ParameterValues }
  /** A Workflow that KFP's user interface and cache know as a run. */
  | {
      readonly kind: 'kfp-run';
      readonly parameters?: ParameterValues;
      /** Identifier of the run; every run needs one of its own. Default: derived from the content. */
      readonly runId?: string;
    };
