import { z } from 'zod';
import { openebsVersions, snapshotterVersions } from '../versions';
import { byteQuantity, cpuQuantity, dnsLabel } from './scalars';
import { nodeFolder, storageClassSchema, storageKinds } from './storage-class';

const openebsVersion = z.enum(openebsVersions.map((each) => each.version));
const snapshotterVersion = z.enum(snapshotterVersions.map((each) => each.version));

const replicas = z.int().min(1).max(5);

/** Requests and limits of a controller; processors are not limited, for throttling only makes it late. */
const controllerResources = (defaults: {
  readonly cpu: string;
  readonly memory: string;
  readonly memoryLimit: string;
}) =>
  z
    .strictObject({
      requests: z
        .strictObject({
          cpu: cpuQuantity.default(defaults.cpu).describe('Cores that each pod is given.'),
          memory: byteQuantity.default(defaults.memory).describe('Memory that each pod is given.'),
        })
        .prefault({})
        .describe('What the scheduler sets aside.'),
      limits: z
        .strictObject({
          cpu: cpuQuantity.optional().describe('Cores that a pod may use at most. Default: no limit.'),
          memory: byteQuantity.default(defaults.memoryLimit).describe('Memory at which a pod is stopped.'),
        })
        .prefault({})
        .describe('What a pod may use at most.'),
    })
    .prefault({})
    .describe('Resources of the controller.');

const openebsSchema = z
  .strictObject({
    enabled: z
      .boolean()
      .default(true)
      .describe('Whether the OpenEBS LocalPV provisioner is installed. Classes of kind `hostpath` need it.'),
    version: openebsVersion.default('4.5.1').describe('Version of the provisioner.'),
    namespace: dnsLabel
      .default('openebs')
      .describe('Namespace of the provisioner and of the pods that prepare folders on the nodes.'),
    basePath: nodeFolder
      .default('/var/openebs/local')
      .describe(
        'Folder on the nodes for the volumes of classes of kind `hostpath` that name none themselves.',
      ),
    replicas: replicas.default(1).describe('Pods of the provisioner; one leads, the others stand by.'),
    resources: controllerResources({ cpu: '20m', memory: '64Mi', memoryLimit: '256Mi' }),
  })
  .prefault({})
  .describe('OpenEBS LocalPV: volumes that are folders on the nodes.');

const snapshotClassSchema = z
  .strictObject({
    name: dnsLabel.describe('Name of the VolumeSnapshotClass.'),
    driver: z
      .enum(storageKinds)
      .meta({ enum: ['lvm', 'zfs', 'mayastor'] })
      .describe(
        'Kind of the volumes that snapshots are taken of: `lvm`, `zfs` or `mayastor`; the others cannot be snapshotted.',
      ),
    default: z
      .boolean()
      .default(false)
      .describe(
        'Whether snapshots of such volumes that name no class get this one. At most one class per driver is the default.',
      ),
    deletionPolicy: z
      .enum(['Delete', 'Retain'])
      .default('Delete')
      .describe('What happens to the stored snapshot when its VolumeSnapshot is deleted.'),
    parameters: z
      .record(z.string().min(1), z.string())
      .default({})
      .describe('Parameters for the driver, as its documentation names them; values are text.'),
  })
  .describe('One snapshot class.');

const snapshotsSchema = z
  .strictObject({
    enabled: z
      .boolean()
      .default(false)
      .describe('Whether the snapshot controller and its CustomResourceDefinitions are installed.'),
    version: snapshotterVersion.default('8.6.0').describe('Version of the CSI external-snapshotter.'),
    replicas: replicas
      .default(2)
      .describe('Pods of the snapshot controller; one leads, the others stand by.'),
    resources: controllerResources({ cpu: '10m', memory: '32Mi', memoryLimit: '256Mi' }),
    classes: z.array(snapshotClassSchema).default([]).describe('Ways in which snapshots are taken.'),
  })
  .prefault({})
  .describe('Snapshots of volumes.');

/** Volumes and snapshots. */
export const storageSchema = z
  .strictObject({
    openebs: openebsSchema,
    classes: z
      .array(storageClassSchema)
      .default([])
      .describe('Kinds of volumes that claims can ask for. Exactly one is the default.'),
    snapshots: snapshotsSchema,
    externalDrivers: z
      .array(z.enum(storageKinds).exclude(['hostpath']))
      .default([])
      .describe(
        'Kinds whose driver something other than this platform installs. Classes and snapshot classes of these kinds are refused unless it is listed here, for their claims would wait for ever.',
      ),
  })
  .prefault({})
  .describe('Persistent storage.');
