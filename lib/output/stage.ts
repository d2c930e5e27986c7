import { dirname, join } from 'node:path';
import type { FileSystem } from './file-system';
import type { OutputFile } from './layout';
import { hasCode } from './os-error';
import type { Pace } from './pace';
import type { Plan } from './plan';
import type { Siblings } from './siblings';

/** Codes of file systems that have no hard links, or no more of them for this file. */
const noLinks = ['EPERM', 'EXDEV', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

/** Takes a file over as it is: the same inode where the file system can, otherwise a copy with its times. */
const keep = (disk: FileSystem, from: string, to: string): void => {
  try {
    disk.link(from, to);
  } catch (error) {
    if (!hasCode(error, ...noLinks)) throw error;
    disk.copy(from, to);
  }
};

const foldersOf = (files: readonly OutputFile[]): readonly string[] => {
  const folders = new Set<string>();
  for (const { path } of files) {
    for (let folder = dirname(path); folder !== '.' && !folders.has(folder); folder = dirname(folder)) {
      folders.add(folder);
    }
  }
  return [...folders].sort();
};

/** Writes the next tree beside the present one, of which it takes over the files that stay. */
export const stageTree = async (
  disk: FileSystem,
  { tree, staged }: Siblings,
  files: readonly OutputFile[],
  plan: Plan,
  pace: Pace,
): Promise<void> => {
  const unchanged = new Set(plan.changes.unchanged);
  disk.makeFolder(staged);
  for (const folder of foldersOf(files)) disk.makeFolder(join(staged, folder));
  for (const { path, text } of files) {
    await pace();
    if (unchanged.has(path)) keep(disk, join(tree, path), join(staged, path));
    else disk.create(join(staged, path), text);
  }
};

/** Puts the staged tree in the place of the present one, in two renames with nothing between them. */
export const swapTrees = (disk: FileSystem, { tree, staged, retired }: Siblings, plan: Plan): void => {
  if (!plan.replaces) {
    disk.rename(staged, tree);
    return;
  }
  disk.rename(tree, retired);
  try {
    disk.rename(staged, tree);
  } catch (error) {
    disk.rename(retired, tree);
    throw error;
  }
};
