import { Cron, Duration } from 'cdk8s';
import { ConcurrencyPolicy, CronJob, PersistentVolumeClaim, Volume, type VolumeMount } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { servedNames, type Batch } from '../../platform';
import { addClaim, claimName, type StorageClassName } from './claims';
import { completePod, podPaths } from './complete';
import { versionLabel } from './image';
import { partLabels, type MetadataOf } from './labels';
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

const uses = ['input', 'output'] as const;

/**
 * A claim that waits for its first run is healthy: Argo CD would otherwise wait for the schedule. Between waves it heeds
 * this only because of the health check for claims in charts/argocd/health.ts.
 */
const waits = { 'argocd.argoproj.io/ignore-healthcheck': 'true' };

const mountsOf = (scope: Construct, job: Batch, model: string): readonly VolumeMount[] =>
  uses.flatMap((use) => {
    const volume = job[use];
    if (volume === undefined) return [];
    const name = claimName(volume.claim, servedNames(model).batchClaim(job.name, use));
    const claim = PersistentVolumeClaim.fromClaimName(scope, `${use}-claim-name`, name);
    const isInput = use === 'input';
    return [
      {
        path: volume.mountPath,
        volume: Volume.fromPersistentVolumeClaim(scope, use, claim, { name: use, readOnly: isInput }),
        ...(isInput ? { readOnly: true } : {}),
        ...(volume.subPath === undefined ? {} : { subPath: volume.subPath }),
      },
    ];
  });

/** Predictions on a schedule, by the stable version of the model: a CronJob with the model in it. */
export const addBatch = (
  scope: Construct,
  job: Batch,
  props: ModelPodProps,
  metadata: MetadataOf,
  storageClassName: StorageClassName,
): CronJob => {
  const { model, version } = props;
  const names = servedNames(model.name);
  const parts = new Construct(scope, `batch-${job.name}`);
  for (const use of uses) {
    const own = { ...metadata(names.batchClaim(job.name, use), 'model-batch'), annotations: waits };
    addClaim(parts, `${use}-claim`, job[use]?.claim, own, storageClassName);
  }
  const pod = modelPod(parts, 'pod', props, {
    name: 'batch',
    command: job.command,
    args: [],
    env: { ...model.env, ...job.env },
    ports: [],
    mounts: mountsOf(parts, job, model.name),
    resources: job.resources ?? model.resources,
    fields: {},
    pod: {},
  });
  const cronJob = new CronJob(parts, 'cron-job', {
    ...pod.props,
    metadata: metadata(names.batch(job.name), 'model-batch'),
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
