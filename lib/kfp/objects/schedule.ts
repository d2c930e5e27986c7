import type { Workflow } from '../argo';
import type { Pipeline } from '../pipeline';
import { stableJson } from '../proto';
import { tidySpec, type ObjectPlace, type PlainObject } from './workflow-template';

/** When runs start by themselves. */
export interface Schedule {
  /** Five fields of cron, or a macro such as `@daily`. */
  readonly cron: string;
  readonly timeZone: string;
  readonly concurrency: 'Allow' | 'Forbid' | 'Replace';
  readonly suspend: boolean;
  readonly startingDeadlineSeconds: number;
  readonly history: { readonly succeeded: number; readonly failed: number };
}

/**
 * Lets Argo start runs. https://argo-workflows.readthedocs.io/en/latest/cron-workflows/
 * @param template name of the WorkflowTemplate to run. Default: the workflow stands in the object itself.
 */
export const cronWorkflow = (
  workflow: Workflow,
  schedule: Schedule,
  place: ObjectPlace,
  template?: string,
): PlainObject => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'CronWorkflow',
  metadata: place,
  spec: {
    schedules: [schedule.cron],
    timezone: schedule.timeZone,
    concurrencyPolicy: schedule.concurrency,
    suspend: schedule.suspend,
    startingDeadlineSeconds: schedule.startingDeadlineSeconds,
    successfulJobsHistoryLimit: schedule.history.succeeded,
    failedJobsHistoryLimit: schedule.history.failed,
    workflowSpec:
      template === undefined ? tidySpec(workflow.spec) : { workflowTemplateRef: { name: template } },
  },
});

/** Runs that one schedule of Kubeflow Pipelines may have at a time where several are allowed: as many as it knows. */
const mostRuns = 10;

/** The controller's cron has seconds in front. */
const withSeconds = (cron: string): string => (cron.startsWith('@') ? cron : `0 ${cron}`);

/**
 * Lets Kubeflow Pipelines start runs, so that they show in its user interface. Its definition demands a status, which
 * the controller fills in.
 */
export const scheduledWorkflow = (
  pipeline: Pipeline,
  workflow: Workflow,
  schedule: Schedule,
  place: ObjectPlace,
): PlainObject => ({
  apiVersion: 'kubeflow.org/v1beta1',
  kind: 'ScheduledWorkflow',
  metadata: place,
  spec: {
    enabled: !schedule.suspend,
    maxConcurrency: schedule.concurrency === 'Allow' ? mostRuns : 1,
    maxHistory: schedule.history.succeeded + schedule.history.failed,
    noCatchup: true,
    trigger: { cronSchedule: { cron: withSeconds(schedule.cron) } },
    pipelineName: pipeline.name,
    serviceAccount: workflow.spec.serviceAccountName,
    workflow: { spec: stableJson(tidySpec(workflow.spec)) },
  },
  status: {},
});
