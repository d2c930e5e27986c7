import { z } from 'zod';
import { dnsLabel } from '../scalars';
import { modelSchema } from './model';

export type { Batch } from './batch';
export type { PinnedImage } from './image';
export { modelSchema, publishedImages, type ModelDefinition } from './model';
export type { CustomProbe, Runtime } from './runtime';
export type { Disruption, Scaling } from './scaling';
export type { ClaimReference, ModelSource } from './source';

/** Models that are served. */
export const servingSchema = z
  .strictObject({
    namespace: dnsLabel.default('serving').describe('Namespace of the models that name none.'),
    models: z.array(modelSchema).default([]).describe('Models, each with a server of its own.'),
  })
  .prefault({})
  .describe('Model serving.');
