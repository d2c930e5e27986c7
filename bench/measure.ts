import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What one whole process took. */
export interface Measurement {
  readonly seconds: number;
  readonly megabytes: number;
}

/** Why a process gave no measurement. */
export type Run =
  ({ readonly kind: 'done' } & Measurement) | { readonly kind: 'failed'; readonly why: string };

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Runs a Node program as a whole process, from start to exit, and asks the system what it used. */
export const runOnce = (
  script: string,
  words: readonly string[],
  scratch: string,
  timeoutSeconds: number,
): Run => {
  const report = join(scratch, 'usage.json');
  const start = performance.now();
  const child = spawnSync(process.execPath, ['--require', join(__dirname, 'usage.js'), script, ...words], {
    encoding: 'utf8',
    timeout: timeoutSeconds * 1000,
    env: { ...process.env, DRYDOCK_BENCH_USAGE: report, NO_COLOR: '1' },
  });
  const seconds = (performance.now() - start) / 1000;
  if (child.error !== undefined) return { kind: 'failed', why: `no result within ${timeoutSeconds} s` };
  if (child.status !== 0)
    return { kind: 'failed', why: (child.stderr || child.stdout).split('\n')[0] ?? 'failed' };
  const usage: unknown = JSON.parse(readFileSync(report, 'utf8'));
  const kilobytes =
    typeof usage === 'object' && usage !== null && 'maxRSS' in usage ? Number(usage.maxRSS) : Number.NaN;
  return { kind: 'done', seconds, megabytes: kilobytes / 1024 };
};

/**
 * The median of several runs.
 * @param words of one run, given its number. A run that writes must have a folder of its own: ext4 searches past the
 *   inodes of files that were just deleted, so that writing where the run before was deleted measures the file system.
 */
export const measure = (
  script: string,
  words: (run: number) => readonly string[],
  scratch: string,
  options: { readonly runs: number; readonly timeoutSeconds: number },
): Run => {
  const runs: Measurement[] = [];
  for (let index = 0; index < options.runs; index += 1) {
    const run = runOnce(script, words(index), scratch, options.timeoutSeconds);
    if (run.kind === 'failed') return run;
    runs.push(run);
  }
  return {
    kind: 'done',
    seconds: median(runs.map(({ seconds }) => seconds)),
    megabytes: median(runs.map(({ megabytes }) => megabytes)),
  };
};
