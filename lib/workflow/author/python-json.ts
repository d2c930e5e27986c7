import { Reference } from './reference';

/** JSON as Python's `json.dumps` writes it, with a blank after commas and colons; keys sorted where asked. */
export const pythonJson = (value: unknown, options: { readonly sortKeys?: boolean } = {}): string => {
  if (Array.isArray(value)) return `[${value.map((each) => pythonJson(each, options)).join(', ')}]`;
  if (value instanceof Reference) return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  if (options.sortKeys === true) entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}: ${pythonJson(each, options)}`).join(', ')}}`;
};
