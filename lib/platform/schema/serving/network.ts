import { z } from 'zod';
import { dnsLabel, dnsSubdomain, labels, port, seconds, wanted } from '../scalars';
import { imageSchema } from './image';
import { urlPath } from './runtime';

const annotations = z.record(z.string().min(1), z.string()).default({});

/** Who may call the model inside the cluster. */
export const callersSchema = z
  .array(
    z.strictObject({
      namespace: dnsLabel.optional().describe('Namespace of the callers. Default: that of the model.'),
      podLabels: labels
        .default({})
        .describe('Labels that the callers’ pods have. Default: all pods of the namespace.'),
    }),
  )
  .prefault([{}])
  .describe(
    'Pods that may call the model. Default: those of its own namespace. An exposed model lets its gateway in by itself.',
  );

const host = dnsSubdomain.describe('Host name that callers use.');
const path = urlPath.default('/').describe('Path that belongs to the model, with everything below it.');

/** How the model is reached from outside the cluster. */
export const exposureSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none').describe('Not at all.') }),
    z.strictObject({
      kind: z
        .literal('loadBalancer')
        .describe(
          'By an address of its own, from a load balancer such as MetalLB, which the site must have.',
        ),
      port: port.default(80).describe('Port at that address.'),
      sourceRanges: z
        .array(z.union([z.cidrv4(), z.cidrv6()]))
        .default([])
        .describe('Addresses that may call. Default: any.'),
      annotations: annotations.describe(
        'Annotations of the Service, as in `metallb.io/loadBalancerIPs: 192.0.2.10`.',
      ),
    }),
    z.strictObject({
      kind: z.literal('ingress').describe('By an Ingress, through an ingress controller that the site has.'),
      host,
      path,
      className: dnsSubdomain.optional().describe('IngressClass. Default: that of the cluster.'),
      tlsSecret: dnsSubdomain
        .optional()
        .describe('Secret of type kubernetes.io/tls in the namespace of the model. Default: plain HTTP.'),
      controllerNamespace: dnsLabel.describe(
        'Namespace of the controller’s pods; the network policy lets them in.',
      ),
      annotations: annotations.describe('Annotations of the Ingress.'),
    }),
    z.strictObject({
      kind: z
        .literal('route')
        .describe(
          'By an HTTPRoute, through a Gateway that the site has; TLS is the business of the Gateway.',
        ),
      host,
      path,
      gateway: z
        .strictObject({
          name: dnsSubdomain.describe('Name of the Gateway.'),
          namespace: dnsLabel.describe('Namespace of the Gateway.'),
          listener: z
            .string()
            .min(1)
            .optional()
            .describe('Listener of the Gateway, as in `https`. Default: all that fit.'),
        })
        .describe('The Gateway.'),
      controllerNamespace: dnsLabel
        .optional()
        .describe(
          'Namespace of the pods that forward requests; the network policy lets them in. Default: that of the Gateway.',
        ),
    }),
  ])
  .prefault({ kind: 'none' })
  .describe('How the model is reached from outside the cluster.');

const scraper = dnsLabel
  .default('monitoring')
  .describe('Namespace of Prometheus; the network policy lets it in.');

const alert = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z]\w*$/, wanted('a name such as IrisSlow', 'use letters, digits and _'))
    .describe('Name of the alert.'),
  expression: z.string().min(1).describe('PromQL that yields something while there is a problem.'),
  forMinutes: z.int().min(0).default(10).describe('Minutes that it must last.'),
  severity: z
    .enum(['info', 'warning', 'critical'])
    .default('warning')
    .describe('Value of the label `severity`.'),
  summary: z.string().min(1).describe('What it means, for the person who is called.'),
});

/** How Prometheus finds the metrics of the server. */
export const metricsSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none').describe('Not at all.') }),
    z.strictObject({
      kind: z.literal('annotations').describe('By the annotations `prometheus.io/*` of the pods.'),
      scraperNamespace: scraper,
    }),
    z.strictObject({
      kind: z
        .literal('serviceMonitor')
        .describe('By a ServiceMonitor of the Prometheus Operator, which the cluster must have.'),
      scraperNamespace: scraper,
      intervalSeconds: seconds.default(30).describe('Seconds between two visits.'),
      labels: labels.default({}).describe('Labels by which Prometheus picks its ServiceMonitors and rules.'),
      alerts: z.array(alert).default([]).describe('Alerts; they become a PrometheusRule.'),
    }),
  ])
  .prefault({ kind: 'none' })
  .describe('How Prometheus finds the metrics of the server.');

/** A check that Argo CD makes when it applies the model. */
export const smokeTestSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z
        .literal('request')
        .describe(
          'After the rollout, a request to the Service; the sync fails when the answer is not as expected.',
        ),
      path: urlPath.describe('Path that is asked, as in `/score`.'),
      body: z.string().optional().describe('Body of a POST, as JSON. Default: a GET.'),
      expect: z
        .string()
        .min(1)
        .optional()
        .describe('Text that the answer must contain. Default: any answer with a status below 400.'),
      timeoutSeconds: seconds.default(60).describe('Seconds in which it must have worked once.'),
      image: imageSchema
        .prefault({ name: 'docker.io/curlimages/curl', tag: '8.15.0' })
        .describe('Image with curl and a shell. Default: `docker.io/curlimages/curl:8.15.0`.'),
    }),
    z.strictObject({
      kind: z
        .literal('command')
        .describe(
          'Before the rollout, a command in the new image with the new model; when it fails, nothing is changed.',
        ),
      command: z.array(z.string()).min(1).describe('The command and its arguments; no shell reads it.'),
      timeoutSeconds: seconds.default(300).describe('Seconds in which it must have ended.'),
    }),
  ])
  .describe('A check that Argo CD makes when it applies the model. Default: none.');
