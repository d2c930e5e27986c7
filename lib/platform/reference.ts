import type { z } from 'zod';
import { platformJsonSchema } from './json-schema';

type Schema = z.core.JSONSchema.BaseSchema;

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

const literal = (value: unknown): string => `\`${JSON.stringify(value)}\``;

const typeOf = (schema: Schema): string => {
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(literal).join(', ');
  const options = schema.oneOf ?? schema.anyOf;
  if (options !== undefined) return [...new Set(options.filter(isSchema).map(typeOf))].join(' or ');
  if (schema.type === 'array')
    return isSchema(schema.items) && !Array.isArray(schema.items)
      ? `list of ${typeOf(schema.items)}`
      : 'list';
  if (schema.type === 'object') return 'map';
  if (schema.type === 'integer') return 'whole number';
  return Array.isArray(schema.type) ? schema.type.join(' or ') : (schema.type ?? 'any');
};

const escaped = (text: string): string => text.replace(/\|/g, '\\|').replace(/\n/g, ' ');

const propertiesOf = (schema: Schema): readonly (readonly [string, Schema])[] =>
  Object.entries(schema.properties ?? {}).flatMap(([key, value]) =>
    isSchema(value) ? [[key, value] as const] : [],
  );

/** The part of a schema that has fields of its own, and how its path continues. */
const inner = (schema: Schema): { readonly schema: Schema; readonly suffix: string } =>
  schema.type === 'array' && isSchema(schema.items) && !Array.isArray(schema.items)
    ? { schema: schema.items, suffix: '[]' }
    : { schema, suffix: '' };

const row = (path: string, key: string, schema: Schema, required: boolean): string => {
  const fallback = schema.default === undefined ? (required ? '**required**' : '') : literal(schema.default);
  return `| \`${path === '' ? '' : `${path}.`}${key}\` | ${escaped(typeOf(schema))} | ${escaped(fallback)} | ${escaped(schema.description ?? '')} |`;
};

const table = (rows: readonly string[]): readonly string[] => [
  '| field | type | default | meaning |',
  '|---|---|---|---|',
  ...rows,
  '',
];

const rowsOf = (path: string, schema: Schema): readonly string[] => {
  const required = new Set(schema.required ?? []);
  return propertiesOf(schema).flatMap(([key, property]) => {
    const below = inner(property);
    const name = `${path === '' ? '' : `${path}.`}${key}${below.suffix}`;
    return [row(path, key, property, required.has(key)), ...nested(name, below.schema)];
  });
};

/** Fields below one: those of a map, or of each alternative of a union, which its discriminator introduces. */
const nested = (path: string, schema: Schema): readonly string[] => {
  const options = (schema.oneOf ?? schema.anyOf ?? [])
    .filter(isSchema)
    .filter(({ properties }) => properties !== undefined);
  if (options.length === 0) return rowsOf(path, schema);
  return options.flatMap((option) => {
    const kind = isSchema(option.properties?.['kind']) ? option.properties['kind'].const : undefined;
    return rowsOf(kind === undefined ? path : `${path}(${String(kind)})`, option);
  });
};

/** The reference page of platform files, made from the schema alone. */
export const platformReference = (): string => {
  const schema = platformJsonSchema();
  const spec = schema.properties?.['spec'];
  const sections = isSchema(spec) ? propertiesOf(spec) : [];
  const required = new Set(isSchema(spec) ? (spec.required ?? []) : []);
  return [
    '# Platform reference',
    'Generated from the schema by `npm run docs`. `drydock schema` prints the same as JSON Schema.',
    'Lists are written `[]`; `(kind)` marks the fields of one alternative.',
    '',
    ...sections.flatMap(([key, section]) => {
      const below = inner(section);
      return [
        `## \`spec.${key}\``,
        `${section.description ?? ''}${required.has(key) ? ' Required.' : ''}`,
        '',
        ...table(nested(`${key}${below.suffix}`, below.schema)),
      ];
    }),
  ].join('\n');
};
