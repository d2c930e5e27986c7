import type { Terminal } from './terminal';

/** What every command gets. */
export interface CommandContext {
  /** Working folder; every path in messages is relative to it. */
  readonly cwd: string;
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C: what is being written is then left as it was. */
  readonly signal: AbortSignal;
}

/** 0 same or clean, 1 differs or violates, 2 bad input. */
export type ExitCode = 0 | 1 | 2;
