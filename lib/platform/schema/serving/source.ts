import { z } from 'zod';
import { byteQuantity, cpuQuantity, dnsSubdomain, secretKeyReference, wanted, webAddress } from '../scalars';
import { storageClassReference } from '../storage-class';
import { imageSchema } from './image';
import { containerPath } from './runtime';

/** A path below the root of a volume or an archive. */
export const relativePath = z
  .string()
  .regex(/^[^/\s][^\s]*$/, wanted('a path such as iris/v3', 'write it without a / at the start'))
  .refine((path) => !path.split('/').includes('..'), wanted('a path without ..', 'write it in full'));

const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, wanted('64 hexadecimal digits', 'write what sha256sum prints'));

const revision = z
  .string()
  .regex(/^[\w.:@+-]{1,128}$/, wanted('a revision such as v3', 'use letters, digits and . _ : @ + -'))
  .optional()
  .describe(
    'Free text that changes with the model. It is written on the pods, so that a new model makes new pods.',
  );

const size = (words: string) => byteQuantity.describe(words);

const unpack = z
  .enum(['none', 'tar'])
  .default('none')
  .describe(
    '`tar` unpacks a tar archive, gzipped or not, into the model folder; `none` keeps the file as it is.',
  );

const download = {
  sizeLimit: size(
    'Most disk that the model may take on the node, for archives including the archive itself. Past it the pod is evicted.',
  ).default('2Gi'),
  resources: z
    .strictObject({
      cpu: cpuQuantity.default('100m').describe('Cores that are requested.'),
      memory: byteQuantity
        .default('256Mi')
        .describe('Memory that is requested, and at which the download is stopped.'),
    })
    .prefault({})
    .describe(
      'Resources of the download. It ends before the server starts, so it counts only where it asks for more than the server.',
    ),
  cidr: z
    .union([z.cidrv4(), z.cidrv6()])
    .optional()
    .describe(
      'Addresses that the pods may reach to get the model, as in `192.0.2.10/32`. Default: for a Service of the cluster its namespace, for anything else every address, on the port of the download.',
    ),
};

/** An object of a bucket, or a prefix. */
export const s3Uri = z
  .string()
  .regex(
    /^s3:\/\/[a-z0-9][a-z0-9.-]+[a-z0-9]\/\S+$/,
    wanted('s3://bucket/path', 'write the bucket and the path in it'),
  );

const image = z
  .strictObject({
    kind: z.literal('image').describe('The model is part of the image.'),
    path: containerPath
      .optional()
      .describe('Where it is in the image; the variable `MODEL_PATH` has it. Default: the server knows.'),
    sha256: sha256
      .optional()
      .describe('Checksum of the file; the variable `MODEL_SHA256` has it, for servers that check it.'),
  })
  .describe('In the image.');

/** A volume: a claim that exists, or one to make. */
export const claimSchema = z
  .union([
    dnsSubdomain,
    z.strictObject({
      size: byteQuantity.describe('Size of the volume.'),
      storageClass: storageClassReference.optional().describe('Storage class. Default: the default class.'),
      accessMode: z
        .enum(['ReadWriteOnce', 'ReadWriteMany', 'ReadOnlyMany', 'ReadWriteOncePod'])
        .default('ReadWriteOnce')
        .describe(
          'Who may mount the volume at a time; node-local and Mayastor volumes only know the ones for one node.',
        ),
    }),
  ])
  .describe(
    'Name of a PersistentVolumeClaim that exists in the namespace, or the size and class of one to make.',
  );

/** A claim of a model, with every default filled in. */
export type ClaimReference = z.output<typeof claimSchema>;

const claim = z
  .strictObject({
    kind: z.literal('claim').describe('The model is on a volume.'),
    claim: claimSchema,
    subPath: relativePath
      .optional()
      .describe('Folder of the volume that the model is in. Default: the whole volume.'),
    file: relativePath
      .optional()
      .describe('File of the model in that folder, for servers that want a file. `MODEL_PATH` names it.'),
    sha256: sha256
      .optional()
      .describe('Checksum of that file; the variable `MODEL_SHA256` has it, for servers that check it.'),
    revision,
  })
  .describe('On a volume.');

/** Objects of a bucket that are copied before a container starts. */
export const objectStoreSchema = z
  .strictObject({
    kind: z.literal('s3').describe('The model is copied from an object store before the server starts.'),
    uri: s3Uri.describe('Object, or prefix with a `/` at its end, as in `s3://models/iris/3/`.'),
    endpoint: webAddress.describe(
      'Address of the object store, as in `http://seaweedfs-s3.storage.svc:8333`.',
    ),
    region: z
      .string()
      .min(1)
      .default('us-east-1')
      .describe('Region; most stores outside the cloud take any.'),
    credentials: z
      .strictObject({
        accessKeyId: secretKeyReference.describe('Secret and key that hold the access key.'),
        secretAccessKey: secretKeyReference.describe('Secret and key that hold the secret access key.'),
      })
      .optional()
      .describe('Where the credentials are. Default: the bucket is asked without.'),
    sha256: sha256.optional().describe('Checksum of the object. Not for prefixes.'),
    revision,
    unpack,
    image: imageSchema
      .prefault({ name: 'docker.io/rclone/rclone', tag: '1.70.3' })
      .describe('Image of the download, with rclone and a shell. Default: `docker.io/rclone/rclone:1.70.3`.'),
    ...download,
  })
  .describe('In an object store.');

const http = z
  .strictObject({
    kind: z.literal('http').describe('The model is fetched from a web server before the server starts.'),
    url: webAddress.describe('Address of the file.'),
    sha256: sha256.describe(
      'Checksum of the file, as `sha256sum` prints it. The pod does not start with any other file.',
    ),
    unpack,
    image: imageSchema
      .prefault({ name: 'docker.io/curlimages/curl', tag: '8.15.0' })
      .describe('Image of the download, with curl and a shell. Default: `docker.io/curlimages/curl:8.15.0`.'),
    ...download,
  })
  .describe('On a web server.');

/** Where the model comes from. */
export const sourceSchema = z
  .discriminatedUnion('kind', [image, claim, objectStoreSchema, http])
  .describe('Where the model comes from. It is mounted read-only.');

/** A model source with every default filled in. */
export type ModelSource = z.output<typeof sourceSchema>;
