/** Where a value is, as a chain back to its document: cheap to pass down, written out only when something is wrong. */
export interface Place {
  readonly parent: Place | undefined;
  readonly key: string | number;
}

export const placeIn = (parent: Place | undefined, key: string | number): Place => ({ parent, key });

/** Keys and indices from the document down. */
export const pathOf = (place: Place | undefined): readonly (string | number)[] =>
  place === undefined ? [] : [...pathOf(place.parent), place.key];

/** Something that is wrong with a value. */
export interface Problem {
  /** `unknown` fields are dropped, as the backend drops them; all others make the input unusable. */
  readonly kind: 'unknown' | 'type' | 'value';
  readonly place: Place | undefined;
  readonly got: string;
  readonly want: string;
  /** Names that are known there, to find what was meant. */
  readonly known: readonly string[];
}
