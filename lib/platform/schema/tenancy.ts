import { z } from 'zod';
import { byteQuantity, cpuQuantity, dnsLabel, labels, pieces } from './scalars';

/** Pod Security level. https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export const podSecurityLevel = z.enum(['privileged', 'baseline', 'restricted']);

const amounts = z.strictObject({
  cpu: cpuQuantity.optional().describe('Cores.'),
  memory: byteQuantity.optional().describe('Memory.'),
});

/** Sums that a namespace may use. */
export const quotaSchema = z.strictObject({
  requests: amounts.optional().describe('Sum of requests.'),
  limits: amounts.optional().describe('Sum of limits.'),
  gpus: z.int().min(0).optional().describe('Sum of `nvidia.com/gpu` requests.'),
  pods: pieces.optional().describe('Number of pods.'),
  claims: pieces.optional().describe('Number of PersistentVolumeClaims.'),
  storage: byteQuantity.optional().describe('Sum of the sizes of all claims.'),
});

/** What a container gets that says nothing itself, and the most it may ask for. */
export const limitRangeSchema = z.strictObject({
  defaultRequests: amounts.optional().describe('Requests of a container that has none.'),
  defaultLimits: amounts.optional().describe('Limits of a container that has none.'),
  max: amounts.optional().describe('Most that one container may have.'),
});

/** People who share a namespace. */
export const teamSchema = z
  .strictObject({
    name: dnsLabel.describe('Name of the team.'),
    namespace: dnsLabel.optional().describe('Its namespace. Default: the name of the team.'),
    podSecurity: podSecurityLevel
      .default('restricted')
      .describe('Pod Security level that the API server enforces there.'),
    labels: labels.default({}).describe('More labels on the namespace.'),
    access: z
      .array(
        z.strictObject({
          group: z.string().min(1).optional().describe('Group of the identity provider.'),
          user: z.string().min(1).optional().describe('User of the identity provider.'),
          role: z.enum(['view', 'edit', 'admin']).describe('Kubernetes user-facing role in the namespace.'),
        }),
      )
      .default([])
      .describe('Who may do what in the namespace.'),
    quota: quotaSchema.optional().describe('ResourceQuota. Default: none.'),
    limits: limitRangeSchema.optional().describe('LimitRange. Default: none.'),
  })
  .describe('One team.');

/** Priority of pods. */
export const priorityClassSchema = z
  .strictObject({
    name: dnsLabel.describe('Name of the class.'),
    value: z
      .int()
      .min(-1_000_000_000)
      .max(1_000_000_000)
      .describe('Higher is scheduled first. Immutable: a new value needs a new name.'),
    description: z.string().min(1).describe('When to use it.'),
    preemption: z.boolean().default(true).describe('Whether such pods may evict others of lower priority.'),
    default: z.boolean().default(false).describe('Whether pods without a class get it; at most one class.'),
  })
  .describe('One priority class.');
