import { z } from 'zod';
import { inferenceSchema } from './inference';
import { notebooksSchema } from './notebooks';
import { profileSchema, tensorboardSchema } from './profiles';
import { trainJobSchema, trainingRuntimeSchema } from './trainer';
import { trainingJobSchema, trainingOperatorSchema } from './training';
import { experimentSchema } from './tuning';

/** Kubeflow beside its pipelines. */
export const kubeflowSchema = z
  .strictObject({
    profiles: z
      .array(profileSchema)
      .default([])
      .describe('Namespaces that the profile controller of the site makes.'),
    notebooks: notebooksSchema,
    tensorboards: z
      .array(tensorboardSchema)
      .default([])
      .describe('TensorBoards; the site has their controller.'),
    training: z
      .strictObject({
        operator: trainingOperatorSchema,
        jobs: z.array(trainingJobSchema).default([]).describe('Jobs of the training operator.'),
        runtimes: z
          .array(trainingRuntimeSchema)
          .default([])
          .describe('Runtimes of the newer Trainer, which the site has installed.'),
        trainJobs: z.array(trainJobSchema).default([]).describe('Jobs of the newer Trainer.'),
      })
      .prefault({})
      .describe('Training.'),
    experiments: z
      .array(experimentSchema)
      .default([])
      .describe('Experiments of Katib, which the site has installed.'),
    inference: inferenceSchema,
  })
  .prefault({})
  .describe('Kubeflow beside its pipelines: notebooks, training, tuning, serving by KServe.');

export type { Implementation, InferenceGraphDefinition, InferenceServiceDefinition } from './inference';
export type { NotebookDefinition, PodDefaultDefinition } from './notebooks';
export type { ProfileDefinition, TensorboardDefinition } from './profiles';
export type { TrainingRuntimeDefinition, TrainJobDefinition, UnnamedTrainJob } from './trainer';
export type { TrainingDefinition, TrainingJobDefinition, TrainingRole } from './training';
export type { ExperimentDefinition, SearchParameter } from './tuning';
export type { Dataset, Egress, Mount, Work } from './work';
