import { z } from 'zod';
import { dnsLabel, webAddress } from '../scalars';
import { chartVersion } from './chart-version';

const common = {
  name: dnsLabel.describe('Name of the ClusterSecretStore.'),
  namespaces: z.array(dnsLabel).default([]).describe('Namespaces that may read from it. Default: all.'),
};

const vault = z.strictObject({
  ...common,
  kind: z.literal('vault').describe('HashiCorp Vault or OpenBao.'),
  server: webAddress.describe('Address of the server.'),
  path: z.string().min(1).describe('Mount path of the key-value engine.'),
  engine: z.enum(['v1', 'v2']).default('v2').describe('Version of the key-value engine.'),
  mountPath: z.string().min(1).default('kubernetes').describe('Mount path of the Kubernetes login.'),
  role: z.string().min(1).describe('Role that it logs in with.'),
  serviceAccount: dnsLabel
    .default('external-secrets')
    .describe('ServiceAccount, in the namespace of External Secrets, that it logs in as.'),
  caConfigMap: dnsLabel
    .optional()
    .describe(
      'ConfigMap with `ca.crt`, in the namespace of External Secrets, that the server is verified with.',
    ),
});

const kubernetes = z.strictObject({
  ...common,
  kind: z.literal('kubernetes').describe('Secrets of one namespace of this cluster.'),
  remoteNamespace: dnsLabel.describe('Namespace that the Secrets are read from.'),
  serviceAccount: dnsLabel
    .default('external-secrets')
    .describe('ServiceAccount, in the namespace of External Secrets, that reads them.'),
});

/** External Secrets and its stores. */
export const externalSecretsSchema = z
  .strictObject({
    version: chartVersion('2.9.0').describe('Version of External Secrets.'),
    install: z
      .boolean()
      .default(true)
      .describe('Whether to install External Secrets itself; its stores are written in any case.'),
    namespace: dnsLabel.default('external-secrets').describe('Namespace of External Secrets.'),
    replicas: z.int().min(1).default(1).describe('Pods of the controller.'),
    stores: z
      .array(z.discriminatedUnion('kind', [vault, kubernetes]))
      .default([])
      .describe('ClusterSecretStores.'),
  })
  .describe('External Secrets: Secrets from a vault, or generated in the cluster.');
