import { z } from 'zod';
import { dnsLabel, wanted } from '../scalars';
import { chartVersion } from './chart-version';

/** The way in from outside. */
export const gatewaySchema = z
  .strictObject({
    controller: z
      .discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('traefik').describe('Traefik, from its Helm chart.'),
          version: chartVersion('41.5.0').describe('Version of the chart.'),
        }),
        z.strictObject({
          kind: z.literal('cilium').describe('Cilium, where it is the network plugin.'),
        }),
        z.strictObject({
          kind: z.literal('existing').describe('Something that the site has installed.'),
          className: dnsLabel.describe('Its GatewayClass.'),
        }),
      ])
      .default({ kind: 'traefik', version: '41.5.0' })
      .describe('What implements the Gateway.'),
    apiVersion: chartVersion('1.6.1').describe('Version of the Gateway API definitions.'),
    installDefinitions: z
      .boolean()
      .default(true)
      .describe('Whether to install the definitions of the Gateway API.'),
    name: dnsLabel.default('site').describe('Name of the Gateway.'),
    namespace: dnsLabel.default('ingress').describe('Its namespace.'),
    domain: z
      .string()
      .regex(
        /^([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)+[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
        wanted('a domain such as ml.example.internal', 'write it without *.'),
      )
      .describe('Domain whose names below it are served: `*.<domain>` on port 443.'),
    address: z
      .union([z.ipv4(), z.ipv6()])
      .optional()
      .describe('Address of the Gateway, out of an address pool. Default: the next free one.'),
    issuer: dnsLabel
      .optional()
      .describe('ClusterIssuer that signs its certificate. Default: the site’s authority.'),
    routesFrom: z
      .array(dnsLabel)
      .default([])
      .describe('Namespaces whose routes it takes. Default: those labelled `drydock.dev/gateway: <name>`.'),
  })
  .describe('Gateway with TLS: names of the site, served over HTTPS.');
