import { Cron, Duration, type ApiObjectMetadata } from 'cdk8s';
import { ConcurrencyPolicy, CronJob, PersistentVolumeClaim, Volume, type VolumeMount } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { Batch } from '../../platform/served-model';
import { completePod, podPaths } from './complete';
import { versionLabel } from './image';
import { partLabels } from './labels';
import { modelPod, type ModelPodProps } from './pod';

const concurrency = {
  Allow: ConcurrencyPolicy.ALLOW,
  Forbid: ConcurrencyPolicy.FORBID,
  Replace: ConcurrencyPolicy.REPLACE,
} as const;

/** The words that cron has for common schedules. */
const words: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** A schedule of the definition as cdk8s has it. */
export const cronOf = (schedule: string): Cron => {
  const [minute = '*', hour = '*', day = '*', month = '*', weekDay = '*'] = (
    words[schedule] ?? schedule
  ).split(/\s+/);
  return new Cron({ minute, hour, day, month, weekDay });
};

const mountOf = (
  scope: Construct,
  id: 'input' | 'output',
  volume: NonNullable<Batch['input']>,
): VolumeMount => ({
  path: volume.mountPath,
  volume: Volume.fromPersistentVolumeClaim(
    scope,
    id,
    PersistentVolumeClaim.fromClaimName(scope, `${id}-claim`, volume.claim),
    { name: id, readOnly: id === 'input' },
  ),
  ...(id === 'input' ? { readOnly: true } : {}),
  ...(volume.subPath === undefined ? {} : { subPath: volume.subPath }),
});

/** Predictions on a schedule, by the stable version of the model: a CronJob with the model in it. */
export const addBatch = (
  scope: Construct,
  job: Batch,
  props: ModelPodProps,
  metadata: ApiObjectMetadata,
): CronJob => {
  const { model, version } = props;
  const parts = new Construct(scope, `batch-${job.name}`);
  const pod = modelPod(parts, 'pod', props, {
    name: 'batch',
    command: job.command,
    args: [],
    env: { ...model.env, ...job.env },
    ports: [],
    mounts: [
      ...(job.input === undefined ? [] : [mountOf(parts, 'input', job.input)]),
      ...(job.output === undefined ? [] : [mountOf(parts, 'output', job.output)]),
    ],
    resources: job.resources ?? model.resources,
    fields: {},
    pod: {},
  });
  const cronJob = new CronJob(parts, 'cron-job', {
    ...pod.props,
    metadata,
    select: false,
    podMetadata: { labels: { ...partLabels(model.name, 'model-batch'), ...versionLabel(version.image) } },
    schedule: cronOf(job.schedule),
    timeZone: job.timeZone,
    concurrencyPolicy: concurrency[job.concurrency],
    startingDeadline: Duration.seconds(job.startingDeadlineSeconds),
    suspend: job.suspend,
    backoffLimit: job.retries,
    activeDeadline: Duration.seconds(job.timeoutSeconds),
  });
  completePod(cronJob, podPaths.cronJob, pod.completion);
  return cronJob;
};
