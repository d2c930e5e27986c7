import { isRecord } from '../../kubernetes';
import { placeIn, type Place, type Problem } from './place';
import { anyValue } from './scalars';
import { mismatch, type Infer, type Type } from './type';

/** A list. */
export const list = <Value>(item: Type<Value>): Type<readonly Value[]> & { readonly item: Type<Value> } => ({
  item,
  label: 'a list',
  read: (json, place, problems) => {
    if (!Array.isArray(json)) return mismatch(json, 'a list', place, problems);
    return json.flatMap((each: unknown, index) => {
      const value = item.read(each, placeIn(place, index), problems);
      return value === undefined ? [] : [value];
    });
  },
  isDefault: (value) => value.length === 0,
  toGo: (value) => value.map((each) => item.toGo(each)),
});

/** A map from text. */
export const map = <Value>(
  item: Type<Value>,
): Type<Readonly<Record<string, Value>>> & { readonly item: Type<Value> } => ({
  item,
  label: 'a map',
  read: (json, place, problems) => {
    if (!isRecord(json)) return mismatch(json, 'a map', place, problems);
    const values: Record<string, Value> = {};
    for (const key of Object.keys(json)) {
      const value = item.read(json[key], placeIn(place, key), problems);
      if (value !== undefined) values[key] = value;
    }
    return values;
  },
  isDefault: (value) => Object.keys(value).length === 0,
  toGo: (value) => Object.fromEntries(Object.entries(value).map(([key, each]) => [key, item.toGo(each)])),
});

/** A field that keeps its default when it is written: an alternative of a oneof, or `optional`. */
export const present = <T extends Type<unknown>>(type: T): T => ({ ...type, isDefault: () => false });

type Fields = Readonly<Record<string, Type<unknown>>>;

/** What a message holds: every field may be absent. */
export type Message<F> = { readonly [K in keyof F]?: Infer<F[K]> };

/** A message type; it knows its fields, for those who compare it with protobuf's own description. */
export interface MessageType<F extends Fields> extends Type<Message<F>> {
  readonly name: string;
  readonly fields: F;
  /** Groups of fields of which one may be set. */
  readonly oneofs: readonly (readonly string[])[];
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The field that a key means: its JSON name or, as protobuf allows, its own name. */
const spellings = (fields: Fields): ReadonlyMap<string, string> =>
  new Map(Object.keys(fields).flatMap((name) => [[snakeCase(name), name] as const, [name, name] as const]));

const conflicts = (
  value: Readonly<Record<string, unknown>>,
  oneofs: readonly (readonly string[])[],
  place: Place | undefined,
  problems: Problem[],
): void => {
  for (const names of oneofs) {
    const set = names.filter((name) => name in value);
    if (set.length > 1)
      problems.push({
        kind: 'value',
        place,
        got: set.join(' and '),
        want: `one of ${names.join(', ')}`,
        known: [],
      });
  }
};

const isMessage = <F extends Fields>(value: unknown): value is Message<F> => isRecord(value);

/**
 * A message. Its fields stand in the order of the generated Go struct, which is what hashes are made from.
 * @param oneofs groups of fields of which one may be set.
 */
export const message = <F extends Fields>(
  name: string,
  fields: F,
  oneofs: readonly (readonly (keyof F & string)[])[] = [],
): MessageType<F> => {
  const known = spellings(fields);
  const alternatives = new Set(oneofs.flat());
  const isAbsent = (field: string, type: Type<unknown>, value: unknown): boolean =>
    value === undefined || (!alternatives.has(field) && type.isDefault(value));
  return {
    name,
    fields,
    oneofs,
    label: 'a map',
    read: (json, place, problems) => {
      if (!isRecord(json)) return mismatch(json, 'a map', place, problems);
      const value: Record<string, unknown> = {};
      for (const key of Object.keys(json)) {
        const field = known.get(key);
        const type = field === undefined ? undefined : fields[field];
        const at = placeIn(place, key);
        if (field === undefined || type === undefined) {
          problems.push({ kind: 'unknown', place: at, got: key, want: '', known: Object.keys(fields) });
          continue;
        }
        // null is no value, except where any value may stand.
        if (json[key] === null && type !== anyValue) continue;
        const read = type.read(json[key], at, problems);
        if (!isAbsent(field, type, read)) value[field] = read;
      }
      conflicts(value, oneofs, place, problems);
      return isMessage<F>(value) ? value : undefined;
    },
    isDefault: () => false,
    toGo: (value) => {
      const go: Record<string, unknown> = {};
      for (const [field, type] of Object.entries<Type<unknown>>(fields)) {
        const each: unknown = Reflect.get(value, field);
        if (each !== undefined) go[snakeCase(field)] = type.toGo(each);
      }
      return go;
    },
  };
};
