import { z } from 'zod';
import { byteQuantity, dnsLabel, dnsSubdomain } from '../scalars';
import { chartVersion } from './chart-version';

/** A registry in the cluster. */
export const registrySchema = z
  .strictObject({
    version: chartVersion('3.1.1').describe('Version of the CNCF distribution registry.'),
    namespace: dnsLabel.default('registry').describe('Its namespace.'),
    host: dnsSubdomain.describe('Name that clients know it by; its certificate is for this name.'),
    storage: z
      .strictObject({
        size: byteQuantity.describe('Size of the claim that holds the images.'),
        storageClass: dnsLabel.optional().describe('Default: the default class.'),
      })
      .describe('Where images are kept.'),
    htpasswdSecret: dnsLabel
      .optional()
      .describe(
        'Secret with key `htpasswd` (bcrypt). Default: External Secrets generates a password for the user `admin`.',
      ),
    address: z
      .union([z.ipv4(), z.ipv6()])
      .optional()
      .describe('Address out of an address pool. Default: reached from within the cluster alone.'),
    issuer: dnsLabel
      .optional()
      .describe('ClusterIssuer that signs its certificate. Default: the site’s authority.'),
  })
  .describe('Image registry in the cluster.');
