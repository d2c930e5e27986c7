import { z } from 'zod';
import { dnsLabel, wanted } from '../scalars';
import { pipelineSchema } from './pipeline';
import { pipSchema } from './policy';

export type { PipelineDefinition } from './pipeline';
export type { PipelineSource } from './source';

/** Pipelines that are part of the platform. */
export const pipelinesSchema = z
  .strictObject({
    namespace: dnsLabel.default('kubeflow').describe('Namespace of the pipelines that name none.'),
    server: z
      .strictObject({
        namespace: dnsLabel
          .default('kubeflow')
          .describe('Namespace of Kubeflow Pipelines, whose services the steps talk to.'),
        version: z
          .string()
          .regex(
            /^\d+\.\d+\.\d+$/,
            wanted('a version such as 2.17.0', 'see the releases of Kubeflow Pipelines'),
          )
          .default('2.17.0')
          .describe('Its version: that of the images of driver and launcher.'),
        serviceAccount: dnsLabel
          .default('pipeline-runner')
          .describe('ServiceAccount of the steps; it comes with Kubeflow Pipelines.'),
      })
      .prefault({})
      .describe('Kubeflow Pipelines, as compiled workflows see it.'),
    pip: pipSchema,
    definitions: z.array(pipelineSchema).default([]).describe('Pipelines.'),
  })
  .prefault({})
  .describe('Pipelines: compiled, applied and scheduled like everything else.');
