import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { run, type Finished } from '../../lib/program';
import { Skipped, Unmet } from '../scenario';

/** How to make a Python environment. */
export interface PythonOptions {
  /** requirements.txt with pinned packages. */
  readonly requirements: string;
  readonly signal?: AbortSignal | undefined;
}

const machinePython = 'python3';

const must = (what: string, { code, stderr }: Finished): void => {
  if (code !== 0)
    throw new Unmet(`${what} ended with code ${code}\n${stderr.trim().split('\n').slice(-8).join('\n')}`);
};

const versionOf = async (signal: AbortSignal | undefined): Promise<string> => {
  const asked = await run(machinePython, ['-c', 'import sys, ensurepip; print(sys.version, sys.platform)'], {
    signal,
  }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new Skipped(`no ${machinePython} on this machine (${String(error)})`);
  });
  if (asked.code !== 0)
    throw new Skipped(`${machinePython} cannot make virtual environments:\n${asked.stderr.trim()}`);
  return asked.stdout;
};

/** Creates the environment beside its place and moves it there, so that half of one is never used. */
const create = async (folder: string, { requirements, signal }: PythonOptions): Promise<void> => {
  const making = `${folder}.${process.pid}`;
  mkdirSync(dirname(folder), { recursive: true });
  try {
    must('python -m venv', await run(machinePython, ['-m', 'venv', making], { signal, seconds: 120 }));
    const install = ['-m', 'pip', 'install', '--quiet', '--only-binary=:all:', '-r', requirements];
    must('pip install', await run(join(making, 'bin/python'), install, { signal, seconds: 900 }));
    if (!existsSync(folder)) renameSync(making, folder);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
};

/**
 * The Python of an environment with exactly the packages of a requirements file, made once per file and Python version
 * under `${XDG_CACHE_HOME:-~/.cache}/drydock/python`. Call its tools as modules (`-m`): their scripts do not survive the
 * move. `Skipped` without Python, `Unmet` when a package cannot be installed.
 */
export const pythonEnvironment = async (options: PythonOptions): Promise<string> => {
  const version = await versionOf(options.signal);
  const key = createHash('sha256').update(readFileSync(options.requirements)).update(version).digest('hex');
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(cache, 'drydock/python', key.slice(0, 16));
  if (!existsSync(folder)) await create(folder, options);
  return join(folder, 'bin/python');
};
