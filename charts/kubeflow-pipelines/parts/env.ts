/** Where the value of a variable comes from; plain text is the value itself. */
export type Value =
  | string
  | { readonly fieldRef: { readonly apiVersion?: string; readonly fieldPath: string } }
  | { readonly configMapKeyRef: { readonly name: string; readonly key: string; readonly optional?: true } }
  | { readonly secretKeyRef: { readonly name: string; readonly key: string } };

/** A field of the pod. */
export const field = (fieldPath: string): Value => ({ fieldRef: { fieldPath } });

/** ConfigMap that every service reads its settings from. */
export const installConfigName = 'pipeline-install-config';

/** A setting of the installation. */
export const setting = (key: string): Value => ({ configMapKeyRef: { name: installConfigName, key } });

/** A setting of the installation that may be missing. */
export const optionalSetting = (key: string): Value => ({
  configMapKeyRef: { name: installConfigName, key, optional: true },
});

/** A key of a Secret. */
export const secretKey = (name: string, key: string): Value => ({ secretKeyRef: { name, key } });

/** Variables of a container, in order; those without a value are left out. */
export const env = (
  variables: Readonly<Record<string, Value | undefined>>,
): readonly Readonly<Record<string, unknown>>[] =>
  Object.entries(variables).flatMap(([name, value]) =>
    value === undefined ? [] : [typeof value === 'string' ? { name, value } : { name, valueFrom: value }],
  );

type Variables = Readonly<Record<string, Value | undefined>>;

/** Variables with others patched in, which come first, as kustomize's strategic merge has it. */
export const patched = (base: Variables, patch: Variables): Variables => ({ ...patch, ...base, ...patch });
