import { basename, dirname, join, resolve } from 'node:path';

/** The tree and the names beside it that its writer uses; all are in one folder, thus on one file system. */
export interface Siblings {
  /** The tree itself. */
  readonly tree: string;
  readonly parent: string;
  /** The next tree while it is being written. */
  readonly staged: string;
  /** The old tree, whole, between the two renames. */
  readonly retired: string;
  /** The old tree while it is being deleted. */
  readonly discarded: string;
  /** Held by the run that may touch any of these. */
  readonly lock: string;
  /** Held by the run that removes the lock of a dead one. */
  readonly lockRemoval: string;
}

/** The paths around an output folder. */
export const siblingsOf = (folder: string): Siblings => {
  const tree = resolve(folder);
  const parent = dirname(tree);
  const beside = (role: string): string => join(parent, `.drydock-${basename(tree)}.${role}`);
  return {
    tree,
    parent,
    staged: beside('new'),
    retired: beside('old'),
    discarded: beside('trash'),
    lock: beside('lock'),
    lockRemoval: beside('lock.removal'),
  };
};
