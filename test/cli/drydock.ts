import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../lib/cli';

/** What one command line gave. */
export interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, in a folder, without a terminal. */
export const drydock = async (cwd: string, ...words: readonly string[]): Promise<Result> => {
  let out = '';
  let err = '';
  const code = await runProgram(words, {
    cwd,
    terminal: {
      out: (text) => void (out += text),
      err: (text) => void (err += text),
      colour: false,
      now: () => 0,
    },
    signal: new AbortController().signal,
  });
  return { code, out, err };
};

const folders: string[] = [];

/** An empty folder that goes away after the tests of the file. */
export const scratch = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-test-'));
  folders.push(folder);
  return folder;
};

/** A copy of this repository's definitions and output. */
export const repositoryCopy = (): string => {
  const folder = scratch();
  for (const part of ['platforms', 'pipelines', 'dist', 'docs'])
    cpSync(part, join(folder, part), { recursive: true });
  return folder;
};

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
