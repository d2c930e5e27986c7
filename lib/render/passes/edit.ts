import { isRecord, type KubernetesObject } from '../../kubernetes';

type Fields = Readonly<Record<string, unknown>>;

/** A copy of plain data in which every object, bottom up, went through `change`; parts that stay are shared. */
export const rewriteRecords = (
  value: unknown,
  change: (record: Fields, field: string) => Fields,
  field = '',
): unknown => {
  if (Array.isArray(value)) {
    let changed = false;
    const items = value.map((item) => {
      const next = rewriteRecords(item, change, field);
      changed ||= next !== item;
      return next;
    });
    return changed ? items : value;
  }
  if (!isRecord(value)) return value;
  let copy: Record<string, unknown> | undefined;
  for (const key in value) {
    const before = value[key];
    if (typeof before !== 'object' || before === null) continue;
    const after = rewriteRecords(before, change, key);
    if (after !== before) {
      copy ??= { ...value };
      copy[key] = after;
    }
  }
  return change(copy ?? value, field);
};

/** A copy of an object with fields of its metadata replaced. */
export const withMetadata = (
  object: KubernetesObject,
  metadata: Partial<KubernetesObject['metadata']>,
): KubernetesObject => ({
  ...object,
  metadata: { ...object.metadata, ...metadata },
});

/** A copy of an object with one more annotation. */
export const withAnnotation = (object: KubernetesObject, key: string, value: string): KubernetesObject =>
  withMetadata(object, { annotations: { ...object.metadata.annotations, [key]: value } });

/** A copy of an object with the value at a chain of fields changed; the object itself where the chain breaks. */
export const editAt = (
  object: KubernetesObject,
  path: readonly string[],
  change: (value: Fields) => Fields,
): KubernetesObject => {
  const edit = (value: Fields, [field, ...rest]: readonly string[]): Fields => {
    if (field === undefined) return change(value);
    const below = value[field];
    if (!isRecord(below)) return value;
    const next = edit(below, rest);
    return next === below ? value : { ...value, [field]: next };
  };
  const { apiVersion, kind, metadata } = object;
  const edited = edit(object, path);
  return edited === object
    ? object
    : {
        ...edited,
        apiVersion,
        kind,
        metadata: isRecord(edited['metadata']) ? { ...metadata, ...edited['metadata'] } : metadata,
      };
};
