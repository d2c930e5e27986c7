import { revisionsOf, type Platform } from '../../lib/platform';
import type { StorageFacts } from '../../lib/workflow';

/** Drivers that take snapshots, where the platform has a snapshot controller. */
const snapshotKinds = new Set(['lvm', 'zfs', 'mayastor']);

/**
 * What the storage of a platform can give to the volumes of pipelines. Every engine that a platform knows ties a volume
 * to one node at a time, or to one writer: none gives ReadWriteMany.
 */
export const storageFactsOf = ({ spec }: Platform): StorageFacts => {
  const revisions = spec.storage.classes.flatMap(revisionsOf);
  const defaultClass = revisions.find((revision) => revision.default)?.name;
  return {
    ...(defaultClass === undefined ? {} : { defaultClass }),
    classes: Object.fromEntries(
      revisions.map(({ name, volumes }) => [
        name,
        {
          accessModes: ['ReadWriteOnce', 'ReadWriteOncePod'] as const,
          snapshots: spec.storage.snapshots.enabled && snapshotKinds.has(volumes.kind),
        },
      ]),
    ),
  };
};
