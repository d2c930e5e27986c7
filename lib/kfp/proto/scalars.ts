import { isRecord, type Json, type JsonObject } from '../../kubernetes';
import { placeIn, type Place, type Problem } from './place';
import { mismatch, type Type } from './type';

const same = <T>(value: T): T => value;

/** Text. */
export const text: Type<string> = {
  label: 'text',
  read: (json, place, problems) =>
    typeof json === 'string' ? json : mismatch(json, 'text', place, problems),
  isDefault: (value) => value === '',
  toGo: same,
};

/** true or false. */
export const bool: Type<boolean> = {
  label: 'true or false',
  read: (json, place, problems) =>
    typeof json === 'boolean' ? json : mismatch(json, 'true or false', place, problems),
  isDefault: (value) => !value,
  toGo: same,
};

/** A number, which may also be written as text. */
const numeric = (json: unknown): number | undefined => {
  if (typeof json === 'number') return json;
  if (typeof json !== 'string' || !/^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$/.test(json)) return undefined;
  return Number(json);
};

/** A 32-bit whole number. */
export const int32: Type<number> = {
  label: 'a whole number',
  read: (json, place, problems) => {
    const value = numeric(json);
    return value !== undefined && value === Math.trunc(value) && Math.abs(value) < 2 ** 31
      ? value
      : mismatch(json, 'a whole number', place, problems);
  },
  isDefault: (value) => value === 0,
  toGo: same,
};

/** A 64-bit whole number: text in protobuf's JSON, for a double could not hold it. */
export const int64: Type<string> = {
  label: 'a whole number',
  read: (json, place, problems) => {
    const value = numeric(json);
    if (value === undefined || value !== Math.trunc(value))
      return mismatch(json, 'a whole number', place, problems);
    return typeof json === 'string' && /^-?[0-9]+$/.test(json) ? BigInt(json).toString() : String(value);
  },
  isDefault: (value) => value === '0',
  toGo: Number,
};

/** A floating-point number. */
export const double: Type<number> = {
  label: 'a number',
  read: (json, place, problems) => numeric(json) ?? mismatch(json, 'a number', place, problems),
  isDefault: (value) => value === 0,
  toGo: same,
};

/** A span of time such as `3600s`. */
export const duration: Type<string> = {
  label: 'seconds such as "60s"',
  read: (json, place, problems) => {
    const parts = typeof json === 'string' ? /^(-?)([0-9]+)(?:\.([0-9]{1,9}))?s$/.exec(json) : null;
    if (parts === null) return mismatch(json, 'seconds such as "60s"', place, problems);
    const [, sign = '', whole = '0', fraction = ''] = parts;
    // Printed with as many digits as needed, in steps of three.
    const digits = fraction.replace(/0+$/, '');
    const shown = digits.padEnd(Math.ceil(digits.length / 3) * 3, '0');
    return `${sign}${BigInt(whole)}${shown === '' ? '' : `.${shown}`}s`;
  },
  isDefault: () => false,
  toGo: same,
};

/** Whole seconds of a canonical duration. */
export const secondsOf = (value: string | undefined): number => Math.trunc(Number.parseFloat(value ?? '0'));

/** One of some names, of which the first is the default; their numbers are taken too. */
export const enumeration = <const Names extends readonly [string, ...string[]]>(
  ...names: Names
): Type<Names[number]> => {
  const isName = (json: unknown): json is Names[number] => typeof json === 'string' && names.includes(json);
  return {
    label: `one of ${names.slice(1).join(', ')}`,
    read: (json, place, problems) => {
      if (isName(json)) return json;
      const name = typeof json === 'number' ? names[json] : undefined;
      if (name !== undefined) return name;
      const got = JSON.stringify(json) ?? 'nothing';
      const want = `one of ${names.slice(1).join(', ')}`;
      problems.push({ kind: 'value', place, got, want, known: names.slice(1) });
      return undefined;
    },
    isDefault: (value) => value === names[0],
    toGo: (value) => names.indexOf(value),
  };
};

const readJson = (json: unknown, place: Place | undefined, problems: Problem[]): Json | undefined => {
  if (json === null || typeof json === 'string' || typeof json === 'boolean') return json;
  if (typeof json === 'number' && Number.isFinite(json)) return json;
  if (Array.isArray(json))
    return json.flatMap((each, index) => readJson(each, placeIn(place, index), problems) ?? null);
  if (isRecord(json)) return readFields(json, place, problems);
  return mismatch(json, 'a value that JSON can hold', place, problems);
};

const readFields = (
  json: Readonly<Record<string, unknown>>,
  place: Place | undefined,
  problems: Problem[],
): JsonObject => {
  const fields: Record<string, Json> = {};
  for (const key of Object.keys(json)) {
    const value = readJson(json[key], placeIn(place, key), problems);
    if (value !== undefined) fields[key] = value;
  }
  return fields;
};

/** Any JSON value; null is one. */
export const anyValue: Type<Json> = {
  label: 'a value',
  read: readJson,
  isDefault: () => false,
  toGo: same,
};

/** Any JSON object. */
export const struct: Type<JsonObject> = {
  label: 'a map',
  read: (json, place, problems) =>
    isRecord(json) ? readFields(json, place, problems) : mismatch(json, 'a map', place, problems),
  isDefault: () => false,
  toGo: same,
};
