import { z } from 'zod';
import { byteQuantity, dnsLabel } from '../scalars';

/** A volume of one pod. */
export const claimSchema = (size: string, what: string) =>
  z
    .strictObject({
      size: byteQuantity.default(size).describe('Size of the volume.'),
      storageClass: z
        .string()
        .min(1)
        .optional()
        .describe(
          'Entry of `spec.storage.classes`, as `name` or `name@revision`. Default: the default class.',
        ),
      accessMode: z
        .enum(['ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany'])
        .default('ReadWriteOnce')
        .describe('Access mode. One pod writes to it, so `ReadWriteMany` is refused.'),
      existing: dnsLabel
        .optional()
        .describe('Claim that exists already and is used instead of a new one; must be in `spec.existing`.'),
    })
    .prefault({})
    .describe(`Volume of ${what}.`);
