import { z } from 'zod';
import type { KeyPath } from './source/located';

/** The schema under its wrappers (optional, default, described, transformed): what a file's author writes. */
const unwrap = (schema: z.core.$ZodType): z.core.$ZodType => {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly
  ) {
    return unwrap(schema.def.innerType);
  }
  return schema instanceof z.ZodPipe ? unwrap(schema.def.in) : schema;
};

const fieldOfValue = (value: unknown, key: string | number): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

/** The alternative of a union that the value's author meant: the one whose literals agree with what stands there. */
const chosen = (options: readonly z.core.$ZodType[], value: unknown): readonly z.ZodObject[] =>
  options
    .flatMap((option) => {
      const inner = unwrap(option);
      return inner instanceof z.ZodObject
        ? [inner]
        : inner instanceof z.ZodUnion
          ? chosen(inner.options, value)
          : [];
    })
    .filter((option) =>
      Object.entries(option.shape).every(
        ([key, field]) =>
          !(field instanceof z.ZodLiteral) ||
          [...field.values].some((literal) => literal === fieldOfValue(value, key)),
      ),
    );

const objectsAt = (schema: z.core.$ZodType, value: unknown): readonly z.ZodObject[] => {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) return [inner];
  return inner instanceof z.ZodUnion ? chosen(inner.options, value) : [];
};

/** The keys that a map at this path may have. */
export const knownKeys = (schema: z.core.$ZodType, value: unknown, path: KeyPath): readonly string[] => {
  const [key, ...rest] = path;
  if (key === undefined)
    return [...new Set(objectsAt(schema, value).flatMap((object) => Object.keys(object.shape)))];
  const inner = unwrap(schema);
  const below = fieldOfValue(value, key);
  if (inner instanceof z.ZodArray) return knownKeys(inner.element, below, rest);
  if (inner instanceof z.ZodRecord) return knownKeys(inner.valueType, below, rest);
  return objectsAt(schema, value).flatMap((object) => {
    const field = object.shape[key];
    return field === undefined ? [] : knownKeys(field, below, rest);
  });
};
