import { z } from 'zod';
import { isLabelKey } from '../../kubernetes';
import { dnsLabel, dnsSubdomain, labels, seconds, wanted } from './scalars';

/** The storage engines that a class can stand for. Source: https://openebs.io/docs, storage engines. */
export const storageKinds = ['hostpath', 'device', 'lvm', 'zfs', 'mayastor'] as const;

/** One of the storage engines. */
export type StorageKind = (typeof storageKinds)[number];

/** An absolute folder on a node, below `/`. */
export const nodeFolder = z
  .string()
  .refine(
    (path) => /^(\/[A-Za-z0-9._-]+)+$/.test(path) && !/\/\.{1,2}(\/|$)/.test(path),
    wanted(
      'an absolute folder on the node such as /var/openebs/local',
      'write it in full, without .. and blanks',
    ),
  );

/** A regular expression that Go's RE2, which the LVM driver uses, understands too. */
const volumeGroupPattern = z.string().refine(
  (pattern) => {
    try {
      new RegExp(pattern);
    } catch {
      return false;
    }
    return pattern !== '' && !/\(\?[=!<]|\\[1-9k]/.test(pattern);
  },
  wanted('a regular expression without look-around and back-references', 'write one such as ^vg-nvme'),
);

const nodes = z
  .array(dnsSubdomain)
  .min(1)
  .optional()
  .describe(
    'Names of the declared nodes on which the class may make volumes. Default: every node that has the storage.',
  );

const mountOptions = z
  .array(z.string().min(1))
  .default([])
  .describe(
    'Mount options of the file system, as in `noatime`. They are not checked before the first mount.',
  );

const allowExpansion = z
  .boolean()
  .default(true)
  .describe('Whether a claim may be enlarged after it was bound.');

const thin = z
  .boolean()
  .default(false)
  .describe('Whether space is taken when data is written instead of when the volume is made.');

const reclaimPolicy = z
  .enum(['Delete', 'Retain'])
  .default('Delete')
  .describe('What happens to a volume and its data when its claim is deleted.');

const hostpath = {
  kind: z.literal('hostpath').describe('A folder on the node, made by the provisioner of this platform.'),
  basePath: nodeFolder
    .optional()
    .describe(
      'Folder on the node below which every volume gets a folder of its own. Default: `spec.storage.openebs.basePath`.',
    ),
  quota: z
    .enum(['xfs', 'ext4'])
    .optional()
    .describe(
      'File system whose project quota holds a volume to its size; it must be mounted with `prjquota`. Default: sizes are not enforced, a volume can fill the disk.',
    ),
  nodeAffinityLabels: z
    .array(
      z.string().refine(isLabelKey, wanted('a label key such as kubernetes.io/hostname', 'correct the key')),
    )
    .default([])
    .describe('Labels of the node that a volume is tied to. Default: `kubernetes.io/hostname`.'),
  reclaimPolicy,
  nodes,
};

const device = {
  kind: z
    .literal('device')
    .describe(
      'A whole block device, handed out by the Node Device Manager of OpenEBS 3, which this platform does not install.',
    ),
  blockDeviceTag: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Value of the label `openebs.io/block-device-tag` of the devices that the class may use. Default: any device without a tag.',
    ),
  fsType: z.enum(['ext4', 'xfs']).default('ext4').describe('File system that the device is formatted with.'),
  reclaimPolicy,
  nodes,
};

const lvm = {
  kind: z.literal('lvm').describe('A logical volume, made by the OpenEBS LVM driver.'),
  volumeGroup: z
    .union([
      z.string().min(1),
      z.strictObject({
        pattern: volumeGroupPattern.describe('Regular expression that the names of the volume groups match.'),
      }),
    ])
    .describe(
      'Volume group that volumes are made in: its name, or `{pattern: …}` where nodes have differently named ones.',
    ),
  thin,
  shared: z
    .boolean()
    .default(false)
    .describe('Whether several pods of one node may mount the volume at the same time.'),
  fsType: z
    .enum(['ext2', 'ext3', 'ext4', 'xfs', 'btrfs'])
    .default('ext4')
    .describe('File system that the volume is formatted with.'),
  scheduler: z
    .enum(['SpaceWeighted', 'CapacityWeighted', 'VolumeWeighted'])
    .optional()
    .describe(
      'How the driver picks a node when the pod leaves a choice. Default: that of the driver, `SpaceWeighted`.',
    ),
  allowExpansion,
  reclaimPolicy,
  mountOptions,
  nodes,
};

const zfs = {
  kind: z.literal('zfs').describe('A ZFS dataset or volume, made by the OpenEBS ZFS driver.'),
  pool: z.string().min(1).describe('ZFS pool, or dataset in it, that volumes are made in.'),
  fsType: z
    .enum(['zfs', 'ext4', 'xfs', 'btrfs'])
    .default('zfs')
    .describe('`zfs` makes a dataset; the others make a ZFS volume and format it.'),
  recordSize: z
    .string()
    .regex(
      /^(512|[1248]k|16k|32k|64k|128k|256k|512k|1M)$/,
      wanted('a power of two from 512 to 1M, as in 128k', 'round it'),
    )
    .optional()
    .describe('Block size: `recordsize` of a dataset, `volblocksize` of a ZFS volume. Default: that of ZFS.'),
  compression: z
    .string()
    .regex(
      /^(on|off|lz4|lzjb|zle|gzip(-[1-9])?|zstd(-(1?[1-9]|10))?)$/,
      wanted(
        'on, off, lz4, lzjb, zle, gzip, gzip-1 to gzip-9, zstd or zstd-1 to zstd-19',
        'write one of them',
      ),
    )
    .optional()
    .describe('Compression of the data. Default: that of the pool.'),
  dedup: z.boolean().default(false).describe('Whether equal blocks are stored once; needs much memory.'),
  thin,
  allowExpansion,
  reclaimPolicy,
  mountOptions,
  nodes,
};

const mayastor = {
  kind: z
    .literal('mayastor')
    .describe('A volume replicated over the network, made by OpenEBS Replicated Storage (Mayastor).'),
  replicas: z.int().min(1).max(3).describe('Copies of the data, each on another node.'),
  fsType: z
    .enum(['ext4', 'xfs', 'btrfs'])
    .default('ext4')
    .describe('File system that the volume is formatted with.'),
  thin,
  ioTimeoutSeconds: seconds
    .optional()
    .describe('Seconds after which the initiator gives up on a request. Default: that of the driver.'),
  spreadStatefulSets: z
    .boolean()
    .default(false)
    .describe('Whether single-replica volumes of one StatefulSet are placed on different pools.'),
  poolLabels: labels
    .default({})
    .describe('Labels that a DiskPool must have to hold a replica. Default: any pool.'),
  bindingMode: z
    .enum(['WaitForFirstConsumer', 'Immediate'])
    .default('WaitForFirstConsumer')
    .describe(
      'Whether a volume is made when the first pod needs it or at once. The kinds that live on one node always wait.',
    ),
  allowExpansion,
  reclaimPolicy,
  mountOptions,
};

const revision = z
  .int()
  .min(1)
  .max(999)
  .describe(
    'Number that goes up when anything else about the volumes changes, for Kubernetes never lets a StorageClass change.',
  );

/** A revision that new claims no longer get, written as it was when it was current. */
const earlierRevision = z
  .discriminatedUnion('kind', [
    z.strictObject({ revision, ...hostpath }),
    z.strictObject({ revision, ...device }),
    z.strictObject({ revision, ...lvm }),
    z.strictObject({ revision, ...zfs }),
    z.strictObject({ revision, ...mayastor }),
  ])
  .describe('One earlier revision, with the values that it had.');

const identity = {
  name: dnsLabel
    .max(58)
    .describe(
      'Name by which the rest of the platform refers to the class. The StorageClass is called like this, with `-v2` from revision 2 on.',
    ),
  default: z
    .boolean()
    .default(false)
    .describe('Whether claims that name no class get this one. Exactly one class is the default.'),
  revision: revision.default(1),
  previous: z
    .array(earlierRevision)
    .default([])
    .describe(
      'Earlier revisions that claims still use. They stay in the cluster, so that those claims can grow and StatefulSets can add pods; remove one when `kubectl get pvc -A` no longer shows its name.',
    ),
};

/** A kind of volume that claims can ask for. */
export const storageClassSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ ...identity, ...hostpath }),
    z.strictObject({ ...identity, ...device }),
    z.strictObject({ ...identity, ...lvm }),
    z.strictObject({ ...identity, ...zfs }),
    z.strictObject({ ...identity, ...mayastor }),
  ])
  .describe('One storage class.');

/** A storage class of a platform, with every default filled in. */
export type StorageClassDefinition = z.output<typeof storageClassSchema>;

/** What a StorageClass says of its volumes, in its current or an earlier revision. */
export type VolumeDefinition = z.output<typeof earlierRevision> | StorageClassDefinition;

/** How the rest of a platform names a class: `fast` is its current revision, `fast@1` stays on that one. */
export const storageClassReference = z
  .string()
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(@[1-9][0-9]*)?$/,
    wanted('the name of a storage class, as in fast or fast@1', 'use a name of spec.storage.classes'),
  );
