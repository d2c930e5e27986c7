import { z } from 'zod';
import { dnsLabel } from '../scalars';

/** Who uses the installation. */
export const modeSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('single-user').describe('One team; runs are in the namespace of KFP.'),
    }),
    z.strictObject({
      kind: z
        .literal('multi-user')
        .describe('Each profile has a namespace; Istio says who calls. Needs Istio and Kubeflow Profiles.'),
      gateway: z.string().min(1).default('kubeflow-gateway').describe('Istio Gateway of the user interface.'),
      ingressPrincipal: z
        .string()
        .min(1)
        .default('cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account')
        .describe('Identity of the ingress gateway, which alone may set the user.'),
      userIdHeader: z.string().min(1).default('kubeflow-userid').describe('Header that holds the user.'),
      userIdPrefix: z.string().default('').describe('Prefix of the user in that header.'),
      istioNamespace: dnsLabel.default('istio-system').describe('Namespace of Istio’s gateways.'),
      artifactProxy: z
        .boolean()
        .default(false)
        .describe('Whether each profile reads its artifacts through a pod of its own.'),
    }),
  ])
  .prefault({ kind: 'single-user' })
  .describe('Who uses the installation.');
