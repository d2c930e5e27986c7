import { z } from 'zod';
import { chartVersion } from './chart-version';
import { dnsLabel } from '../scalars';

/** cert-manager and the issuers of the site. */
export const certificatesSchema = z
  .strictObject({
    version: chartVersion('1.21.1').describe('Version of cert-manager.'),
    install: z
      .boolean()
      .default(true)
      .describe('Whether to install cert-manager itself; its issuers are written in any case.'),
    namespace: dnsLabel.default('cert-manager').describe('Namespace of cert-manager.'),
    siteCA: z
      .strictObject({
        name: dnsLabel.default('site-ca').describe('Name of the ClusterIssuer that signs for the site.'),
        commonName: z
          .string()
          .min(1)
          .max(64)
          .optional()
          .describe('Name in the certificate of the authority. Default: the platform and `CA`.'),
        durationDays: z.int().min(30).default(3650).describe('How long the authority is valid.'),
        existingSecret: dnsLabel
          .optional()
          .describe(
            'Secret with `tls.crt` and `tls.key` of an authority of the site, in the namespace of cert-manager. Default: one is made in the cluster.',
          ),
      })
      .prefault({})
      .describe('The authority that signs certificates of the site.'),
  })
  .describe('Certificates: cert-manager with an authority of the site.');
