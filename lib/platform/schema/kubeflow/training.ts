import { z } from 'zod';
import { pieces, seconds } from '../scalars';
import { resourcesSchema } from '../serving/pods';
import { operatorResources } from './notebooks';
import { datasetSchema, serviceName, userNamespace, workFields } from './work';

const role = (least: number, most: number, many: number) =>
  z.strictObject({
    replicas: z.int().min(least).max(most).default(many).describe('Pods of this role.'),
    command: z.array(z.string()).min(1).optional().describe('The command. Default: that of the job.'),
    args: z.array(z.string()).optional().describe('Arguments. Default: those of the job.'),
    resources: resourcesSchema.optional().describe('Resources of each pod. Default: those of the job.'),
  });

const one = (words: string) => role(1, 1, 1).optional().describe(words);
const several = (words: string) => role(1, 1000, 1).optional().describe(words);

const policy = z
  .strictObject({
    retries: z.int().min(0).default(3).describe('Restarts before the job counts as failed.'),
    deadlineSeconds: seconds.optional().describe('Seconds after which the job is stopped. Default: never.'),
    keepPods: z
      .enum(['None', 'Running', 'All'])
      .default('Running')
      .describe('`cleanPodPolicy`: which pods are removed when the job ends.'),
    suspended: z.boolean().default(false).describe('Whether it waits until somebody starts it.'),
    minimum: pieces
      .optional()
      .describe('Pods that must fit at once before any starts; needs a gang scheduler. Default: no gang.'),
  })
  .prefault({})
  .describe('How the job runs and ends.');

const common = {
  ...workFields,
  dataset: datasetSchema.optional(),
  policy,
};

/** What a job of one framework says beside its name. */
const tensorflowFields = {
  kind: z.literal('tensorflow').describe('A TFJob: the operator writes `TF_CONFIG`.'),
  ...common,
  chief: one('The pod that decides when training is over. Default: worker 0.'),
  worker: several('Workers.'),
  parameterServer: several('Parameter servers.'),
  evaluator: one('The pod that evaluates checkpoints.'),
  successPolicy: z
    .enum(['chief', 'allWorkers'])
    .default('chief')
    .describe('When the job has succeeded: with the chief (worker 0), or with all workers.'),
};

const pytorchFields = {
  kind: z.literal('pytorch').describe('A PyTorchJob: the operator writes what `torchrun` reads.'),
  ...common,
  worker: several('Workers beside the master; with `elastic` all of them.'),
  processesPerNode: z
    .union([z.int().min(1), z.enum(['auto', 'cpu', 'gpu'])])
    .default('auto')
    .describe('Processes that `torchrun` starts in each pod.'),
  elastic: z
    .strictObject({
      min: pieces.describe('Fewest workers that training goes on with.'),
      max: pieces.describe('Most workers.'),
      restarts: z.int().min(0).default(10).describe('Times that the workers may form a new group.'),
    })
    .optional()
    .describe(
      'Workers may come and go; they find each other by c10d. There is no master then. Default: a fixed group.',
    ),
};

const mpiFields = {
  kind: z.literal('mpi').describe('An MPIJob: a launcher starts `mpirun` over the workers.'),
  ...common,
  launcher: role(1, 1, 1).prefault({}).describe('The pod that runs `mpirun`.'),
  worker: role(1, 1000, 1).prefault({}).describe('Workers.'),
  slotsPerWorker: pieces.default(1).describe('Processes in each worker.'),
};

const trial = [
  z.strictObject(tensorflowFields),
  z.strictObject(pytorchFields),
  z.strictObject(mpiFields),
] as const;

/** A training job without a name: what a trial is made from. */
export const unnamedTrainingSchema = z
  .discriminatedUnion('kind', [...trial])
  .describe('A job of the training operator.');

const named = { name: serviceName(52), namespace: userNamespace };

/** A distributed training job. */
export const trainingJobSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ ...named, ...tensorflowFields }),
    z.strictObject({ ...named, ...pytorchFields }),
    z.strictObject({ ...named, ...mpiFields }),
  ])
  .describe('One training job. A job runs once: a change of it needs a new name.');

/** The training operator. */
export const trainingOperatorSchema = z
  .strictObject({
    install: z
      .boolean()
      .default(true)
      .describe('Whether this platform installs it. `false`: something else has.'),
    version: z.enum(['1.9.2']).default('1.9.2').describe('Version of the training operator.'),
    gangScheduler: z
      .enum(['volcano', 'scheduler-plugins-scheduler'])
      .optional()
      .describe(
        'Scheduler that starts the pods of a job together or not at all; the site must have it. Default: none.',
      ),
    resources: operatorResources,
  })
  .prefault({})
  .describe('The training operator (TFJob, PyTorchJob, MPIJob).');

/** A training job without its name, with every default filled in. */
export type TrainingDefinition = z.output<typeof unnamedTrainingSchema>;

/** A training job, with every default filled in. */
export type TrainingJobDefinition = z.output<typeof trainingJobSchema>;

/** A role of a training job. */
export type TrainingRole = z.output<ReturnType<typeof role>>;
