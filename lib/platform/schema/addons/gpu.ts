import { z } from 'zod';
import { chartVersion } from './chart-version';

const devicePlugin = z.strictObject({
  kind: z.literal('device-plugin').describe('The device plugin alone; drivers are on the nodes.'),
  version: chartVersion('0.20.0').describe('Version of the NVIDIA device plugin.'),
  migStrategy: z
    .enum(['none', 'single', 'mixed'])
    .default('none')
    .describe('How slices of a partitioned GPU are offered.'),
  timeSlices: z
    .int()
    .min(2)
    .max(64)
    .optional()
    .describe('Pods that share each GPU in turns, without isolation. Default: none share.'),
});

const operator = z.strictObject({
  kind: z.literal('operator').describe('The GPU operator: drivers, runtime and plugin from containers.'),
  version: chartVersion('26.7.0').describe('Version of the NVIDIA GPU operator.'),
  driver: z.boolean().default(true).describe('Whether it installs drivers; else they are on the nodes.'),
});

/** What offers GPUs to pods. */
export const gpuSchema = z
  .discriminatedUnion('kind', [devicePlugin, operator])
  .describe('NVIDIA GPUs: without it no node offers `nvidia.com/gpu`.');
