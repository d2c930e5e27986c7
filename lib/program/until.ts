import { setTimeout as sleep } from 'node:timers/promises';

/** How long to wait for something. */
export interface Patience {
  readonly seconds: number;
  readonly signal?: AbortSignal | undefined;
  /** What is still missing, for the message when time is up. */
  readonly missing?: () => string;
}

/** Asks again, five times a second, until there is an answer. Rejects when time is up or the wait is aborted. */
export const until = async <T>(
  what: string,
  ask: () => Promise<T | undefined>,
  { seconds, signal, missing }: Patience,
): Promise<T> => {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    signal?.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > end) {
      const rest = missing?.() ?? '';
      throw new Error(`not within ${seconds} s: ${what}${rest === '' ? '' : `\n${rest}`}`);
    }
    await sleep(200);
  }
};
