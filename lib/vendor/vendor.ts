import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ChartReference } from '../constructs';
import { locateInRepository } from './chart-repository';
import { digestOf, download, type FetchOptions } from './download';
import { archivePath, readLock, vendorFolder, writeLock, type LockEntry } from './lock';
import { locateInRegistry } from './oci';

/** A chart that a platform wants vendored, by the name of its component. */
export interface Wanted {
  readonly name: string;
  readonly reference: ChartReference;
}

/** How charts are vendored. */
export interface VendorOptions {
  readonly signal: AbortSignal;
  /** Whether to accept archives that are no longer what the lock says. */
  readonly update: boolean;
  readonly onProgress?: (name: string, have: number, of: number | undefined) => void;
}

/** What became of one chart. */
export interface Vendored {
  readonly name: string;
  /** Path of the archive, relative to the repository. */
  readonly path: string;
  readonly sha256: string;
  readonly fetched: boolean;
}

const isSame = (entry: LockEntry | undefined, { repoURL, chart, version }: ChartReference): boolean =>
  entry?.repoURL === repoURL && entry.chart === chart && entry.version === version;

const locate = (reference: ChartReference, options: FetchOptions) =>
  (reference.repoURL.startsWith('oci://') ? locateInRegistry : locateInRepository)(
    reference.repoURL,
    reference.chart,
    reference.version,
    options,
  );

const vendorOne = async (
  cwd: string,
  { name, reference }: Wanted,
  entry: LockEntry | undefined,
  { signal, update, onProgress }: VendorOptions,
): Promise<Vendored> => {
  const path = archivePath(name, reference);
  const full = join(cwd, path);
  const locked = isSame(entry, reference) && !update ? entry?.sha256 : undefined;
  if (locked !== undefined && existsSync(full) && (await digestOf(full)) === locked) {
    return { name, path, sha256: locked, fetched: false };
  }
  const located = await locate(reference, { signal });
  const sha256 = await download(located.url, full, {
    signal,
    shownAs: path,
    expected: [
      ...(locked === undefined ? [] : [{ by: 'the lock', sha256: locked }]),
      ...(located.sha256 === undefined ? [] : [{ by: reference.repoURL, sha256: located.sha256 }]),
    ],
    ...(located.headers === undefined ? {} : { headers: located.headers }),
    ...(onProgress === undefined
      ? {}
      : { onProgress: (have: number, of: number | undefined) => onProgress(name, have, of) }),
  });
  return { name, path, sha256, fetched: true };
};

/** Archives of earlier versions go once the new one is locked. */
const sweep = (cwd: string, { name, path }: Vendored): void => {
  const folder = join(cwd, vendorFolder, name);
  for (const file of readdirSync(folder)) {
    if (join(vendorFolder, name, file) !== path && file.endsWith('.tgz')) rmSync(join(folder, file));
  }
};

/**
 * Fetches what is wanted and not there yet. The lock gains an entry whenever an archive is in place, so that a run
 * that is cut off loses nothing and the next one goes on.
 * @throws Refusal where something cannot be fetched or is not what the lock says.
 */
export const vendor = async (
  cwd: string,
  wanted: readonly Wanted[],
  options: VendorOptions,
): Promise<readonly Vendored[]> => {
  if (wanted.length === 0) return [];
  mkdirSync(join(cwd, vendorFolder), { recursive: true });
  const lock = new Map(readLock(cwd));
  const done: Vendored[] = [];
  for (const each of wanted) {
    options.signal.throwIfAborted();
    const result = await vendorOne(cwd, each, lock.get(each.name), options);
    const { repoURL, chart, version } = each.reference;
    lock.set(each.name, { repoURL, chart, version, sha256: result.sha256 });
    writeLock(cwd, lock);
    sweep(cwd, result);
    done.push(result);
  }
  return done;
};
