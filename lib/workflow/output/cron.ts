import type { KubernetesObject, ObjectMetadata } from '../../kubernetes';
import type { Form } from './form';

/** A CronWorkflow that runs a WorkflowTemplate. */
export const cronOf = (
  name: string,
  metadata: Omit<ObjectMetadata, 'name'>,
  template: string,
  form: Form & { kind: 'cron' },
  serviceAccountName: unknown,
): KubernetesObject => {
  const { schedule, parameters = {} } = form;
  const given = Object.entries(parameters).map(([key, value]) => ({ name: key, value: String(value) }));
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'CronWorkflow',
    metadata: { ...metadata, name },
    spec: {
      schedules: schedule.schedules,
      ...(schedule.timeZone === undefined ? {} : { timezone: schedule.timeZone }),
      concurrencyPolicy: schedule.concurrencyPolicy ?? 'Forbid',
      ...(schedule.startingDeadlineSeconds === undefined
        ? {}
        : { startingDeadlineSeconds: schedule.startingDeadlineSeconds }),
      ...(schedule.suspend === true ? { suspend: true } : {}),
      successfulJobsHistoryLimit: schedule.successfulRunsKept ?? 3,
      failedJobsHistoryLimit: schedule.failedRunsKept ?? 1,
      workflowSpec: {
        ...(given.length === 0 ? {} : { arguments: { parameters: given } }),
        ...(serviceAccountName === undefined ? {} : { serviceAccountName }),
        workflowTemplateRef: { name: template },
      },
    },
  };
};
