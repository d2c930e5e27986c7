import { z } from 'zod';
import { kubeflowPipelinesVersions } from '../../versions';
import { dnsLabel, dnsSubdomain, seconds } from '../scalars';
import { cacheSchema } from './cache';
import { credentialsSchema } from './credentials';
import { databaseSchema, objectStoreSchema } from './database';
import { modeSchema } from './mode';
import { placementSchema, workloadsSchema } from './workloads';
import { uiSchema } from './ui';

export { workloadPods, type WorkloadName } from './workloads';

const version = z.enum(kubeflowPipelinesVersions.map((each) => each.version));

const argoWorkflowsSchema = z
  .strictObject({
    enabled: z
      .boolean()
      .default(true)
      .describe(
        'Whether the workflow controller is installed. Off where the cluster has one that KFP may use.',
      ),
    ttlSeconds: seconds.default(3600).describe('Seconds after which a finished Workflow is deleted.'),
    retries: z
      .int()
      .min(0)
      .default(2)
      .describe('How often a step is tried again that failed for no fault of its own.'),
    executor: z
      .strictObject({
        user: z.int().min(1).default(65532).describe('User id of the executor beside each step; never root.'),
      })
      .prefault({})
      .describe('The executor that runs beside each step.'),
  })
  .prefault({})
  .describe('Argo Workflows, which runs the pipelines.');

const proxySchema = z
  .strictObject({
    http: z.string().min(1).optional().describe('Proxy for http, as `http://proxy.example.internal:3128`.'),
    https: z.string().min(1).optional().describe('Proxy for https.'),
    noProxy: z
      .array(z.string().min(1))
      .default([])
      .describe('Hosts that are reached directly. Names inside the cluster always are.'),
  })
  .prefault({})
  .describe('HTTP proxy of the services. Default: none.');

const securityContextSchema = z
  .strictObject({
    runAsUser: z.int().min(0).optional().describe('User id. Default: that of the image.'),
    runAsGroup: z.int().min(0).optional().describe('Group id. Default: that of the image.'),
    runAsNonRoot: z.boolean().optional().describe('Whether root is refused. Default: it is not.'),
    hostUsers: z
      .boolean()
      .optional()
      .describe(
        'Whether steps share the user ids of the node; `false` gives each pod its own. Default: they do.',
      ),
  })
  .prefault({})
  .describe('Security context that steps of pipelines get unless they say otherwise.');

/** Kubeflow Pipelines: from the database to the user interface. */
export const kubeflowPipelinesSchema = z
  .strictObject({
    enabled: z.boolean().default(false).describe('Whether Kubeflow Pipelines is installed.'),
    version: version.default('2.17.0').describe('Release. Images and configuration follow from it.'),
    namespace: dnsLabel.default('kubeflow').describe('Namespace of all of it.'),
    podSecurity: z
      .enum(['baseline', 'restricted'])
      .default('baseline')
      .describe(
        'Pod Security level that the namespace enforces. Its own pods pass `restricted`; steps of pipelines need to as well then.',
      ),
    clusterDomain: dnsSubdomain.default('cluster.local').describe('DNS domain of the cluster.'),
    mode: modeSchema,
    database: databaseSchema,
    objectStore: objectStoreSchema,
    pipelineStore: z
      .enum(['database', 'kubernetes'])
      .default('database')
      .describe(
        '`kubernetes`: pipelines are Pipeline and PipelineVersion objects, which Git can hold; two webhooks check them.',
      ),
    tls: z
      .strictObject({
        enabled: z.boolean().default(false).describe('Whether the services speak TLS with each other.'),
      })
      .prefault({})
      .describe('TLS between the services, with certificates of cert-manager.'),
    certificates: z
      .strictObject({
        issuer: z
          .strictObject({
            kind: z.enum(['Issuer', 'ClusterIssuer']).describe('Kind of the issuer.'),
            name: dnsSubdomain.describe('Its name.'),
          })
          .optional()
          .describe(
            'Issuer of the certificates inside the cluster. Default: one that signs itself, for each.',
          ),
      })
      .prefault({})
      .describe('Certificates of the webhooks and services, made by cert-manager.'),
    ui: uiSchema,
    cache: cacheSchema,
    argoWorkflows: argoWorkflowsSchema,
    credentials: credentialsSchema,
    proxy: proxySchema,
    securityContext: securityContextSchema,
    stepRights: z
      .enum(['pipelines', 'upstream'])
      .default('pipelines')
      .describe(
        'What steps may do in the namespace. `pipelines`: what compiled pipelines need. `upstream`: what upstream grants, up to running commands in other pods, for steps that start Deployments or training jobs themselves.',
      ),
    logLevel: z
      .enum(['debug', 'info', 'warn', 'error'])
      .default('info')
      .describe('How much the services log.'),
    timeZone: z.string().min(1).default('UTC').describe('Time zone of recurring runs.'),
    retention: z
      .strictObject({
        artifactDays: z
          .int()
          .min(1)
          .optional()
          .describe('Days after which artifacts of profiles are deleted (multi-user). Default: never.'),
        workflowSeconds: seconds
          .default(86400)
          .describe('Seconds after which a Workflow that has been stored is deleted from the cluster.'),
      })
      .prefault({})
      .describe('How long things are kept.'),
    placement: placementSchema,
    workloads: workloadsSchema,
    egress: z
      .array(z.union([z.cidrv4(), z.cidrv6()]))
      .default([])
      .describe(
        'Addresses outside the cluster that pods of the namespace, steps included, may reach. Default: none.',
      ),
    upstreamParity: z
      .boolean()
      .default(false)
      .describe(
        'Whether everything is exactly as upstream installs it, plain Secrets included, which then stops the build. It is here to compare with upstream.',
      ),
  })
  .prefault({})
  .describe('Kubeflow Pipelines.');
