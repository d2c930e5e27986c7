import { readFileSync, realpathSync, statSync } from 'node:fs';

/** What a build reads from. The default is the disk; tests and other programs may give one of their own. */
export interface FileSystem {
  /** The bytes of a file. Throws when there is none. */
  readonly readFile: (path: string) => Uint8Array;
  /** What is at a path, symbolic links followed; undefined for nothing. */
  readonly kindOf: (path: string) => 'file' | 'folder' | undefined;
  /** A path without symbolic links. Throws when there is nothing. */
  readonly realPath: (path: string) => string;
}

/** The disk. */
export const disk: FileSystem = {
  readFile: (path) => readFileSync(path),
  kindOf: (path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? undefined : stats.isDirectory() ? 'folder' : 'file';
  },
  realPath: (path) => realpathSync(path),
};
