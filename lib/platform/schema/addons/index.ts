import { z } from 'zod';
import { certificatesSchema } from './certificates';
import { externalSecretsSchema } from './external-secrets';
import { gatewaySchema } from './gateway';
import { gpuSchema } from './gpu';
import { metricsServerSchema } from './metrics-server';
import { registrySchema } from './registry';

/** What a bare cluster lacks; each part is there when it is written, and left out when it is not. */
export const addonsSchema = z
  .strictObject({
    certificates: certificatesSchema.optional(),
    externalSecrets: externalSecretsSchema.optional(),
    metricsServer: metricsServerSchema.optional(),
    gpu: gpuSchema.optional(),
    gateway: gatewaySchema.optional(),
    registry: registrySchema.optional(),
  })
  .prefault({})
  .describe('What a bare cluster lacks: certificates, secrets, metrics, GPUs, a way in, a registry.');
