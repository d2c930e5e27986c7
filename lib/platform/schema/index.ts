import { z } from 'zod';
import { addonsSchema } from './addons';
import { bootstrapSchema } from './bootstrap';
import { deliverySchema } from './delivery';
import { imagesSchema } from './images';
import { kubeflowPipelinesSchema } from './kubeflow-pipelines';
import { kubeflowSchema } from './kubeflow';
import { networkSchema } from './network';
import { existingSchema, extensionSchema, policySchema } from './policy';
import { pipelinesSchema } from './pipelines';
import { dnsLabel } from './scalars';
import { servingSchema } from './serving';
import { kubernetesSchema, nodesSchema } from './site';
import { storageSchema } from './storage';
import { priorityClassSchema, teamSchema } from './tenancy';

/** `apiVersion` of platform definitions. */
export const platformApiVersion = 'drydock.dev/v1';

/** The whole definition: the single source of types, defaults, the JSON Schema and the reference page. */
export const platformSchema = z.strictObject({
  apiVersion: z.literal(platformApiVersion).describe('Version of this format.'),
  kind: z
    .literal('Platform')
    .describe('`Platform`; a file that others extend and that is no platform itself is a `PlatformBase`.'),
  metadata: z
    .strictObject({
      name: dnsLabel
        .max(40)
        .describe('Name of the platform and of its folder under `dist/`. Equals the file name.'),
    })
    .describe('Identity.'),
  spec: z
    .strictObject({
      kubernetes: kubernetesSchema,
      bootstrap: bootstrapSchema,
      network: networkSchema,
      addons: addonsSchema,
      vendored: z
        .array(dnsLabel)
        .default([])
        .describe(
          'Components from upstream whose charts are kept under `vendor/` and rendered into the output. Default: none; Argo CD renders them in the cluster.',
        ),
      delivery: deliverySchema,
      images: imagesSchema,
      nodes: nodesSchema,
      teams: z.array(teamSchema).default([]).describe('Teams and their namespaces.'),
      priorityClasses: z.array(priorityClassSchema).default([]).describe('PriorityClasses.'),
      storage: storageSchema,
      serving: servingSchema,
      kubeflowPipelines: kubeflowPipelinesSchema,
      pipelines: pipelinesSchema,
      kubeflow: kubeflowSchema,
      existing: z
        .array(existingSchema)
        .default([])
        .describe(
          'Objects that something other than this platform puts into the cluster. References to them are not dangling.',
        ),
      extensions: z.array(extensionSchema).default([]).describe('Components of the site’s own.'),
      policy: policySchema,
    })
    .describe('What the platform consists of.'),
});
