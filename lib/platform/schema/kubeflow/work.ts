import { z } from 'zod';
import { dnsLabel, dnsSubdomain, labels, port, wanted } from '../scalars';
import { imageSchema } from '../serving/image';
import { environmentSchema, identitySchema, plainPlacementSchema, resourcesSchema } from '../serving/pods';
import { containerPath } from '../serving/runtime';
import { claimSchema, objectStoreSchema, relativePath, s3Uri } from '../serving/source';

/** A name that becomes part of host names: RFC 1035, which wants a letter first. */
export const serviceName = (longest: number) =>
  dnsLabel
    .max(longest)
    .regex(/^[a-z]/, wanted('a name that starts with a letter', 'rename it'))
    .describe('Name; unique in its namespace.');

/** The namespace of a team, or that of a profile. */
export const userNamespace = dnsLabel.describe('Namespace: that of a team, or a profile.');

/** A volume of a pod. */
export const mountSchema = z.strictObject({
  claim: claimSchema,
  mountPath: containerPath.describe('Folder in the container.'),
  subPath: relativePath.optional().describe('Folder of the volume. Default: the whole volume.'),
  readOnly: z.boolean().default(false).describe('Whether it is mounted read-only.'),
});

/** Where pods may send to, beside DNS and each other. */
export const egressSchema = z
  .array(
    z.union([
      z.strictObject({
        namespace: dnsLabel.describe('Namespace of the pods that may be reached.'),
        podLabels: labels.default({}).describe('Labels of those pods. Default: all pods of the namespace.'),
        ports: z.array(port).min(1).optional().describe('Ports of the pods. Default: any.'),
      }),
      z.strictObject({
        cidr: z.union([z.cidrv4(), z.cidrv6()]).describe('Addresses, as in `192.0.2.10/32`.'),
        ports: z.array(port).min(1).optional().describe('Ports. Default: any.'),
      }),
    ]),
  )
  .default([])
  .describe(
    'Where the pods may send to, beside DNS, each other and the source of their data. Everything else is closed in the namespaces of teams.',
  );

/** Who may call pods. */
export const callersSchema = z
  .array(
    z.strictObject({
      namespace: dnsLabel.optional().describe('Namespace of the callers. Default: the same.'),
      podLabels: labels.default({}).describe('Labels of their pods. Default: all pods of the namespace.'),
    }),
  )
  .default([])
  .describe('Pods that may call. Default: none.');

/** What every pod that trains or is tuned has. */
export const workFields = {
  image: imageSchema,
  command: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('The command; no shell reads it. Default: that of the image.'),
  args: z.array(z.string()).default([]).describe('Arguments of the command.'),
  env: environmentSchema,
  resources: resourcesSchema,
  placement: plainPlacementSchema,
  priorityClass: dnsSubdomain.optional().describe('PriorityClass of the pods. Default: that of the cluster.'),
  volumes: z
    .array(mountSchema)
    .default([])
    .describe('Volumes of the pods; those of a claim that is made are named after the work.'),
  security: identitySchema,
  egress: egressSchema,
};

/** Data that training reads. */
export const datasetSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('claim').describe('On a volume.'),
      claim: dnsSubdomain.describe('Name of a PersistentVolumeClaim that exists in the namespace.'),
      subPath: relativePath.optional().describe('Folder of the volume. Default: the whole volume.'),
    }),
    objectStoreSchema.omit({ revision: true }).extend({
      kind: z
        .literal('s3')
        .describe('In an object store; every pod copies it to the disk of its node before it starts.'),
      uri: s3Uri.describe('Object, or prefix with a `/` at its end, as in `s3://data/images/2026/`.'),
    }),
  ])
  .describe('Data that every pod finds, read-only, in `/workspace/dataset`. Default: none.');

/** A dataset with every default filled in. */
export type Dataset = z.output<typeof datasetSchema>;

/** A volume of a pod, with every default filled in. */
export type Mount = z.output<typeof mountSchema>;

/** Where pods may send to. */
export type Egress = z.output<typeof egressSchema>;

/** What every pod that trains has, with every default filled in. */
export type Work = z.output<z.ZodObject<typeof workFields>>;
