import { z } from 'zod';
import { dnsLabel, dnsSubdomain } from '../scalars';

const host = dnsSubdomain.describe('Host name that browsers use.');

const tls = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('issuer').describe('A certificate that cert-manager gets.'),
      issuer: z
        .strictObject({
          kind: z.enum(['Issuer', 'ClusterIssuer']).describe('Kind of the issuer.'),
          name: dnsSubdomain.describe('Its name.'),
        })
        .describe('The issuer that browsers trust.'),
    }),
    z.strictObject({
      kind: z.literal('secret').describe('A certificate that is in the cluster already.'),
      name: dnsSubdomain.describe('Secret of type kubernetes.io/tls; list it in `spec.existing`.'),
    }),
  ])
  .describe('Certificate of the host.');

/** How browsers reach the user interface. */
export const uiSchema = z
  .strictObject({
    exposure: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('none').describe('Not at all, but for `kubectl port-forward`.') }),
        z.strictObject({
          kind: z.literal('ingress').describe('By an Ingress with TLS.'),
          host,
          className: dnsSubdomain.optional().describe('IngressClass. Default: that of the cluster.'),
          tls,
          controllerNamespace: dnsLabel.describe(
            'Namespace of the controller’s pods; the network policy lets them in.',
          ),
          annotations: z
            .record(z.string().min(1), z.string())
            .default({})
            .describe('Annotations of the Ingress.'),
        }),
        z.strictObject({
          kind: z.literal('gateway').describe('By an HTTPRoute at a listener of a Gateway that ends TLS.'),
          host,
          gateway: z
            .strictObject({
              name: dnsSubdomain.describe('Name of the Gateway.'),
              namespace: dnsLabel.describe('Namespace of the Gateway.'),
              listener: z.string().min(1).default('https').describe('Its listener that ends TLS.'),
            })
            .describe('The Gateway.'),
          controllerNamespace: dnsLabel
            .optional()
            .describe('Namespace of the pods that forward requests. Default: that of the Gateway.'),
        }),
      ])
      .prefault({ kind: 'none' })
      .describe(
        'How browsers reach it. With one user it asks nobody for a password: let the controller do so (annotations), or keep the host inside.',
      ),
  })
  .prefault({})
  .describe('The user interface.');
