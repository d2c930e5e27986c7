import { z } from 'zod';
import { cronSchedule, wanted } from '../scalars';

/** When a pipeline runs by itself. */
export const scheduleSchema = z
  .strictObject({
    cron: cronSchedule.describe('When to run, in the five fields of cron.'),
    timeZone: z
      .string()
      .regex(
        /^[A-Za-z]+([/_+-][A-Za-z0-9_+-]+)*$/,
        wanted('a time zone such as Europe/Helsinki', 'see the tz database'),
      )
      .default('UTC')
      .describe('Time zone of the schedule. A schedule of Kubeflow Pipelines knows only UTC.'),
    via: z
      .enum(['cronWorkflow', 'scheduledWorkflow'])
      .default('cronWorkflow')
      .describe(
        '`cronWorkflow` lets Argo Workflows start the compiled workflow; `scheduledWorkflow` lets Kubeflow Pipelines do it, so that runs show in its user interface.',
      ),
    concurrency: z
      .enum(['Allow', 'Forbid', 'Replace'])
      .default('Forbid')
      .describe(
        'What happens when a run is still going: start another, start none, or stop it. Kubeflow Pipelines knows no `Replace`.',
      ),
    suspend: z.boolean().default(false).describe('Whether no run is started for now.'),
    startingDeadlineSeconds: z
      .int()
      .min(0)
      .default(0)
      .describe('Seconds by which a start that was missed may be late; 0 leaves it out.'),
    history: z
      .strictObject({
        succeeded: z.int().min(0).default(3).describe('Finished runs to keep.'),
        failed: z.int().min(0).default(3).describe('Failed runs to keep.'),
      })
      .prefault({})
      .describe('Runs that stay in the cluster.'),
  })
  .describe('When the pipeline runs by itself.');
