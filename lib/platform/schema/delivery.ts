import { z } from 'zod';
import { argoCdVersions } from '../versions';
import { dnsLabel, seconds, wanted } from './scalars';

const argoCdVersion = z.enum(argoCdVersions.map((v) => v.version));

const relativePath = z
  .string()
  .refine(
    (path) => path !== '' && !path.startsWith('/') && !path.split('/').includes('..'),
    wanted('a path inside the repository', 'write it relative to the root of the repository'),
  );

/** How Argo CD fetches and applies the output. */
export const deliverySchema = z
  .strictObject({
    repoURL: z
      .string()
      .regex(
        /^(https:\/\/|ssh:\/\/|git@|file:\/\/|oci:\/\/)(?![^/]*:[^/]*@)\S+$/,
        wanted('a Git address without credentials', 'credentials belong to a repository Secret of Argo CD'),
      )
      .describe('Git repository that holds the committed output, as Argo CD reaches it.'),
    targetRevision: z.string().min(1).default('main').describe('Branch, tag or commit to follow.'),
    path: relativePath
      .optional()
      .describe('Folder of this platform in the repository. Default: `dist/<name>`.'),
    argoCD: z
      .strictObject({
        version: argoCdVersion
          .default('3.2')
          .describe('Minor version of the Argo CD that applies the output.'),
        namespace: dnsLabel.default('argocd').describe('Namespace that Argo CD runs in.'),
      })
      .prefault({})
      .describe('The Argo CD that applies the output.'),
    cluster: z
      .string()
      .default('https://kubernetes.default.svc')
      .describe('API server address of the target cluster, as Argo CD knows it.'),
    prune: z
      .boolean()
      .default(true)
      .describe('Delete what is no longer in the output. Claims, CRDs and namespaces stay in any case.'),
    selfHeal: z.boolean().default(true).describe('Put back what was changed by hand.'),
    retry: z
      .strictObject({
        limit: z.int().min(-1).default(10).describe('How often a failed sync is tried again; -1: for ever.'),
        initialSeconds: seconds.default(5).describe('First wait.'),
        factor: z.int().min(1).default(2).describe('Factor between waits.'),
        maxSeconds: seconds.default(180).describe('Longest wait.'),
      })
      .prefault({})
      .describe('Retries of a failed sync.'),
  })
  .describe('How the output reaches the cluster.');
