import { z } from 'zod';
import { byteQuantity, cpuQuantity, labels, seconds } from '../scalars';
import { imageSchema } from '../serving/image';
import { environmentSchema, plainPlacementSchema, resourcesSchema } from '../serving/pods';
import { claimSchema } from '../serving/source';
import { containerPath } from '../serving/runtime';
import { egressSchema, mountSchema, serviceName, userNamespace } from './work';

/** How an operator comes into the cluster. */
const operatorResources = z
  .strictObject({
    requests: z
      .strictObject({
        cpu: cpuQuantity.default('50m').describe('Cores that are requested.'),
        memory: byteQuantity.default('128Mi').describe('Memory that is requested.'),
      })
      .prefault({})
      .describe('Requests.'),
    limits: z
      .strictObject({
        cpu: cpuQuantity.optional().describe('Cores at most. Default: no limit.'),
        memory: byteQuantity.default('512Mi').describe('Memory at most.'),
      })
      .prefault({})
      .describe('Limits.'),
  })
  .prefault({})
  .describe('Resources of the controller.');

/** Stopping notebooks that nobody uses. */
const cullingSchema = z
  .strictObject({
    enabled: z.boolean().default(true).describe('Whether idle notebooks are stopped; their volumes stay.'),
    idleMinutes: z
      .int()
      .min(1)
      .default(1440)
      .describe('Minutes without a running kernel or terminal after which one is stopped.'),
    checkMinutes: z.int().min(1).default(5).describe('Minutes between two looks.'),
  })
  .prefault({})
  .describe('Stopping notebooks that nobody uses.');

/** The controller of Notebooks. */
export const notebookControllerSchema = z
  .strictObject({
    install: z
      .boolean()
      .default(true)
      .describe('Whether this platform installs it. `false`: something else has.'),
    version: z.enum(['1.10.0']).default('1.10.0').describe('Version of Kubeflow Notebooks.'),
    replicas: z
      .int()
      .min(1)
      .max(1)
      .default(1)
      .describe('Pods; the controller has no leader election for more.'),
    culling: cullingSchema,
    resources: operatorResources,
  })
  .prefault({})
  .describe('The notebook controller.');

/** One notebook server. */
export const notebookSchema = z
  .strictObject({
    name: serviceName(52),
    namespace: userNamespace,
    kind: z
      .enum(['jupyter', 'codeserver', 'rstudio'])
      .default('jupyter')
      .describe('What the image serves; decides the port that users come to.'),
    image: imageSchema,
    env: environmentSchema,
    resources: resourcesSchema,
    placement: plainPlacementSchema,
    workspace: z
      .strictObject({
        claim: claimSchema,
        mountPath: containerPath.default('/home/jovyan').describe('Folder of the user.'),
      })
      .describe('The volume that keeps the user’s files while the notebook is stopped.'),
    volumes: z.array(mountSchema).default([]).describe('More volumes.'),
    podDefaults: labels
      .default({})
      .describe('Labels by which PodDefaults of the namespace pick the notebook.'),
    stopped: z.boolean().default(false).describe('Whether it is created stopped; users start it.'),
    egress: egressSchema,
    gatewayNamespace: z
      .string()
      .default('istio-system')
      .describe('Namespace of the gateway that users come through; the network policy lets it in.'),
  })
  .describe('One notebook server.');

/** What PodDefaults add to pods that ask for them. */
export const podDefaultSchema = z
  .strictObject({
    name: serviceName(63),
    namespace: userNamespace,
    description: z.string().min(1).describe('What users see in the form for new notebooks.'),
    selector: labels
      .refine(
        (map) => Object.keys(map).length > 0,
        'at least one label; an empty selector would change every pod',
      )
      .describe('Labels of the pods that get it.'),
    env: environmentSchema,
    tokens: z
      .array(
        z.strictObject({
          audience: z.string().min(1).describe('Who accepts the token, as in `pipelines.kubeflow.org`.'),
          mountPath: containerPath.describe('Folder that has the file `token`.'),
          seconds: seconds
            .min(600)
            .default(7200)
            .describe('How long one token is valid; the kubelet renews it.'),
        }),
      )
      .default([])
      .describe('Tokens of the pod’s ServiceAccount for other services.'),
    volumes: z.array(mountSchema).default([]).describe('Volumes, of claims that exist.'),
  })
  .describe('One PodDefault.');

/** Notebooks. */
export const notebooksSchema = z
  .strictObject({
    controller: notebookControllerSchema,
    servers: z.array(notebookSchema).default([]).describe('Notebook servers that the platform keeps.'),
    podDefaults: z
      .array(podDefaultSchema)
      .default([])
      .describe('What pods that ask for it get added; needs Kubeflow’s admission webhook.'),
  })
  .prefault({})
  .describe('Kubeflow Notebooks.');

/** A notebook, with every default filled in. */
export type NotebookDefinition = z.output<typeof notebookSchema>;

/** A PodDefault, with every default filled in. */
export type PodDefaultDefinition = z.output<typeof podDefaultSchema>;

export { operatorResources };
