import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { byLine, signalGroup } from './run';
import { until } from './until';

/** A program that runs until it is stopped. */
export interface Service {
  readonly pid: number;
  /** What its standard error line announced when it was ready. */
  readonly announced: string;
  /** The end of what it has written so far. */
  readonly output: () => string;
  /** Why it has ended, when it has, though nobody asked it to. */
  readonly failure: () => Error | undefined;
  /** Asks it to end, insists after ten seconds. */
  readonly stop: () => Promise<void>;
  /** Ends it as a crash would. */
  readonly kill: () => Promise<void>;
}

/** Settings of a service. */
export interface ServiceOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Finds what the service announces, in one line of its output; undefined for every other line. */
  readonly announces: (line: string) => string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Time to get ready; half a minute by default. */
  readonly seconds?: number;
}

/** Characters of output that are kept: enough for a stack trace, whatever a service logs in an hour. */
const keptOutput = 100_000;

/** Starts a program and waits for the line that says it is ready. */
export const startService = async (
  file: string,
  args: readonly string[],
  options: ServiceOptions,
): Promise<Service> => {
  options.signal?.throwIfAborted();
  const child = spawn(file, args, { env: options.env, cwd: options.cwd, detached: true, stdio: 'pipe' });
  let output = '';
  let announced: string | undefined;
  let failure: Error | undefined;
  const lines = byLine((line) => (announced ??= options.announces(line)));
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output = (output + chunk).slice(-keptOutput);
      lines(chunk);
    });
  }
  const closed = once(child, 'close').catch(() => undefined);
  child.on('error', (error) => (failure = error));
  child.on('exit', () => (failure ??= new Error(`${file} has ended:\n${output}`)));
  const kill = async (): Promise<void> => {
    signalGroup(child, 'SIGKILL');
    await closed;
  };
  const stop = async (): Promise<void> => {
    signalGroup(child, 'SIGTERM');
    const ended = await Promise.race([closed.then(() => true), sleep(10_000, false, { ref: false })]);
    if (!ended) signalGroup(child, 'SIGKILL');
    await closed;
  };
  try {
    const ready = await until(
      `${file} is ready`,
      () => {
        if (failure !== undefined) throw failure;
        return Promise.resolve(announced);
      },
      { seconds: options.seconds ?? 30, signal: options.signal },
    );
    return {
      pid: child.pid ?? 0,
      announced: ready,
      output: () => output,
      failure: () => failure,
      stop,
      kill,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
