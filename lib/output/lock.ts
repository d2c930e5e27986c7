import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '../diagnostics';
import { isRecord } from '../kubernetes';
import type { FileSystem } from './file-system';
import { hasCode, isOsError } from './os-error';
import type { ProcessIdentity, ProcessTable } from './processes';
import type { Siblings } from './siblings';

/** A lock file, and the lock file of its removal. */
export type LockPaths = Pick<Siblings, 'lock' | 'lockRemoval'>;

/** How to wait for a lock. */
export interface LockProps {
  readonly disk: FileSystem;
  readonly processes: ProcessTable;
  /** Milliseconds to wait for another run. */
  readonly patience: number;
  /** The folder that the lock is for, as messages name it. */
  readonly shownAs: string;
  readonly signal?: AbortSignal | undefined;
}

/** A held lock. */
export interface Lock {
  release(): void;
}

const pollInterval = 25;

const ownerIn = (text: string): ProcessIdentity | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return undefined;
    const { host, pid, started } = value;
    if (typeof host !== 'string' || typeof pid !== 'number' || typeof started !== 'string') return undefined;
    return { host, pid, started };
  } catch {
    return undefined; // its owner is just writing it, or was killed while it did
  }
};

const readIfThere = (disk: FileSystem, path: string): string | undefined => {
  try {
    return disk.read(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
};

const removeIfThere = (disk: FileSystem, path: string): void => {
  try {
    disk.removeFile(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
};

/** Lets go of a lock. Where even that fails, the lock is taken over as soon as this process has ended. */
const release = (disk: FileSystem, path: string): void => {
  try {
    disk.removeFile(path);
  } catch (error) {
    if (!isOsError(error)) throw error;
  }
};

/** Creates a lock file that says who holds it; false where another one has it. */
const tryCreate = (path: string, { disk, processes }: LockProps): boolean => {
  try {
    disk.create(path, JSON.stringify(processes.self));
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    // a full disk takes the file, but not its content
    if (isOsError(error) && ownerIn(readIfThere(disk, path) ?? '{}') === undefined) release(disk, path);
    throw error;
  }
};

/** Whether nobody can hold a lock file any more: its owner is dead, or never came to write its name. */
const isAbandoned = (text: string, { processes }: LockProps, isPatient: boolean): boolean => {
  const owner = ownerIn(text);
  if (owner === undefined) return !isPatient;
  return owner.host === processes.self.host && !processes.isRunning(owner);
};

/**
 * Removes an abandoned lock. Two runs may find it at once, so the removal has a lock of its own: without it the slower
 * one would remove the lock that the faster one has created in the meantime.
 */
const removeAbandoned = (
  { lock, lockRemoval }: LockPaths,
  text: string,
  props: LockProps,
  isPatient: boolean,
): void => {
  const { disk } = props;
  if (!tryCreate(lockRemoval, props)) {
    const other = readIfThere(disk, lockRemoval) ?? '';
    if (!isAbandoned(other, props, isPatient)) return;
    removeIfThere(disk, lockRemoval);
    if (!tryCreate(lockRemoval, props)) return;
  }
  try {
    if (readIfThere(disk, lock) === text) removeIfThere(disk, lock);
  } finally {
    removeIfThere(disk, lockRemoval);
  }
};

const heldBy = (path: string, text: string, { shownAs }: LockProps): Refusal => {
  const owner = ownerIn(text);
  const who = owner === undefined ? 'another run' : `process ${owner.pid} on ${owner.host}`;
  return new Refusal([
    {
      rule: 'output/locked',
      severity: 'error',
      where: { kind: 'path', path: shownAs },
      got: `${who} is writing this folder`,
      want: 'one run at a time',
      fix: `wait for it; where that process is gone, delete ${join(dirname(shownAs), basename(path))}`,
    },
  ]);
};

/**
 * Takes a lock file, waiting for its holder; the lock of a process of this host that no longer runs is taken over.
 * @throws Refusal naming the holder after `patience`; the errors of the operating system; the reason of `signal`.
 */
export const acquireLock = async (paths: LockPaths, props: LockProps): Promise<Lock> => {
  const { disk, patience, signal } = props;
  const path = paths.lock;
  const lock: Lock = { release: () => release(disk, path) };
  let holder = '';
  for (let waited = 0; waited <= patience; waited += pollInterval) {
    signal?.throwIfAborted();
    if (tryCreate(path, props)) return lock;
    holder = readIfThere(disk, path) ?? '';
    const isPatient = waited + pollInterval <= patience;
    if (isAbandoned(holder, props, isPatient)) {
      removeAbandoned(paths, holder, props, isPatient);
      if (tryCreate(path, props)) return lock;
    }
    await sleep(pollInterval);
  }
  throw heldBy(path, holder, props);
};
