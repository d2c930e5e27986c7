/** A value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [field: string]: Json;
}

/** Metadata of an object; the name is always explicit here. */
export interface ObjectMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A Kubernetes object as plain data. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata;
  readonly [field: string]: unknown;
}

/** What makes an object one and the same for the API server; the version of its group is no part of it. */
export interface ObjectKey {
  /** API group, empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
}

/** The API group of an apiVersion; empty for the core group. */
export const groupOf = (apiVersion: string): string => {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
};

/** The identity of an object. */
export const keyOf = (object: KubernetesObject): ObjectKey => ({
  group: groupOf(object.apiVersion),
  kind: object.kind,
  namespace: object.metadata.namespace ?? '',
  name: object.metadata.name,
});

/** `Kind/name` or `Kind/namespace/name`: how reports and the command line name an object. */
export const describeKey = (key: ObjectKey): string =>
  key.namespace === '' ? `${key.kind}/${key.name}` : `${key.kind}/${key.namespace}/${key.name}`;

/** A string that is equal for equal keys only. */
export const keyId = (key: ObjectKey): string => `${key.group}|${key.kind}|${key.namespace}|${key.name}`;

/** Whether a value is a JSON object (not null, not a list). */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a chain of fields and indices, or undefined where the chain breaks. */
export const fieldAt = (value: unknown, ...path: readonly (string | number)[]): unknown => {
  let current: unknown = value;
  for (const step of path) {
    if (Array.isArray(current) && typeof step === 'number') current = current[step];
    else if (isRecord(current)) current = current[step];
    else return undefined;
  }
  return current;
};

/** The string at a chain of fields, or undefined where there is none. */
export const stringAt = (value: unknown, ...path: readonly (string | number)[]): string | undefined => {
  const found = fieldAt(value, ...path);
  return typeof found === 'string' ? found : undefined;
};

/** The list at a chain of fields; empty where there is none. */
export const listAt = (value: unknown, ...path: readonly (string | number)[]): readonly unknown[] => {
  const found = fieldAt(value, ...path);
  return Array.isArray(found) ? found : [];
};

/** The object at a chain of fields; empty where there is none. */
export const recordAt = (
  value: unknown,
  ...path: readonly (string | number)[]
): Readonly<Record<string, unknown>> => {
  const found = fieldAt(value, ...path);
  return isRecord(found) ? found : {};
};

/** The string-to-string map at a chain of fields (labels, selectors); other values are left out. */
export const stringMapAt = (
  value: unknown,
  ...path: readonly (string | number)[]
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(recordAt(value, ...path)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
