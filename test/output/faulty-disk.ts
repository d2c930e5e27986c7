import type { FileSystem, ProcessTable } from '../../lib/output';

/** What goes wrong at one call of a file system. */
export type Fault =
  /** The call fails with an error of the operating system; later ones succeed. */
  | { readonly kind: 'error'; readonly code: string }
  /** The process is killed: neither this call nor any later one happens. */
  | { readonly kind: 'crash' };

/** Thrown by every call of a killed process; no code of ours knows it. */
export class Killed extends Error {}

/** A disk that counts its calls, and fails at one of them; a file that it fails to create is left half-written. */
export const faultyDisk = (
  real: FileSystem,
  fault: Fault,
  failAt: number,
): { readonly disk: FileSystem; readonly calls: () => number } => {
  let calls = 0;
  const before = (partly: () => void = () => undefined): void => {
    calls += 1;
    if (fault.kind === 'crash' && calls > failAt) throw new Killed();
    if (calls !== failAt) return;
    partly();
    if (fault.kind === 'crash') throw new Killed();
    throw Object.assign(new Error(`${fault.code}: injected`), { code: fault.code, syscall: 'test' });
  };
  const disk: FileSystem = {
    kindAt: (path) => (before(), real.kindAt(path)),
    list: (folder) => (before(), real.list(folder)),
    read: (file) => (before(), real.read(file)),
    create(file, text) {
      before(() => real.create(file, text.slice(0, text.length / 2)));
      real.create(file, text);
    },
    link: (file, name) => (before(), real.link(file, name)),
    copy: (file, to) => (before(), real.copy(file, to)),
    makeFolder: (path) => (before(), real.makeFolder(path)),
    makeFolders: (path) => (before(), real.makeFolders(path)),
    rename: (from, to) => (before(), real.rename(from, to)),
    removeFile: (file) => (before(), real.removeFile(file)),
    removeFolder: (folder) => (before(), real.removeFolder(folder)),
  };
  return { disk, calls: () => calls };
};

/** Processes that live as long as a test says. */
export const processes = () => {
  const alive = new Set<number>();
  let last = 0;
  return {
    /** A new process, and what it knows of the others. */
    start: (): ProcessTable & { readonly end: () => void } => {
      const pid = (last += 1);
      alive.add(pid);
      return {
        self: { host: 'here', pid, started: '' },
        isRunning: (process) => alive.has(process.pid),
        end: () => void alive.delete(pid),
      };
    },
  };
};
