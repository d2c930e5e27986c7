import { z } from 'zod';
import { byteQuantity, dnsSubdomain, labels, seconds, wanted } from '../scalars';
import { imageSchema } from './image';
import { sourceSchema } from './source';

const utilization = z.int().min(1).max(100);

/** A quantity without a unit of bytes, as metrics have it: `10`, `500m`. */
const amount = z
  .union([z.number().positive(), z.string().regex(/^[0-9]+(\.[0-9]+)?m?$/), byteQuantity])
  .transform(String)
  .describe('Value per pod that the autoscaler aims at, as in `20` or `500m`.');

const metricName = z.string().min(1).describe('Name of the metric, as the metrics API serves it.');

const metric = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('cpu').describe('Processors.'),
      utilization: utilization.describe('Use in percent of the request that the autoscaler aims at.'),
    }),
    z.strictObject({
      kind: z
        .literal('memory')
        .describe('Memory. Servers seldom give it back, so this scales up but hardly down.'),
      utilization: utilization.describe('Use in percent of the request that the autoscaler aims at.'),
    }),
    z.strictObject({
      kind: z.literal('pods').describe('A metric of the pods, from a metrics adapter.'),
      name: metricName,
      averageValue: amount,
    }),
    z.strictObject({
      kind: z.literal('external').describe('A metric from outside the cluster, from a metrics adapter.'),
      name: metricName,
      labels: labels.default({}).describe('Labels that the metric must have.'),
      averageValue: amount,
    }),
  ])
  .describe('One thing that is measured. The one that asks for the most pods wins.');

/** How many pods there are: a fixed number, or one that something else decides; never both. */
export const scalingSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('fixed').describe('Always the same number.'),
      replicas: z
        .int()
        .min(0)
        .max(500)
        .default(1)
        .describe('Number of pods; 0 keeps everything but the pods.'),
    }),
    z.strictObject({
      kind: z
        .literal('autoscaling')
        .describe('A HorizontalPodAutoscaler decides; the cluster needs metrics-server for cpu and memory.'),
      min: z.int().min(1).describe('Fewest pods.'),
      max: z.int().min(1).max(500).describe('Most pods.'),
      metrics: z
        .array(metric)
        .min(1)
        .prefault([{ kind: 'cpu', utilization: 70 }])
        .describe('What is measured. Default: cpu at 70 percent.'),
      scaleDownSeconds: z
        .int()
        .min(0)
        .max(3600)
        .default(300)
        .describe('Seconds for which fewer pods must be enough before there are fewer.'),
    }),
    z.strictObject({
      kind: z
        .literal('keda')
        .describe('KEDA decides, which the cluster must have. It can go down to no pods at all.'),
      min: z
        .int()
        .min(0)
        .describe('Fewest pods; with 0 the first request after a pause waits for a pod to start.'),
      max: z.int().min(1).max(500).describe('Most pods.'),
      triggers: z
        .array(
          z.strictObject({
            type: z.string().min(1).describe('Type of the scaler, as in `prometheus` or `kafka`.'),
            metadata: z
              .record(z.string(), z.string())
              .describe('Settings of the scaler, as its documentation names them.'),
            authentication: dnsSubdomain
              .optional()
              .describe('TriggerAuthentication in the namespace that has the credentials.'),
          }),
        )
        .min(1)
        .describe('What is measured.'),
      pollingSeconds: seconds.default(30).describe('Seconds between two measurements.'),
      cooldownSeconds: seconds.default(300).describe('Seconds without work before the last pods go.'),
    }),
  ])
  .prefault({ kind: 'fixed' })
  .describe('How many pods there are.');

/** A number of pods or a share of them. */
const podCount = z.union([
  z.int().min(0),
  z
    .string()
    .regex(/^(100|[1-9]?[0-9])%$/, wanted('a number of pods or a share such as 50%', 'write one of them')),
]);

/** How many pods a drain may take away at a time. */
export const disruptionSchema = z
  .strictObject({
    maxUnavailable: podCount
      .optional()
      .describe('Pods that may be missing: a number or a share such as `25%`.'),
    minAvailable: podCount
      .optional()
      .describe('Pods that must stay: a number or a share. As many as there are would block every drain.'),
  })
  .transform(({ maxUnavailable, minAvailable }, context) => {
    if (maxUnavailable !== undefined && minAvailable === undefined)
      return { kind: 'maxUnavailable', pods: maxUnavailable } as const;
    if (minAvailable !== undefined && maxUnavailable === undefined)
      return { kind: 'minAvailable', pods: minAvailable } as const;
    context.issues.push({
      code: 'custom',
      input: { maxUnavailable, minAvailable },
      message: wanted('either maxUnavailable or minAvailable', 'write one of them'),
    });
    return z.NEVER;
  })
  .describe(
    'How many pods the drain of a node may take away at a time. Default: one at a time, where there are several.',
  );

/** A second version that gets a part of the requests. */
export const canarySchema = z
  .strictObject({
    weight: z.int().min(1).max(99).describe('Share of the requests in percent.'),
    by: z
      .enum(['replicas', 'route'])
      .default('replicas')
      .describe(
        '`replicas`: the share of pods makes the share of requests, inside the fixed number of replicas. `route`: the HTTPRoute of the exposure counts requests; needs exposure of kind `route`.',
      ),
    replicas: z
      .int()
      .min(1)
      .max(500)
      .default(1)
      .describe('Pods of the canary with `by: route`. With `by: replicas` the weight decides.'),
    image: imageSchema.optional().describe('Image of the canary. Default: as the stable one.'),
    source: sourceSchema.optional().describe('Model of the canary. Default: as the stable one.'),
  })
  .refine(
    (canary) => canary.image !== undefined || canary.source !== undefined,
    wanted('an image or a source that differs from the stable one', 'add image or source'),
  )
  .describe('A second version that gets a part of the requests. Default: none.');

/** How many pods there are, decided by whom. */
export type Scaling = z.output<typeof scalingSchema>;
/** How many pods may be missing. */
export type Disruption = z.output<typeof disruptionSchema>;
