import { z } from 'zod';
import { dnsSubdomain, wanted } from './scalars';

/** Where images are pulled from. */
export const imagesSchema = z
  .strictObject({
    registry: z
      .string()
      .regex(
        /^[a-z0-9.-]+(:[0-9]+)?(\/[a-z0-9._/-]+)?$/,
        wanted('a registry host, with port and path where needed', 'write it without https://'),
      )
      .optional()
      .describe(
        'Registry of the site. Every image is pulled from there, under its own path: `docker.io/openebs/x` becomes `<registry>/docker.io/openebs/x`. Default: as published.',
      ),
    pullSecrets: z
      .array(dnsSubdomain)
      .default([])
      .describe(
        'Image pull Secrets, referenced by every ServiceAccount and pod. They must exist in each namespace; this counts as saying so.',
      ),
  })
  .prefault({})
  .describe('Container images.');
