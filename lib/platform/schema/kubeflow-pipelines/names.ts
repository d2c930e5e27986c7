import { isIP } from 'node:net';
import { z } from 'zod';
import { isDnsSubdomain } from '../../../kubernetes';
import { wanted } from '../scalars';

/** A host name or an address. */
export const hostName = z
  .string()
  .refine(
    (text) => isDnsSubdomain(text) || isIP(text) > 0,
    wanted('a host name or an address', 'write it without scheme, port and path'),
  );
