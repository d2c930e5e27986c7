import { join } from 'node:path';
import { contentsOf, foreignFiles, foreignRefusal, type Naming } from './committed';
import type { FileSystem } from './file-system';
import type { OutputFile } from './layout';
import type { Pace } from './pace';
import { recordFile } from './record';

/** What a run does to a tree: paths relative to its root, sorted. */
export interface TreeChanges {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
}

/** What a run will do. */
export interface Plan {
  readonly changes: TreeChanges;
  /** Whether there is a folder to swap out. */
  readonly replaces: boolean;
}

/**
 * Holds the files against the folder.
 * @throws Refusal where the folder is not ours, or has foreign files in it.
 */
export const planOf = async (
  disk: FileSystem,
  root: string,
  files: readonly OutputFile[],
  naming: Naming,
  pace: Pace,
): Promise<Plan> => {
  const contents = contentsOf(disk, root, naming);
  if (contents.kind !== 'tree') {
    const written = files.map(({ path }) => path).sort();
    return { changes: { written, removed: [], unchanged: [] }, replaces: contents.kind === 'empty' };
  }
  const rendered = new Set(files.map(({ path }) => path));
  const foreign = foreignFiles(contents.files, contents.owned, rendered);
  if (foreign.length > 0) throw foreignRefusal(foreign, naming);
  const present = new Set(contents.files);
  const written: string[] = [];
  const unchanged: string[] = [];
  for (const { path, text } of files) {
    await pace();
    const same = present.has(path) && disk.read(join(root, path)) === text;
    (same ? unchanged : written).push(path);
  }
  const removed = contents.files.filter((path) => !rendered.has(path));
  return { changes: { written: written.sort(), removed, unchanged: unchanged.sort() }, replaces: true };
};

/** Whether a plan leaves everything as it is. */
export const changesNothing = ({ changes }: Plan): boolean =>
  changes.written.length === 0 && changes.removed.length === 0;

/** Whether the record there is the one that will be written: the cheap sign that probably nothing has changed. */
export const hasSameRecord = (disk: FileSystem, root: string, files: readonly OutputFile[]): boolean => {
  const path = join(root, recordFile);
  return (
    disk.kindAt(path) === 'file' && disk.read(path) === files.find((file) => file.path === recordFile)?.text
  );
};
