import { z } from 'zod';
import { labels, wanted } from '../scalars';

const staleness = z
  .string()
  .regex(
    /^P(?!$)(\d+[YMWD])*(T(\d+[HMS])+)?$/,
    wanted('an ISO 8601 duration such as P30D', 'write it as in P7D or PT12H'),
  );

/** The cache of pipeline steps: a webhook that puts a stored result in the place of a pod. */
export const cacheSchema = z
  .strictObject({
    enabled: z.boolean().default(true).describe('Whether steps of v1 pipelines are answered from the cache.'),
    upstreamCacheDeployer: z
      .boolean()
      .default(false)
      .describe(
        'Whether upstream’s deployer registers the webhook. It fetches kubectl from the internet and signs its own certificate; it is here to compare with upstream.',
      ),
    failurePolicy: z
      .enum(['Ignore', 'Fail'])
      .default('Ignore')
      .describe(
        'What happens to a step when the webhook does not answer: `Ignore` runs it without the cache.',
      ),
    timeoutSeconds: z.int().min(1).max(30).default(5).describe('Seconds in which the webhook must answer.'),
    selector: labels
      .prefault({ 'pipelines.kubeflow.org/cache_enabled': 'true' })
      .describe('Labels of the pods that the webhook sees. KFP puts the default one on every step.'),
    defaultStaleness: staleness
      .optional()
      .describe('Age up to which a result is used, for steps that do not say. Default: any.'),
    maximumStaleness: staleness.optional().describe('Age beyond which no result is used. Default: none.'),
    image: z
      .string()
      .min(1)
      .default('ghcr.io/containerd/busybox:1.36')
      .describe('Image that stands in for a step whose result comes from the cache.'),
    nodeRestrictions: z
      .boolean()
      .default(false)
      .describe('Whether that pod keeps the node selector and affinity of the step.'),
  })
  .prefault({})
  .describe('The cache of pipeline steps (v1 pipelines; v2 pipelines are cached by the API server).');
