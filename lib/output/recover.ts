import { join } from 'node:path';
import type { FileSystem } from './file-system';
import type { Siblings } from './siblings';

/** Removes whatever stands at a path; links are removed, not followed. */
export const removeTree = (disk: FileSystem, path: string): void => {
  const kind = disk.kindAt(path);
  if (kind === undefined) return;
  if (kind !== 'folder') {
    disk.removeFile(path);
    return;
  }
  removeFolder(disk, path);
};

const removeFolder = (disk: FileSystem, folder: string): void => {
  for (const { name, kind } of disk.list(folder)) {
    if (kind === 'folder') removeFolder(disk, join(folder, name));
    else disk.removeFile(join(folder, name));
  }
  disk.removeFolder(folder);
};

/** Deletes a whole old tree, first taking it out of the way in one step: half of it must never pass for the tree. */
export const discard = (disk: FileSystem, { retired, discarded }: Siblings): void => {
  disk.rename(retired, discarded);
  removeTree(disk, discarded);
};

/** Whether another run is at work here, or has left something behind. */
export const isDisturbed = (
  disk: FileSystem,
  { lock, lockRemoval, staged, retired, discarded }: Siblings,
): boolean => [lock, lockRemoval, staged, retired, discarded].some((path) => disk.kindAt(path) !== undefined);

/**
 * Brings back the state that every run starts from: the tree, old or new, whole and in its place, and nothing beside
 * it. Only the holder of the lock may call it. What an interrupted run can have left:
 *
 * | tree | retired | it stopped | so |
 * |---|---|---|---|
 * | old or none | - | while writing the staged tree | the staged tree goes |
 * | - | old | between the two renames | the old tree comes back, the staged one goes |
 * | new | old | before it discarded the old tree | the old tree goes |
 *
 * What stands at `discarded` is always rubbish, and so is a `lockRemoval` while somebody living holds the lock.
 */
export const recover = (disk: FileSystem, siblings: Siblings): void => {
  const { tree, staged, retired, discarded, lockRemoval } = siblings;
  removeTree(disk, lockRemoval);
  removeTree(disk, discarded);
  if (disk.kindAt(retired) !== undefined) {
    if (disk.kindAt(tree) === undefined) disk.rename(retired, tree);
    else discard(disk, siblings);
  }
  removeTree(disk, staged);
};
