import { nearest, oneOf } from '../../diagnostics';
import type { Json } from '../../kubernetes';
import type { InputParameter } from '../ir';
import type { Pipeline } from './pipeline';

/** A value that the pipeline cannot be run with. */
export interface UnfitParameter {
  readonly name: string;
  readonly got: string;
  readonly want: string;
  readonly fix: string;
}

type TypeName = NonNullable<InputParameter['parameterType']>;

const words: Partial<Record<TypeName, string>> = {
  NUMBER_INTEGER: 'a whole number',
  NUMBER_DOUBLE: 'a number',
  STRING: 'text',
  BOOLEAN: 'true or false',
  LIST: 'a list',
  STRUCT: 'a map',
};

/** The type of an input; IR of schema 2.0 may say it in the deprecated way. */
export const typeOf = ({ parameterType, type }: InputParameter): TypeName | undefined => {
  if (parameterType !== undefined) return parameterType;
  const old: Readonly<Record<string, TypeName>> = {
    INT: 'NUMBER_INTEGER',
    DOUBLE: 'NUMBER_DOUBLE',
    STRING: 'STRING',
  };
  return type === undefined ? undefined : old[type];
};

/** What values of an input look like, in words. */
export const typeInWords = (input: InputParameter): string => words[typeOf(input) ?? 'STRUCT'] ?? 'a value';

/** Whether a value can be given to an input; null stands for no value where one is not needed. */
export const fitsType = (value: unknown, input: InputParameter): boolean => {
  if (value === null) return input.isOptional === true;
  switch (typeOf(input)) {
    case 'NUMBER_INTEGER':
      return typeof value === 'number' && Number.isInteger(value);
    case 'NUMBER_DOUBLE':
      return typeof value === 'number';
    case 'STRING':
      return typeof value === 'string';
    case 'BOOLEAN':
      return typeof value === 'boolean';
    case 'LIST':
      return Array.isArray(value);
    case 'STRUCT':
      return typeof value === 'object' && !Array.isArray(value);
    default:
      return true;
  }
};

const inputsOf = ({ root }: Pipeline): Readonly<Record<string, InputParameter>> =>
  root.spec.inputDefinitions?.parameters ?? {};

/** The values that do not fit the inputs of a pipeline. */
export const unfitParameters = (
  pipeline: Pipeline,
  values: Readonly<Record<string, unknown>>,
): readonly UnfitParameter[] => {
  const inputs = inputsOf(pipeline);
  const names = Object.keys(inputs);
  return Object.entries(values).flatMap(([name, value]): readonly UnfitParameter[] => {
    const input = inputs[name];
    if (input === undefined) {
      const near = nearest(name, names);
      return [
        {
          name,
          got: `a parameter ${name}`,
          want: names.length === 0 ? 'none: the pipeline takes no parameters' : `one of ${oneOf(names)}`,
          fix: near === undefined ? 'remove it' : `did you mean ${near}?`,
        },
      ];
    }
    if (fitsType(value, input)) return [];
    const want = typeInWords(input);
    return [{ name, got: JSON.stringify(value), want, fix: `write ${want}` }];
  });
};

/** Inputs that have neither a default nor a value, so that no run can start by itself. */
export const missingParameters = (
  pipeline: Pipeline,
  values: Readonly<Record<string, unknown>>,
): readonly string[] =>
  Object.entries(inputsOf(pipeline))
    .filter(([, input]) => input.defaultValue === undefined && input.isOptional !== true)
    .map(([name]) => name)
    .filter((name) => !(name in values));

/** A value that was written as text (on a command line), in the type of its input; undefined when it is none. */
export const parseParameter = (text: string, input: InputParameter): Json | undefined => {
  if (typeOf(input) === 'STRING') return text;
  try {
    const value: Json = JSON.parse(text);
    return fitsType(value, input) ? value : undefined;
  } catch {
    return undefined;
  }
};
