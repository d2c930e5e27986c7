/** How a volume may be mounted. */
export type AccessMode = 'ReadWriteOnce' | 'ReadWriteOncePod' | 'ReadOnlyMany' | 'ReadWriteMany';

/**
 * What the provisioners that Drydock knows can give. All OpenEBS engines make volumes that one node mounts.
 * https://openebs.io/docs/
 */
const offered: Readonly<Record<string, readonly AccessMode[]>> = {
  'openebs.io/local': ['ReadWriteOnce'],
  'local.csi.openebs.io': ['ReadWriteOnce', 'ReadWriteOncePod'],
  'zfs.csi.openebs.io': ['ReadWriteOnce', 'ReadWriteOncePod'],
  'io.openebs.csi-mayastor': ['ReadWriteOnce', 'ReadWriteOncePod'],
};

/** Access modes that a provisioner offers; the careful guess for one that is not known is a node's own volume. */
export const accessModesOf = (provisioner: string): readonly AccessMode[] =>
  offered[provisioner] ?? ['ReadWriteOnce'];
