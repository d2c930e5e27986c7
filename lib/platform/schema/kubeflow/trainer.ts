import { z } from 'zod';
import { dnsLabel, pieces, seconds } from '../scalars';
import { imageSchema } from '../serving/image';
import { environmentSchema, identitySchema, plainPlacementSchema, resourcesSchema } from '../serving/pods';
import { claimSchema } from '../serving/source';
import { datasetSchema, egressSchema, serviceName, userNamespace } from './work';

/** What a data scientist picks: how a framework is run on this site. */
export const trainingRuntimeSchema = z
  .strictObject({
    name: serviceName(63),
    namespace: userNamespace
      .optional()
      .describe('Namespace that may use it. Default: all of them, it becomes a ClusterTrainingRuntime.'),
    framework: z
      .enum(['torch', 'deepspeed', 'jax', 'xgboost', 'mlx'])
      .describe('Framework, which decides how processes find each other.'),
    image: imageSchema,
    nodes: pieces.default(1).describe('Nodes of a job that does not say.'),
    processesPerNode: pieces.default(1).describe('Processes per node, for frameworks that MPI starts.'),
    resources: resourcesSchema.optional().describe('Resources of each node. Default: each job says.'),
    placement: plainPlacementSchema,
    security: identitySchema,
    datasetInitializer: z
      .strictObject({
        image: imageSchema
          .prefault({ name: 'ghcr.io/kubeflow/trainer/dataset-initializer', tag: 'v2.2.0' })
          .describe('Image of the initializer. Default: that of Trainer 2.2.'),
        claim: claimSchema,
      })
      .optional()
      .describe(
        'A step that fetches the dataset of a job onto a volume before its nodes start. A claim that is made lives as long as the job. Default: none.',
      ),
    restarts: z.int().min(0).default(3).describe('Times that a failed job starts again.'),
  })
  .describe('One runtime.');

/** A job of the newer Trainer, without a name: what a trial is made from. */
const fields = {
  runtime: dnsLabel.describe('Name of a runtime: of this platform, or one that the site has.'),
  runtimeScope: z
    .enum(['namespace', 'cluster'])
    .optional()
    .describe('Where a runtime is that this platform does not have. Default: the cluster.'),
  image: imageSchema.optional().describe('Image. Default: that of the runtime.'),
  command: z.array(z.string()).min(1).optional().describe('The command. Default: that of the runtime.'),
  args: z.array(z.string()).default([]).describe('Arguments.'),
  env: environmentSchema,
  nodes: pieces.optional().describe('Nodes. Default: those of the runtime.'),
  processesPerNode: pieces.optional().describe('Processes on each node. Default: one per device.'),
  resources: resourcesSchema.optional().describe('Resources of each node. Default: those of the runtime.'),
  placement: plainPlacementSchema,
  dataset: datasetSchema.optional(),
  deadlineSeconds: seconds.optional().describe('Seconds after which it is stopped. Default: never.'),
  suspended: z.boolean().default(false).describe('Whether it waits until somebody starts it.'),
  egress: egressSchema,
};

/** A TrainJob without a name. */
export const unnamedTrainJobSchema = z.strictObject(fields).describe('A job of the Trainer.');

/** A TrainJob. */
export const trainJobSchema = z
  .strictObject({ name: serviceName(63), namespace: userNamespace, ...fields })
  .describe('One job. A job runs once: a change of it needs a new name.');

/** A runtime, with every default filled in. */
export type TrainingRuntimeDefinition = z.output<typeof trainingRuntimeSchema>;

/** A TrainJob without its name, with every default filled in. */
export type UnnamedTrainJob = z.output<typeof unnamedTrainJobSchema>;

/** A TrainJob, with every default filled in. */
export type TrainJobDefinition = z.output<typeof trainJobSchema>;
