import { z } from 'zod';
import { wanted } from '../scalars';

/** Version of an upstream release in full, with the one that this Drydock was made with as the default. */
export const chartVersion = (newest: string): z.ZodDefault<z.ZodString> =>
  z
    .string()
    .regex(
      /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/,
      wanted(`a version in full such as ${newest}`, 'write major, minor and patch, without v'),
    )
    .default(newest);
