import { z } from 'zod';
import { dnsLabel, dnsSubdomain, wanted } from '../scalars';
import { relativePath } from '../serving/source';
import { quotaSchema } from '../tenancy';
import { serviceName, userNamespace } from './work';

/** A namespace that Kubeflow's profile controller makes. */
export const profileSchema = z
  .strictObject({
    name: dnsLabel.describe('Name of the profile and of its namespace, which the controller makes.'),
    owner: z
      .strictObject({
        kind: z.enum(['User', 'Group', 'ServiceAccount']).default('User').describe('Kind of the owner.'),
        name: z.string().min(1).describe('As the identity provider says it. Immutable.'),
      })
      .describe('Who owns it.'),
    quota: quotaSchema.optional().describe('ResourceQuota. Default: none.'),
  })
  .describe('One profile.');

/** Charts of training runs. */
export const tensorboardSchema = z
  .strictObject({
    name: serviceName(50),
    namespace: userNamespace,
    logs: z
      .discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('claim').describe('On a volume.'),
          claim: dnsSubdomain.describe('Name of a PersistentVolumeClaim that exists in the namespace.'),
          path: relativePath.optional().describe('Folder of the volume. Default: the whole volume.'),
        }),
        z.strictObject({
          kind: z.literal('bucket').describe('In an object store; credentials come by a PodDefault.'),
          uri: z
            .string()
            .regex(
              /^(s3|gs):\/\/[^/\s]+\/\S+$/,
              wanted('s3://bucket/path or gs://bucket/path', 'write bucket and path'),
            ),
        }),
      ])
      .describe('Where the event files are.'),
  })
  .describe('One TensorBoard.');

/** A profile, with every default filled in. */
export type ProfileDefinition = z.output<typeof profileSchema>;

/** A TensorBoard, with every default filled in. */
export type TensorboardDefinition = z.output<typeof tensorboardSchema>;
