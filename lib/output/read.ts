import { join } from 'node:path';
import { Refusal } from '../diagnostics';
import { contentsOf, type Naming } from './committed';
import { nodeFileSystem, type FileSystem } from './file-system';
import { hasCode, isOsError, osRefusal } from './os-error';
import { recordFile, type ReleaseRecord } from './record';
import { siblingsOf } from './siblings';

/** A tree as it stands on the disk. */
export type CommittedTree =
  /** No folder, or nothing in it. */
  | { readonly kind: 'missing' }
  | {
      readonly kind: 'tree';
      readonly record: ReleaseRecord;
      /** Text of every file there by its path, foreign files among them, sorted. */
      readonly files: ReadonlyMap<string, string>;
    };

/** How a tree is read. */
export interface ReadOptions {
  /** The folder as messages name it. Default: as it was given. */
  readonly shownAs?: string;
  /** Default: the disk. */
  readonly disk?: FileSystem;
}

/** A run swaps trees once; whoever meets more swaps in one reading has bad luck or a broken disk. */
const attempts = 3;

/** The tree, or the old one where a run has been stopped between its two renames. */
const placeOf = (disk: FileSystem, folder: string): string => {
  const { tree, retired } = siblingsOf(folder);
  return disk.kindAt(tree) === undefined && disk.kindAt(retired) === 'folder' ? retired : tree;
};

/** Reads once; undefined where the tree was swapped meanwhile, so that old and new files may be mixed. */
const readOnce = (disk: FileSystem, folder: string, naming: Naming): CommittedTree | undefined => {
  const root = placeOf(disk, folder);
  const contents = contentsOf(disk, root, naming);
  if (contents.kind !== 'tree') return placeOf(disk, folder) === root ? { kind: 'missing' } : undefined;
  const files = new Map(contents.files.map((path) => [path, disk.read(join(root, path))]));
  const record = join(root, recordFile);
  const stays = disk.kindAt(record) === 'file' && disk.read(record) === contents.recordText;
  return stays ? { kind: 'tree', record: contents.record, files } : undefined;
};

/**
 * Reads a tree back, whole: never half of one run's files and half of another's.
 * @throws Refusal where the folder is not ours, its record is broken, or the operating system refuses.
 */
export const readTree = (folder: string, options: ReadOptions = {}): CommittedTree => {
  const { disk = nodeFileSystem, shownAs = folder } = options;
  const naming: Naming = (path) => join(shownAs, path);
  for (let attempt = 1; ; attempt++) {
    try {
      const tree = readOnce(disk, folder, naming);
      if (tree !== undefined) return tree;
    } catch (error) {
      if (!isOsError(error)) throw error;
      if (attempt >= attempts || !hasCode(error, 'ENOENT', 'ENOTDIR')) throw osRefusal(shownAs, error);
    }
    if (attempt >= attempts) {
      throw new Refusal([
        {
          rule: 'output/changing',
          severity: 'error',
          where: { kind: 'path', path: shownAs },
          got: 'a folder that changes while it is read',
          want: 'a folder that nobody writes',
          fix: 'wait for the run that writes it',
        },
      ]);
    }
  }
};
