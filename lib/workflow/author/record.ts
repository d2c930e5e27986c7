/** The fields that have a value. */
export const present = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const kept: Record<string, unknown> = {};
  for (const field in fields) if (fields[field] !== undefined) kept[field] = fields[field];
  return kept;
};

/** A record of the same keys with other values; empty where there is none. */
export const mapRecord = <Key extends string, From, To>(
  record: Readonly<Record<Key, From>> | undefined,
  to: (value: From, key: Key) => To,
): Readonly<Record<Key, To>> => {
  const mapped: Partial<Record<Key, To>> = {};
  for (const key in record) mapped[key] = to(record[key], key);
  // every key of the record has been set
  return mapped as Readonly<Record<Key, To>>;
};
