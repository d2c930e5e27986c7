import { createColors } from 'picocolors';

/** Where a command writes; tests give one that keeps the text. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether colours may be used: on a terminal, unless `NO_COLOR` is set. https://no-color.org */
  readonly colour: boolean;
  /** Draws lines in place of those that it has drawn before; absent where nobody watches. */
  readonly live?: (lines: readonly string[]) => void;
  /** Milliseconds since some fixed moment; only ever shown as durations of long work, never written to files. */
  readonly now: () => number;
}

/** Draws a block of lines over the one before, cut to the width so that none of them wraps. */
const liveArea = (stream: NodeJS.WriteStream): ((lines: readonly string[]) => void) => {
  let drawn = 0;
  return (lines) => {
    const width = stream.columns > 0 ? stream.columns : 80;
    const up = drawn === 0 ? '' : `\u001b[${drawn}A`;
    stream.write(`${up}\u001b[J${lines.map((line) => `${line.slice(0, width - 1)}\n`).join('')}`);
    drawn = lines.length;
  };
};

/** The terminal of this process. */
export const processTerminal = (): Terminal => ({
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  // Reports go to either stream: when one of them is a file, neither is coloured.
  colour:
    (process.env['NO_COLOR'] ?? '') === '' &&
    process.env['TERM'] !== 'dumb' &&
    process.stdout.isTTY === true &&
    process.stderr.isTTY === true,
  ...(process.stderr.isTTY === true && process.env['TERM'] !== 'dumb'
    ? { live: liveArea(process.stderr) }
    : {}),
  now: () => performance.now(),
});

/** Colours, or none. */
export const colours = (terminal: Terminal): ReturnType<typeof createColors> => createColors(terminal.colour);

/** Tells people what takes long, on standard error, and says nothing when all is done within a second. */
export const progressOf = (terminal: Terminal): ((done: string) => void) => {
  const start = terminal.now();
  return (done) => {
    const elapsed = terminal.now() - start;
    if (elapsed > 1000) terminal.err(`${done} (${(elapsed / 1000).toFixed(1)} s)\n`);
  };
};
