import { join } from 'node:path';
import { Refusal } from '../diagnostics';
import { nodeFileSystem, type FileSystem } from './file-system';
import type { Naming } from './committed';
import type { OutputFile } from './layout';
import { acquireLock } from './lock';
import { isOsError, osRefusal } from './os-error';
import { paceOf, type Pace } from './pace';
import { changesNothing, hasSameRecord, planOf, type Plan, type TreeChanges } from './plan';
import { hostProcesses, type ProcessTable } from './processes';
import { discard, isDisturbed, recover, removeTree } from './recover';
import { recordFile } from './record';
import { siblingsOf, type Siblings } from './siblings';
import { stageTree, swapTrees } from './stage';

/** How a tree is written. */
export interface WriteOptions {
  /** Ends the run between two files with its reason, leaving the old tree. */
  readonly signal?: AbortSignal;
  /** The folder as messages name it. Default: as it was given. */
  readonly shownAs?: string;
  /** Milliseconds to wait for another run that writes the same folder. Default: 5,000. */
  readonly patience?: number;
  /** Default: the disk. */
  readonly disk?: FileSystem;
  /** Default: the processes of this host. */
  readonly processes?: ProcessTable;
}

const defaultPatience = 5000;

interface Run {
  readonly disk: FileSystem;
  readonly siblings: Siblings;
  readonly files: readonly OutputFile[];
  readonly naming: Naming;
  readonly pace: Pace;
}

const planned = ({ disk, siblings, files, naming, pace }: Run): Promise<Plan> =>
  planOf(disk, siblings.tree, files, naming, pace);

/** The plan where it is to do nothing, found without taking the lock, so that not even the folder above is touched. */
const idlePlan = async (run: Run): Promise<Plan | undefined> => {
  const { disk, siblings, files } = run;
  try {
    if (isDisturbed(disk, siblings) || !hasSameRecord(disk, siblings.tree, files)) return undefined;
    const plan = await planned(run);
    return changesNothing(plan) ? plan : undefined;
  } catch (error) {
    // another run may be swapping the tree under us; under the lock we shall know
    if (isOsError(error) || Refusal.is(error)) return undefined;
    throw error;
  }
};

/** What fails here changes nothing in the tree; the next run sweeps it up. */
const quietly = (sweep: () => void): void => {
  try {
    sweep();
  } catch (error) {
    if (!isOsError(error)) throw error;
  }
};

const replace = async (run: Run, plan: Plan): Promise<void> => {
  const { disk, siblings, files, pace } = run;
  try {
    await stageTree(disk, siblings, files, plan, pace);
    swapTrees(disk, siblings, plan);
  } catch (error) {
    quietly(() => removeTree(disk, siblings.staged));
    throw error;
  }
  if (plan.replaces) quietly(() => discard(disk, siblings));
};

const writeLocked = async (run: Run): Promise<Plan> => {
  const { disk, siblings } = run;
  recover(disk, siblings);
  const plan = await planned(run);
  if (!changesNothing(plan)) await replace(run, plan);
  return plan;
};

/**
 * Makes a folder hold exactly these files, one of which is the record. It holds the old tree or the new one at every
 * moment: the new one is written beside it and swapped in. Files that stay keep their inode and time; where all stay,
 * nothing is touched.
 * @throws Refusal for a folder that is not ours, foreign files, a run that holds the lock, and what the operating
 *   system refuses; the reason of `signal`. The old tree is untouched then.
 */
export const writeTree = async (
  folder: string,
  files: readonly OutputFile[],
  options: WriteOptions = {},
): Promise<TreeChanges> => {
  if (!files.some(({ path }) => path === recordFile)) throw new RangeError(`a tree needs its ${recordFile}`);
  const { signal, shownAs = folder, patience = defaultPatience, disk = nodeFileSystem } = options;
  const siblings = siblingsOf(folder);
  const naming: Naming = (path) => join(shownAs, path);
  const run: Run = { disk, siblings, files, naming, pace: paceOf(signal) };
  try {
    const plan = await idlePlan(run);
    if (plan !== undefined) return plan.changes;
    disk.makeFolders(siblings.parent);
    const processes = options.processes ?? hostProcesses();
    const lock = await acquireLock(siblings, { disk, processes, patience, shownAs, signal });
    try {
      return (await writeLocked(run)).changes;
    } finally {
      lock.release();
    }
  } catch (error) {
    throw isOsError(error) ? osRefusal(shownAs, error) : error;
  }
};
