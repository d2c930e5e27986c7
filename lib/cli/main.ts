import { runProgram } from './program';
import { processTerminal } from './terminal';

/**
 * Runs a command line in this process and sets its exit code. A signal is taken between two steps, so that nothing is
 * left half-done; the exit code is then 128 and the signal's number, as shells expect.
 */
export const runProcess = async (words: readonly string[]): Promise<void> => {
  const interrupt = new AbortController();
  let interrupted: number | undefined;
  const signals = { SIGINT: 130, SIGTERM: 143 } as const;
  for (const [signal, code] of Object.entries(signals)) {
    process.once(signal, () => {
      interrupted = code;
      interrupt.abort(new Error(signal));
    });
  }
  // A reader such as `head` that closes the pipe early is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const code = await runProgram(words, {
    cwd: process.cwd(),
    terminal: processTerminal(),
    signal: interrupt.signal,
  });
  process.exitCode = interrupted ?? code;
};
