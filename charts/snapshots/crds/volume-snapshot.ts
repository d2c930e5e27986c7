import { definitionOf } from './definition';
import { exactlyOne, flag, immutable, moment, notEmpty, object, quantity, staysSet, text } from './schema';

const source = object(
  'What the snapshot is made of; cannot be changed later.',
  {
    persistentVolumeClaimName: text(
      'Claim in the same namespace whose volume is to be snapshotted.',
      immutable('persistentVolumeClaimName'),
    ),
    volumeSnapshotContentName: text(
      'VolumeSnapshotContent that stands for a snapshot that exists already.',
      immutable('volumeSnapshotContentName'),
    ),
  },
  {
    rules: [
      staysSet('persistentVolumeClaimName'),
      staysSet('volumeSnapshotContentName'),
      exactlyOne('volumeSnapshotContentName', 'persistentVolumeClaimName'),
    ],
  },
);

const status = object('What the controller has found out.', {
  boundVolumeSnapshotContentName: text(
    'VolumeSnapshotContent that belongs to this snapshot; trust it only if it points back.',
  ),
  creationTime: moment('When the storage system took the snapshot.'),
  readyToUse: flag('Whether a volume can be made from it.'),
  restoreSize: quantity('Least size of a volume that is made from it.'),
  error: object('Last error; gone once the snapshot succeeded.', {
    message: text('What went wrong.'),
    time: moment('When it did.'),
  }),
  volumeGroupSnapshotName: text('VolumeGroupSnapshot that it is part of.'),
});

/** VolumeSnapshot: somebody's wish for a snapshot of a claim. */
export const volumeSnapshot = definitionOf({
  kind: 'VolumeSnapshot',
  shortNames: ['vs'],
  scope: 'Namespaced',
  approval: 'https://github.com/kubernetes-csi/external-snapshotter/pull/814',
  description: 'A wish for a snapshot of a volume, or a claim to one that exists.',
  fields: {
    spec: object(
      'What is asked for.',
      {
        source,
        volumeSnapshotClassName: text(
          'VolumeSnapshotClass to use; without it, the default class of the driver of the volume.',
          notEmpty('volumeSnapshotClassName'),
        ),
      },
      { required: ['source'] },
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
      name: 'SourcePVC',
      type: 'string',
      jsonPath: '.spec.source.persistentVolumeClaimName',
      description: 'Claim that the snapshot is taken of.',
    },
    {
      name: 'SourceSnapshotContent',
      type: 'string',
      jsonPath: '.spec.source.volumeSnapshotContentName',
      description: 'Content that existed before this object.',
    },
    {
      name: 'RestoreSize',
      type: 'string',
      jsonPath: '.status.restoreSize',
      description: 'Least size of a volume that is made from it.',
    },
    {
      name: 'SnapshotClass',
      type: 'string',
      jsonPath: '.spec.volumeSnapshotClassName',
      description: 'VolumeSnapshotClass that was asked for.',
    },
    {
      name: 'SnapshotContent',
      type: 'string',
      jsonPath: '.status.boundVolumeSnapshotContentName',
      description: 'Content that belongs to it, if that points back.',
    },
    {
      name: 'CreationTime',
      type: 'date',
      jsonPath: '.status.creationTime',
      description: 'When the storage system took it.',
    },
  ],
  status: true,
});
