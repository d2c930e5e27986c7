import { z } from 'zod';
import { dnsLabel, dnsSubdomain, wanted } from '../scalars';
import { batchSchema } from './batch';
import { imageSchema, type PinnedImage } from './image';
import { callersSchema, exposureSchema, metricsSchema, smokeTestSchema } from './network';
import {
  configSchema,
  environmentSchema,
  identitySchema,
  placementSchema,
  resourcesSchema,
  rolloutSchema,
} from './pods';
import { runtimeSchema, type Runtime } from './runtime';
import { canarySchema, disruptionSchema, scalingSchema } from './scaling';
import { sourceSchema } from './source';

/** Images of the servers that publish one; they hold no model. The other servers need an image of the user's own. */
export const publishedImages: Readonly<Partial<Record<Runtime['kind'], PinnedImage>>> = {
  tensorflow: { kind: 'tag', name: 'docker.io/tensorflow/serving', tag: '2.19.0' },
  triton: { kind: 'tag', name: 'nvcr.io/nvidia/tritonserver', tag: '25.06-py3' },
};

/** One model and how it is served. */
export const modelSchema = z
  .strictObject({
    name: dnsLabel
      .refine(
        (name) => /^[a-z]/.test(name),
        wanted('a name that starts with a letter', 'rename it; Services are called like it'),
      )
      .describe('Name of the model, of its Deployment and of its Service.'),
    namespace: dnsLabel
      .optional()
      .describe('Namespace of a team that the model belongs to. Default: `spec.serving.namespace`.'),
    runtime: runtimeSchema,
    image: imageSchema
      .optional()
      .describe(
        'Image of the server. Default: the published one for `tensorflow` and `triton`; required for the others.',
      ),
    pullSecrets: z
      .array(dnsSubdomain)
      .default([])
      .describe('Image pull Secrets beside those of `spec.images`. They must exist in the namespace.'),
    source: sourceSchema.prefault({ kind: 'image' }),
    loadSeconds: z
      .int()
      .min(5)
      .max(7200)
      .default(60)
      .describe('Seconds that the server may take to load the model before it is started again.'),
    resources: resourcesSchema,
    scaling: scalingSchema,
    disruption: disruptionSchema.optional(),
    placement: placementSchema,
    priorityClass: dnsSubdomain
      .optional()
      .describe('PriorityClass, one of `spec.priorityClasses`. Default: that of the cluster.'),
    rollout: rolloutSchema,
    canary: canarySchema.optional(),
    callers: callersSchema,
    exposure: exposureSchema,
    headless: z
      .boolean()
      .default(false)
      .describe(
        'Whether there is a second Service, `<name>-headless`, whose name means every pod: for gRPC clients that balance themselves.',
      ),
    metrics: metricsSchema,
    env: environmentSchema,
    config: configSchema,
    security: identitySchema,
    smokeTest: smokeTestSchema.optional(),
    batch: z
      .array(batchSchema)
      .default([])
      .describe('Predictions for many records at a time, on a schedule.'),
  })
  .transform((model, context) => {
    const image = model.image ?? publishedImages[model.runtime.kind];
    if (image !== undefined) return { ...model, image };
    context.issues.push({
      code: 'custom',
      input: undefined,
      path: ['image'],
      message: wanted(
        `an image: there is none for every ${model.runtime.kind} server`,
        'add image, with name and tag or digest',
      ),
    });
    return z.NEVER;
  })
  .describe('One model and how it is served.');

/** A model with every default filled in. */
export type ModelDefinition = z.output<typeof modelSchema>;
