import { z } from 'zod';
import { dnsLabel, wanted } from '../scalars';
import { storageClassReference } from '../storage-class';
import { ceilingSchema, stepPlacementSchema, stepSecuritySchema } from './policy';
import { scheduleSchema } from './schedule';
import { pipelineSourceSchema, repositoryFile } from './source';

/** One pipeline and what becomes of it in the cluster. */
export const pipelineSchema = z
  .strictObject({
    name: dnsLabel
      .max(45)
      .refine((name) => /^[a-z]/.test(name), wanted('a name that starts with a letter', 'rename it'))
      .describe('Name of the pipeline and of its objects.'),
    namespace: dnsLabel
      .optional()
      .describe('Namespace of a team that the pipeline belongs to. Default: `spec.pipelines.namespace`.'),
    source: pipelineSourceSchema,
    objects: z
      .array(z.enum(['workflowTemplate', 'pipelineVersion']))
      .min(1)
      .default(['workflowTemplate'])
      .describe(
        '`workflowTemplate`: the compiled workflow, which Argo runs. `pipelineVersion`: objects Pipeline and PipelineVersion with the IR, which a Kubeflow Pipelines that stores pipelines in Kubernetes compiles itself.',
      ),
    previous: z
      .array(repositoryFile)
      .default([])
      .describe('Earlier IR files whose PipelineVersions stay, the newest first.'),
    retainVersions: z
      .boolean()
      .default(false)
      .describe('Whether Argo CD leaves a PipelineVersion in the cluster when it leaves this list.'),
    parameters: z
      .record(z.string(), z.json())
      .default({})
      .describe('Values of the pipeline’s inputs here, over its own defaults; checked against their types.'),
    pipelineRoot: z
      .string()
      .regex(/^[a-z0-9]+:\/\/\S+$/, wanted('an address such as s3://bucket/path', 'write the scheme'))
      .optional()
      .describe('Where artifacts go. Default: what the pipeline or the cluster says.'),
    schedule: scheduleSchema.optional(),
    cache: z.boolean().default(true).describe('Whether a step whose result is known is not run again.'),
    placement: stepPlacementSchema,
    ceiling: ceilingSchema.optional(),
    storageClass: storageClassReference
      .optional()
      .describe('Class of volumes that name none. Default: the default class.'),
    security: stepSecuritySchema.optional(),
  })
  .describe('One pipeline.');

/** A pipeline with every default filled in. */
export type PipelineDefinition = z.output<typeof pipelineSchema>;
