/** The fields that have a value. */
export const present = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

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
