import { z } from 'zod';
import {
  byteQuantity,
  cpuQuantity,
  dnsLabel,
  dnsSubdomain,
  labels,
  seconds,
  secretKeyReference,
  wanted,
} from '../scalars';
import { containerPath } from './runtime';

/** Requests and limits of a server. Nothing is assumed: what a model needs is known to whoever trained it. */
export const resourcesSchema = z
  .strictObject({
    requests: z
      .strictObject({
        cpu: cpuQuantity.describe('Cores that each pod is given.'),
        memory: byteQuantity.describe('Memory that each pod is given.'),
      })
      .describe('What the scheduler sets aside for each pod.'),
    limits: z
      .strictObject({
        cpu: cpuQuantity
          .optional()
          .describe(
            'Cores that a pod may use at most. Default: no limit, for throttling only makes answers late.',
          ),
        memory: byteQuantity
          .optional()
          .describe(
            'Memory at which a pod is stopped. Default: as requested, so that a node never runs out because of it.',
          ),
      })
      .prefault({})
      .describe('What a pod may use at most.'),
    gpus: z
      .int()
      .min(0)
      .max(16)
      .default(0)
      .describe('GPUs that each pod gets, whole ones or slices, as `gpuResource` says.'),
    gpuResource: z
      .string()
      .regex(
        /^[a-z0-9.-]+\/[A-Za-z0-9._-]+$/,
        wanted('a resource name such as nvidia.com/gpu', 'copy it from kubectl describe node'),
      )
      .default('nvidia.com/gpu')
      .describe('Name of the GPU resource on the nodes, as in `nvidia.com/mig-1g.5gb` for a slice.'),
    sharedMemory: byteQuantity
      .optional()
      .describe(
        'Size of `/dev/shm`, which is part of the memory limit. Default: 64Mi, as container runtimes have it.',
      ),
    temporaryStorage: byteQuantity
      .default('1Gi')
      .describe('Most that a pod may write to `/tmp`, the only folder that is writable.'),
  })
  .describe('Resources of each pod.');

const placementFields = {
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
};

/** Where pods may run that are not replicas of each other. */
export const plainPlacementSchema = z
  .strictObject(placementFields)
  .prefault({})
  .describe('Where pods may run.');

/** Where pods may run, without what only replicas of one server have. */
export type Placement = z.output<typeof plainPlacementSchema>;

/** Where pods may run. */
export const placementSchema = z
  .strictObject({
    ...placementFields,
    spread: z
      .strictObject({
        nodes: z
          .enum(['preferred', 'required', 'off'])
          .default('preferred')
          .describe('Whether replicas go to different nodes: where possible, or not at all without it.'),
        zones: z
          .enum(['preferred', 'required', 'off'])
          .default('off')
          .describe('The same for zones, the label `topology.kubernetes.io/zone`.'),
      })
      .prefault({})
      .describe('How replicas are spread, so that one failure does not take all of them.'),
  })
  .prefault({})
  .describe('Where pods may run.');

/** Whom processes run as. */
export const identitySchema = z
  .strictObject({
    user: z.int().min(1).max(2_147_483_647).default(10001).describe('User id of every process.'),
    group: z
      .int()
      .min(1)
      .max(2_147_483_647)
      .default(10001)
      .describe('Group id of every process, and owner of volumes.'),
    userNamespace: z
      .boolean()
      .default(false)
      .describe(
        'Whether the pod has user ids of its own, so that none of them is one of the node’s. Needs Kubernetes 1.33 and a runtime that knows it.',
      ),
  })
  .prefault({})
  .describe(
    'Whom processes run as. Everything else about security is fixed: Pod Security `restricted`, a read-only root, no token.',
  );

/** Environment variables: values, or keys of Secrets. */
export const environmentSchema = z
  .record(
    z
      .string()
      .regex(
        /^[A-Za-z_][A-Za-z0-9_]*$/,
        wanted('a variable name such as LOG_LEVEL', 'use letters, digits and _'),
      ),
    z.union([
      z.string(),
      z.strictObject({ secret: secretKeyReference.describe('Key of a Secret that holds the value.') }),
    ]),
  )
  .default({})
  .describe(
    'Environment variables: text, or `{secret: {name, key}}`. They win over those that Drydock sets.',
  );

/** Configuration as files. */
export const configSchema = z
  .strictObject({
    mountPath: containerPath.default('/etc/model-server').describe('Folder that the files are in.'),
    files: z
      .record(
        z.string().regex(/^[-._A-Za-z0-9]{1,253}$/, wanted('a file name', 'use letters, digits and - . _')),
        z.string(),
      )
      .default({})
      .describe(
        'Files by name. They become a ConfigMap; a checksum on the pods makes new ones when a file changes.',
      ),
    secrets: z
      .array(
        z.strictObject({
          name: dnsSubdomain.describe('Name of a Secret that exists in the namespace.'),
          mountPath: containerPath.describe('Folder that its keys become files in.'),
        }),
      )
      .default([])
      .describe('Secrets that are mounted as files.'),
  })
  .prefault({})
  .describe('Configuration files.');

/** How pods are replaced and stopped. */
export const rolloutSchema = z
  .strictObject({
    surge: z
      .int()
      .min(0)
      .max(20)
      .optional()
      .describe(
        'Pods that run beyond the number of replicas during a rollout. With 0 an old pod is stopped before its successor starts. Default: 1; 0 for models with GPUs, for spare ones are rare, and for models on a claim that is made for them.',
      ),
    minReadySeconds: z
      .int()
      .min(0)
      .default(5)
      .describe('Seconds that a new pod must be ready before the next one is replaced.'),
    preStopSeconds: z
      .int()
      .min(0)
      .max(300)
      .default(5)
      .describe(
        'Seconds between the decision to stop a pod and the signal, in which it leaves the Services. Takes a `sleep` in the image; 0: none.',
      ),
    gracefulSeconds: seconds
      .max(3600)
      .default(30)
      .describe('Seconds that requests under way get to finish after the signal.'),
  })
  .prefault({})
  .describe('How pods are replaced and stopped.');
