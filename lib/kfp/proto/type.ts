import type { Place, Problem } from './place';

/**
 * How values of one protobuf type stand in JSON. https://protobuf.dev/programming-guides/json/
 * A value that has been read is canonical: what protobuf's own writer would print, so that reading and printing again
 * changes nothing.
 */
export interface Type<Value> {
  /** What a field of this type is, for messages: `text`, `a list`. */
  readonly label: string;
  /** The canonical value; undefined when there is none, and then a problem is noted. */
  read(json: unknown, place: Place | undefined, problems: Problem[]): Value | undefined;
  /** Whether a field with this value is left out: what proto3 calls the default of a field without presence. */
  isDefault(value: Value): boolean;
  /** The value as Go's encoding/json prints the generated struct; that differs from protobuf's own JSON. */
  toGo(value: Value): unknown;
}

/** The value that a type holds. */
export type Infer<T> = T extends Type<infer Value> ? Value : never;

const shown = (json: unknown): string => {
  if (json === undefined) return 'nothing';
  const text = JSON.stringify(json);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

/** Notes a value of the wrong type. */
export const mismatch = (
  json: unknown,
  want: string,
  place: Place | undefined,
  problems: Problem[],
): undefined => {
  problems.push({ kind: 'type', place, got: shown(json), want, known: [] });
  return undefined;
};
