import type { Rehearsal } from '../rehearsal';

const rounded = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Math.round(value * 10) / 10 : value;

/** A rehearsal for programs. Times are seconds with one decimal. */
export const rehearsalJson = ({ acts, ...rest }: Rehearsal): string => {
  const report = { ...rest, acts: acts.map(({ states: _states, ...act }) => act) };
  return `${JSON.stringify(report, rounded, 2)}\n`;
};
