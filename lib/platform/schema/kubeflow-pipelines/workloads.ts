import { z } from 'zod';
import { byteQuantity, cpuQuantity, dnsLabel, labels } from '../scalars';

/** Every workload by the name of its Deployment, and the most pods that it can run side by side. */
export const workloadPods = {
  'cache-server': 5,
  'metadata-envoy-deployment': 5,
  'metadata-grpc-deployment': 5,
  'metadata-postgres-db': 1,
  'metadata-writer': 1,
  'ml-pipeline': 5,
  'ml-pipeline-persistenceagent': 1,
  'ml-pipeline-scheduledworkflow': 1,
  'ml-pipeline-ui': 5,
  'ml-pipeline-viewer-crd': 1,
  'ml-pipeline-visualizationserver': 5,
  mysql: 1,
  postgres: 1,
  seaweedfs: 1,
  'workflow-controller': 2,
} as const;

/** Name of a workload. */
export type WorkloadName = keyof typeof workloadPods;

const amounts = z.strictObject({
  cpu: cpuQuantity.optional().describe('Cores.'),
  memory: byteQuantity.optional().describe('Memory.'),
});

const toleration = z.strictObject({
  key: z.string().min(1).optional().describe('Key of the taint. Default: every key.'),
  operator: z.enum(['Equal', 'Exists']).default('Equal').describe('How the value is compared.'),
  value: z.string().optional().describe('Value of the taint.'),
  effect: z
    .enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])
    .optional()
    .describe('Its effect. Default: any.'),
});

const placement = z.strictObject({
  pool: dnsLabel.optional().describe('Pool of `spec.nodes`; its taints are tolerated. Default: any node.'),
  nodeSelector: labels.default({}).describe('Labels that the node must have.'),
  tolerations: z.array(toleration).default([]).describe('Taints that do not keep the pods away.'),
});

/** Nodes that pods may run on. */
export const placementSchema = placement.prefault({}).describe('Nodes that the pods may run on.');

const workloadSchema = z.strictObject({
  replicas: z
    .int()
    .min(1)
    .max(5)
    .optional()
    .describe('Number of pods; more than one only where the workload can. Default: 1.'),
  resources: z
    .strictObject({
      requests: amounts.optional().describe('What the scheduler sets aside.'),
      limits: amounts.optional().describe('What a pod may use at most.'),
    })
    .optional()
    .describe('Resources; what is said here replaces the default, field by field.'),
  placement: placement.optional().describe('Nodes of this workload. Default: those of all.'),
});

/** Settings of single workloads. */
export const workloadsSchema = z
  .partialRecord(z.enum(Object.keys(workloadPods) as [WorkloadName, ...WorkloadName[]]), workloadSchema)
  .default({})
  .describe('Settings of single workloads, by the name of their Deployment.');
