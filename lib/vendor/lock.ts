import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { refuse } from './refuse';

/** Folder of what is vendored, relative to the repository. */
export const vendorFolder = 'vendor';

const lockFile = 'vendor.lock.json';

const entrySchema = z.strictObject({
  repoURL: z.string(),
  chart: z.string(),
  version: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const schema = z.strictObject({
  format: z.literal(1),
  charts: z.record(z.string(), entrySchema),
});

/** One vendored chart: where it came from and what its archive must be. */
export type LockEntry = Readonly<z.output<typeof entrySchema>>;

/** Entries by the name of the component. */
export type Lock = ReadonlyMap<string, LockEntry>;

/** The lock as messages name it. */
export const lockPath = join(vendorFolder, lockFile);

/** Path of a chart's archive, relative to the repository. */
export const archivePath = (name: string, { chart, version }: Pick<LockEntry, 'chart' | 'version'>): string =>
  join(vendorFolder, name, `${chart}-${version}.tgz`);

/**
 * Reads the lock; empty where there is none.
 * @throws Refusal for one that this version has not written.
 */
export const readLock = (cwd: string): Lock => {
  const path = join(cwd, lockPath);
  if (!existsSync(path)) return new Map();
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    value = undefined;
  }
  const parsed = schema.safeParse(value);
  return parsed.success
    ? new Map(Object.entries(parsed.data.charts))
    : refuse('vendor/lock', lockPath, {
        got: 'a file that cannot be read as a lock',
        want: 'the lock that `drydock vendor` writes',
        fix: 'take it from Git, then run `drydock vendor`',
      });
};

/** Writes the lock, sorted, as a whole. */
export const writeLock = (cwd: string, lock: Lock): void => {
  const path = join(cwd, lockPath);
  const charts = Object.fromEntries([...lock].sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(`${path}.part`, `${JSON.stringify({ format: 1, charts }, null, 2)}\n`);
  renameSync(`${path}.part`, path);
};
