import { z } from 'zod';
import { platformSchema } from './schema';

type Schema = z.core.JSONSchema.BaseSchema;

/** A file that is extended may leave anything out, and what extends it says the rest; editors must allow both. */
const loosened = (schema: Schema): Schema => {
  const { properties, required: _required, ...rest } = schema;
  return {
    ...rest,
    properties: {
      ...properties,
      kind: {
        enum: ['Platform', 'PlatformBase'],
        description: '`Platform`, or `PlatformBase` for a file that others extend.',
      },
      extends: {
        description: 'File that this one is laid over, relative to it; or a list of files.',
        anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
      },
    },
    required: ['kind'],
  };
};

/** The JSON Schema of platform files, for editors: what an author may write, before defaults. */
export const platformJsonSchema = (): Schema => ({
  title: 'Drydock platform',
  ...loosened(z.toJSONSchema(platformSchema, { io: 'input', unrepresentable: 'any', target: 'draft-7' })),
});
