import { anyValue, double, enumeration, int64, message, text } from '../proto';

/** Deprecated form of a constant. */
const value = message('Value', { intValue: int64, doubleValue: double, stringValue: text }, [
  ['intValue', 'doubleValue', 'stringValue'],
]);

/** A constant, or the name of an input. */
export const valueOrRuntimeParameter = message(
  'ValueOrRuntimeParameter',
  { constantValue: value, runtimeParameter: text, constant: anyValue },
  [['constantValue', 'runtimeParameter', 'constant']],
);

/** Type of an artifact. */
export const artifactTypeSchema = message(
  'ArtifactTypeSchema',
  { schemaTitle: text, schemaUri: text, instanceSchema: text, schemaVersion: text },
  [['schemaTitle', 'schemaUri', 'instanceSchema']],
);

/** Deprecated type of a parameter, which IR of schema 2.0 may still have. */
export const primitiveType = enumeration('PRIMITIVE_TYPE_UNSPECIFIED', 'INT', 'DOUBLE', 'STRING');

/** Type of a parameter. */
export const parameterType = enumeration(
  'PARAMETER_TYPE_ENUM_UNSPECIFIED',
  'NUMBER_DOUBLE',
  'NUMBER_INTEGER',
  'STRING',
  'BOOLEAN',
  'LIST',
  'STRUCT',
  'TASK_FINAL_STATUS',
  'TASK_CONFIG',
);
