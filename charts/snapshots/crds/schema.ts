import type { k8s } from 'cdk8s-plus-27';

type Schema = k8s.JsonSchemaProps;
type Fields = Readonly<Record<string, Schema>>;

/** A CEL rule and what the API server answers when it does not hold. */
const rule = (expression: string, message: string): k8s.ValidationRule => ({ rule: expression, message });

/** A field that is text. */
export const text = (description: string, ...rules: readonly k8s.ValidationRule[]): Schema => ({
  type: 'string',
  description,
  ...(rules.length === 0 ? {} : { xKubernetesValidations: [...rules] }),
});

/** A field that is one of some words. */
export const oneOf = (words: readonly string[], description: string): Schema => ({
  type: 'string',
  enum: [...words],
  description,
});

/** A field that is true or false. */
export const flag = (description: string): Schema => ({ type: 'boolean', description });

/** A field that is a point in time. */
export const moment = (description: string): Schema => ({ type: 'string', format: 'date-time', description });

/** A field that is a whole number of 64 bits. */
export const wholeNumber = (description: string, minimum?: number): Schema => ({
  type: 'integer',
  format: 'int64',
  description,
  ...(minimum === undefined ? {} : { minimum }),
});

/** A field that is a Kubernetes quantity: the pattern is that of the API machinery. */
export const quantity = (description: string): Schema => ({
  type: 'string',
  xKubernetesIntOrString: true,
  pattern:
    '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
  description,
});

/** A map from text to text. */
export const textMap = (description: string): Schema => ({
  type: 'object',
  additionalProperties: { type: 'string' },
  description,
});

/** What an object's schema says beside its fields. */
export interface ObjectRules {
  readonly required?: readonly string[];
  readonly rules?: readonly k8s.ValidationRule[];
  /** Whether server-side apply treats the object as one value. */
  readonly atomic?: true;
}

/** A field that is an object with these fields. */
export const object = (
  description: string,
  fields: Fields,
  { required, rules, atomic }: ObjectRules = {},
): Schema => ({
  type: 'object',
  description,
  properties: { ...fields },
  ...(required === undefined ? {} : { required: [...required] }),
  ...(rules === undefined ? {} : { xKubernetesValidations: [...rules] }),
  ...(atomic === undefined ? {} : { xKubernetesMapType: 'atomic' }),
});

/** The field keeps the value that it was made with. */
export const immutable = (field: string): k8s.ValidationRule =>
  rule('self == oldSelf', `${field} is immutable`);

/** The field cannot be taken away once it is there. */
export const staysSet = (field: string): k8s.ValidationRule =>
  rule(`!has(oldSelf.${field}) || has(self.${field})`, `${field} is required once set`);

/** One of two fields is there, not both. */
export const exactlyOne = (a: string, b: string): k8s.ValidationRule =>
  rule(
    `(has(self.${a}) && !has(self.${b})) || (!has(self.${a}) && has(self.${b}))`,
    `exactly one of ${a} and ${b} must be set`,
  );

/** The text is not empty. */
export const notEmpty = (field: string): k8s.ValidationRule =>
  rule('size(self) > 0', `${field} must not be the empty string when set`);

/** Fields of the object that must all be there; `__namespace__` is how CEL escapes the word `namespace`. */
export const bothNameAndNamespace = (path: string): k8s.ValidationRule =>
  rule('has(self.name) && has(self.__namespace__)', `both ${path}.name and ${path}.namespace must be set`);
