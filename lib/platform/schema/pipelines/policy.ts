import { z } from 'zod';
import { byteQuantity, cpuQuantity, dnsLabel, labels, wanted, webAddress } from '../scalars';

/** Where the steps of a pipeline run. */
export const stepPlacementSchema = z
  .strictObject({
    pool: dnsLabel
      .optional()
      .describe(
        'Pool of nodes, as `spec.nodes` declares it. Taints that all its nodes have are tolerated. Default: any node.',
      ),
    nodeSelector: labels.default({}).describe('Further labels that the node must have.'),
    tolerations: z
      .array(
        z.strictObject({
          key: z.string().min(1).describe('Key of the taint.'),
          value: z.string().optional().describe('Value of the taint. Default: any.'),
          effect: z
            .enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])
            .optional()
            .describe('Effect of the taint. Default: any.'),
        }),
      )
      .default([])
      .describe('Further taints that are tolerated.'),
  })
  .prefault({})
  .describe('Where the steps run, beside what they ask for themselves.');

/** What the steps of pipelines may use. */
export const ceilingSchema = z
  .strictObject({
    cpu: cpuQuantity.optional().describe('Most cores that one step may be limited to or request.'),
    memory: byteQuantity.optional().describe('Most memory that one step may be limited to or request.'),
  })
  .describe('A step that asks for more gets this much; one without limits gets these as its limits.');

/** As whom the steps of pipelines run. */
export const stepSecuritySchema = z
  .strictObject({
    runAsUser: z.int().min(0).optional().describe('User of the containers. Default: that of their images.'),
    runAsGroup: z.int().min(0).optional().describe('Group of the containers.'),
    runAsNonRoot: z
      .boolean()
      .default(true)
      .describe('Whether a container that would run as root is refused.'),
  })
  .describe('Security context of steps that have none of their own.');

/** Where `pip` gets packages at run time. */
export const pipSchema = z
  .strictObject({
    indexUrl: webAddress
      .optional()
      .describe('Package index of the site: becomes `PIP_INDEX_URL` of every step that has none.'),
    trustedHost: z
      .string()
      .regex(/^[a-z0-9.-]+(:[0-9]+)?$/, wanted('a host name', 'write it without https://'))
      .optional()
      .describe('Host whose certificate pip does not check: becomes `PIP_TRUSTED_HOST`.'),
  })
  .prefault({})
  .describe('Python packages that steps install at run time.');
