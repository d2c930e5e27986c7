import { definitionOf } from './definition';
import {
  bothNameAndNamespace,
  exactlyOne,
  flag,
  immutable,
  moment,
  object,
  oneOf,
  staysSet,
  text,
  wholeNumber,
} from './schema';

const source = object(
  'What the snapshot is made of; cannot be changed later.',
  {
    snapshotHandle: text(
      'Id of a snapshot that exists already, in the terms of the driver.',
      immutable('snapshotHandle'),
    ),
    volumeHandle: text(
      'Id of the volume to take a snapshot of, in the terms of the driver.',
      immutable('volumeHandle'),
    ),
  },
  {
    rules: [
      staysSet('volumeHandle'),
      staysSet('snapshotHandle'),
      exactlyOne('volumeHandle', 'snapshotHandle'),
    ],
  },
);

const volumeSnapshotRef = object(
  'VolumeSnapshot that this content belongs to; it must point back.',
  {
    apiVersion: text('Its group and version.'),
    fieldPath: text('Not used.'),
    kind: text('Its kind.'),
    name: text('Its name.'),
    namespace: text('Its namespace.'),
    resourceVersion: text('Not used.'),
    uid: text('Its uid, so that a later object of the same name is not taken for it.'),
  },
  { atomic: true, rules: [bothNameAndNamespace('spec.volumeSnapshotRef')] },
);

const status = object('What the driver has reported.', {
  creationTime: wholeNumber('When the snapshot was taken, in nanoseconds since 1970.'),
  error: object('Last error; gone once the snapshot succeeded.', {
    message: text('What went wrong.'),
    time: moment('When it did.'),
  }),
  readyToUse: flag('Whether a volume can be made from it.'),
  restoreSize: wholeNumber('Size of the snapshot in bytes.', 0),
  snapshotHandle: text('Id of the snapshot, in the terms of the driver.'),
  volumeGroupSnapshotHandle: text('Id of the group snapshot that it is part of, in the terms of the driver.'),
});

/** VolumeSnapshotContent: a snapshot in the storage system. */
export const volumeSnapshotContent = definitionOf({
  kind: 'VolumeSnapshotContent',
  shortNames: ['vsc', 'vscs'],
  scope: 'Cluster',
  approval: 'https://github.com/kubernetes-csi/external-snapshotter/pull/955',
  description: 'A snapshot in the storage system.',
  fields: {
    spec: object(
      'What it stands for.',
      {
        deletionPolicy: oneOf(
          ['Delete', 'Retain'],
          'What happens to the stored snapshot when its VolumeSnapshot is deleted.',
        ),
        driver: text('Name of the CSI driver that took the snapshot.'),
        source,
        sourceVolumeMode: text(
          'Mode of the volume: Filesystem, Block, or absent if unknown.',
          immutable('sourceVolumeMode'),
        ),
        volumeSnapshotClassName: text('VolumeSnapshotClass that it was made with; may be gone by now.'),
        volumeSnapshotRef,
      },
      {
        required: ['deletionPolicy', 'driver', 'source', 'volumeSnapshotRef'],
        rules: [staysSet('sourceVolumeMode')],
      },
    ),
    status,
  },
  required: ['spec'],
  columns: [
    {
      name: 'ReadyToUse',
      type: 'boolean',
      jsonPath: '.status.readyToUse',
      description: 'Whether a volume can be made from it.',
    },
    {
      name: 'RestoreSize',
      type: 'integer',
      jsonPath: '.status.restoreSize',
      description: 'Size of the snapshot in bytes.',
    },
    {
      name: 'DeletionPolicy',
      type: 'string',
      jsonPath: '.spec.deletionPolicy',
      description: 'What happens to it when its VolumeSnapshot is deleted.',
    },
    { name: 'Driver', type: 'string', jsonPath: '.spec.driver', description: 'CSI driver that took it.' },
    {
      name: 'VolumeSnapshotClass',
      type: 'string',
      jsonPath: '.spec.volumeSnapshotClassName',
      description: 'Class that it was made with.',
    },
    {
      name: 'VolumeSnapshot',
      type: 'string',
      jsonPath: '.spec.volumeSnapshotRef.name',
      description: 'VolumeSnapshot that it belongs to.',
    },
    {
      name: 'VolumeSnapshotNamespace',
      type: 'string',
      jsonPath: '.spec.volumeSnapshotRef.namespace',
      description: 'Namespace of that VolumeSnapshot.',
    },
  ],
  status: true,
});
