import { basename, dirname } from 'node:path';
import type { FileSystem } from '../../lib/output';

interface MemoryFile {
  readonly kind: 'file';
  text: string;
}

interface MemoryFolder {
  readonly kind: 'folder';
  readonly entries: Map<string, MemoryNode>;
}

type MemoryNode = MemoryFile | MemoryFolder;

const fail = (code: string, path: string): never => {
  throw Object.assign(new Error(`${code}: ${path}`), { code, syscall: 'memory' });
};

/** A file system that fails the way POSIX does, a thousand times as fast as a disk; its root folder is `/`. */
export const memoryDisk = (): FileSystem => {
  const root: MemoryFolder = { kind: 'folder', entries: new Map() };

  const find = (path: string): MemoryNode | undefined => {
    let node: MemoryNode | undefined = root;
    for (const step of path.split('/').filter((each) => each !== '')) {
      if (node === undefined) return undefined;
      if (node.kind !== 'folder') return fail('ENOTDIR', path);
      node = node.entries.get(step);
    }
    return node;
  };
  const folderAt = (path: string): MemoryFolder => {
    const node = find(path) ?? fail('ENOENT', path);
    return node.kind === 'folder' ? node : fail('ENOTDIR', path);
  };
  const fileAt = (path: string): MemoryFile => {
    const node = find(path) ?? fail('ENOENT', path);
    return node.kind === 'file' ? node : fail('EISDIR', path);
  };
  const add = (path: string, node: MemoryNode): void => {
    const { entries } = folderAt(dirname(path));
    if (entries.has(basename(path))) fail('EEXIST', path);
    entries.set(basename(path), node);
  };
  const take = (path: string): void => void folderAt(dirname(path)).entries.delete(basename(path));

  return {
    kindAt: (path) => find(path)?.kind,
    list: (path) => [...folderAt(path).entries].map(([name, { kind }]) => ({ name, kind })),
    read: (file) => fileAt(file).text,
    create: (file, text) => add(file, { kind: 'file', text }),
    link: (file, name) => add(name, fileAt(file)),
    copy: (file, to) => add(to, { ...fileAt(file) }),
    makeFolder: (path) => add(path, { kind: 'folder', entries: new Map() }),
    makeFolders(path) {
      if (find(path) !== undefined) return;
      this.makeFolders(dirname(path));
      this.makeFolder(path);
    },
    rename(from, to) {
      const node = find(from) ?? fail('ENOENT', from);
      const there = find(to);
      if (there?.kind === 'folder' && there.entries.size > 0) fail('ENOTEMPTY', to);
      if (there !== undefined && there.kind !== node.kind)
        fail(node.kind === 'file' ? 'EISDIR' : 'ENOTDIR', to);
      take(from);
      folderAt(dirname(to)).entries.set(basename(to), node);
    },
    removeFile: (file) => (fileAt(file), take(file)),
    removeFolder(path) {
      if (folderAt(path).entries.size > 0) fail('ENOTEMPTY', path);
      take(path);
    },
  };
};
