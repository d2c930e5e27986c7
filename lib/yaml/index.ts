export { emitYaml, type EmitOptions } from './emit';
export { compareCodePoints, FIELD_ORDER, orderedKeys, USER_KEYED_FIELDS } from './field-order';
export { parseManifestText } from './parse';
export { UnwritableValue } from './unwritable';
