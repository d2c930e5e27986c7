import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';

/** A program that has ended. */
export interface Finished {
  /** Exit code; 128 plus the signal's number when a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Settings of one run. */
export interface RunOptions {
  /** The whole environment; that of this process by default. */
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Text for its standard input; empty by default. */
  readonly stdin?: string;
  /** Ends it, and all that it has started, when aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Ends it after this time; one minute by default. */
  readonly seconds?: number;
  /** Sees standard error line by line while it runs. */
  readonly onErrorLine?: (line: string) => void;
}

/** Signals a process group that this process has started; one that is gone already is no error. */
export const signalGroup = (child: ChildProcess, signal: NodeJS.Signals): void => {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
};

const exitCode = (code: number | null, signal: NodeJS.Signals | null): number =>
  code ?? 128 + (signal === null ? 0 : constants.signals[signal]);

/** Calls back with every whole line of a stream of chunks. */
export const byLine = (onLine: (line: string) => void): ((chunk: string) => void) => {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  };
};

/**
 * Runs a program to its end. It leads a process group of its own, so that an interrupt from the terminal reaches only
 * us and we end it together with its children. Rejects when it cannot start, is aborted or takes too long.
 */
export const run = (file: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> =>
  new Promise((resolve, reject) => {
    const { signal, seconds = 60 } = options;
    signal?.throwIfAborted();
    const child = spawn(file, args, { env: options.env, cwd: options.cwd, detached: true });
    let stdout = '';
    let stderr = '';
    let ended: Error | undefined;
    const end = (why: Error): void => {
      ended = why;
      signalGroup(child, 'SIGTERM');
      setTimeout(() => signalGroup(child, 'SIGKILL'), 5000).unref();
    };
    const onAbort = (): void => end(new Error(`${file} was interrupted`));
    const timer = setTimeout(
      () => end(new Error(`${file} took longer than ${seconds} s\n${stderr}`)),
      seconds * 1000,
    );
    signal?.addEventListener('abort', onAbort);
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const lines = byLine((line) => options.onErrorLine?.(line));
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
      lines(chunk);
    });
    child.on('error', (error) => {
      settle();
      reject(error);
    });
    child.on('close', (code, ender) => {
      settle();
      if (ended === undefined) resolve({ code: exitCode(code, ender), stdout, stderr });
      else reject(ended);
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.stdin ?? '');
  });
