import type { Diagnostic } from '../../diagnostics';
import { fieldAt, stringAt } from '../../kubernetes';
import { until } from '../../program';
import type { Stage } from '../stage';
import { conditionOf } from './facts';
import { findingOn } from './finding';
import type { TreeIndex } from './tree-index';

/** Seconds that a run may take: its pod is admitted, scheduled, and simulated to its end at once. */
const seconds = 30;

/**
 * Runs every CronJob once, as its schedule would: what only a run shows (admission of its pod, a node for it, volumes
 * of claims that nothing else uses) is then seen too. The runs are removed again.
 */
export const cronJobFindings = async (
  { api }: Stage,
  index: TreeIndex,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> => {
  const found: Diagnostic[] = [];
  for (const cronJob of index.where(({ object }) => object.kind === 'CronJob')) {
    const { name, namespace = 'default' } = cronJob.object.metadata;
    const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;
    const run = `${name.slice(0, 50)}-rehearsal`;
    const created = await api.create(jobs, {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: run, namespace },
      spec: fieldAt(cronJob.object, 'spec', 'jobTemplate', 'spec'),
    });
    let words = created.status < 300 ? undefined : (stringAt(created.body, 'message') ?? '');
    if (words === undefined) {
      const ended = async (): Promise<true | undefined> =>
        conditionOf(await api.find(`${jobs}/${run}`), 'Complete', 'True') === undefined ? undefined : true;
      words = await until('the run is complete', ended, { seconds, signal }).then(
        () => undefined,
        (error: unknown) => {
          signal.throwIfAborted();
          return error instanceof Error ? error.message : String(error);
        },
      );
    }
    if (words === undefined) {
      await api.remove(`${jobs}/${run}`, { propagationPolicy: 'Background' });
      continue;
    }
    found.push(
      findingOn(cronJob, {
        rule: 'rehearsal/cron-job',
        got: `a run of it: ${words}`,
        want: 'a run that is admitted, scheduled and ends',
        fix: 'see what its pod waits for',
      }),
    );
  }
  return found;
};
