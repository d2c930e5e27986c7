import { z } from 'zod';
import { chartVersion } from './chart-version';

/** metrics-server, for `kubectl top` and autoscaling. */
export const metricsServerSchema = z
  .strictObject({
    version: chartVersion('0.9.0').describe('Version of metrics-server.'),
    replicas: z.int().min(1).default(2).describe('Pods; they share the work of none, one stands by.'),
    kubeletCertificates: z
      .enum(['verified', 'unverified'])
      .default('verified')
      .describe(
        '`verified`: kubelets serve with certificates of the cluster, as the runbook sets them up. `unverified`: with ones that they made themselves.',
      ),
  })
  .describe('metrics-server: without it no HorizontalPodAutoscaler moves.');
