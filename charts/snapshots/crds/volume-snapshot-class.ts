import { definitionOf } from './definition';
import { oneOf, text, textMap } from './schema';

/** VolumeSnapshotClass: how a driver takes snapshots. */
export const volumeSnapshotClass = definitionOf({
  kind: 'VolumeSnapshotClass',
  shortNames: ['vsclass', 'vsclasses'],
  scope: 'Cluster',
  approval: 'https://github.com/kubernetes-csi/external-snapshotter/pull/814',
  description: 'A way in which a storage driver takes snapshots.',
  fields: {
    driver: text('Name of the CSI driver that takes the snapshots.'),
    deletionPolicy: oneOf(
      ['Delete', 'Retain'],
      'What happens to the stored snapshot when its VolumeSnapshot is deleted.',
    ),
    parameters: textMap('Settings that only the driver understands.'),
  },
  required: ['deletionPolicy', 'driver'],
  columns: [
    { name: 'Driver', type: 'string', jsonPath: '.driver' },
    {
      name: 'DeletionPolicy',
      type: 'string',
      jsonPath: '.deletionPolicy',
      description: 'What happens to stored snapshots of deleted VolumeSnapshots.',
    },
  ],
  status: false,
});
