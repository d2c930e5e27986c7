import { z } from 'zod';
import { cronSchedule, dnsLabel, seconds, wanted } from '../scalars';
import { environmentSchema, resourcesSchema } from './pods';
import { containerPath } from './runtime';
import { claimSchema, relativePath } from './source';

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const volume = (mountPath: string, words: string) =>
  z
    .strictObject({
      claim: claimSchema,
      subPath: relativePath.optional().describe('Folder of the volume. Default: the whole volume.'),
      mountPath: containerPath
        .default(mountPath)
        .describe(`Folder in the container. Default: \`${mountPath}\`.`),
    })
    .optional()
    .describe(words);

/** Predictions for many records at a time, on a schedule. */
export const batchSchema = z
  .strictObject({
    name: dnsLabel.describe('Name of the job; the CronJob is called `<model>-<name>`.'),
    schedule: cronSchedule.describe('When it runs, in five fields of cron.'),
    timeZone: z
      .string()
      .refine(isTimeZone, wanted('a time zone such as Europe/Helsinki', 'use a name of the IANA database'))
      .default('Etc/UTC')
      .describe('Time zone of the schedule.'),
    command: z
      .array(z.string())
      .min(1)
      .describe(
        'Command in the image of the model; no shell reads it. `MODEL_PATH` is set as for the server.',
      ),
    input: volume('/input', 'Volume with the records; mounted read-only. Default: none.'),
    output: volume('/output', 'Volume for the predictions. Default: none.'),
    env: environmentSchema,
    resources: resourcesSchema
      .optional()
      .describe('Resources of the job. Default: as one pod of the server.'),
    timeoutSeconds: seconds.default(3600).describe('Seconds after which a run is stopped.'),
    retries: z.int().min(0).max(20).default(2).describe('How often a failed run is tried again.'),
    concurrency: z
      .enum(['Allow', 'Forbid', 'Replace'])
      .default('Forbid')
      .describe(
        'What happens when the last run is not done yet: both run, the new one is left out, or the old one is stopped.',
      ),
    startingDeadlineSeconds: z
      .int()
      .min(10)
      .default(600)
      .describe('Seconds by which a run may start late; after that it is left out.'),
    suspend: z.boolean().default(false).describe('Whether no runs are started.'),
  })
  .describe('One batch job.');

/** A batch job with every default filled in. */
export type Batch = z.output<typeof batchSchema>;
