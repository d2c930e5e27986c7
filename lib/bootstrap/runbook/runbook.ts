import type { Platform } from '../../platform';
import { endpointOf, endpointText, releaseOf } from '../cluster';
import { argoCdSteps } from './argo-cd';
import { clusterSteps } from './cluster';
import { machineSteps } from './machines';
import { networkSteps } from './network';
import { numbered } from './step';

const introduction = (platform: Platform): string =>
  [
    `# From bare machines to ${platform.name}`,
    `Kubernetes ${releaseOf(platform)}, ${platform.spec.nodes.length} nodes, reached at ${endpointText(endpointOf(platform))}.`,
    'Run everything in one Bash shell, from the root of the repository. On your machine: `ssh`, `kubectl`, `helm`, `jq`,',
    '`envsubst` (gettext), `openssl`, `cloud-localds` (cloud-image-utils).',
  ].join('\n');

/** How this platform is brought up, step by step; every command is exact, every file it names is in the tree. */
export const runbook = (platform: Platform, outputPath: string): string =>
  `${introduction(platform)}\n\n${numbered([
    ...machineSteps(platform, outputPath),
    ...clusterSteps(platform, outputPath, networkSteps(platform, outputPath)),
    ...argoCdSteps(platform, outputPath),
  ])}\n`;
