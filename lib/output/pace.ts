import { setImmediate as nextTurn } from 'node:timers/promises';

/** Files between two looks at the rest of the process: a few milliseconds. */
const filesPerTurn = 100;

/** Called before each file; now and then it lets signals and timers of the process through. */
export type Pace = () => Promise<void>;

/** A pace that ends the work with the reason of `signal` once that is aborted. */
export const paceOf = (signal: AbortSignal | undefined): Pace => {
  let files = 0;
  return async () => {
    files += 1;
    if (files % filesPerTurn !== 0) return;
    await nextTurn();
    signal?.throwIfAborted();
  };
};
