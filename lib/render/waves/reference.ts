/** A discovered dependency of one object on another. */
export interface Reference {
  /** Index of the object that comes first. */
  readonly to: number;
  /** Field that refers to it. */
  readonly via: string;
  /** A claim that waits for its first consumer: both belong to one wave, or neither ever becomes healthy. */
  readonly sameWave?: true;
}

/** References to each of the found objects. */
export const to = (found: readonly number[], via: string): readonly Reference[] =>
  found.map((index) => ({ to: index, via }));
