import type { Platform } from '../../platform';
import { hostOf } from '../cluster';
import { bootstrapPaths } from '../paths';
import type { Step } from './step';

/** From bare machines to machines on which kubeadm can run. */
export const machineSteps = (platform: Platform, outputPath: string): readonly Step[] => {
  const { nodes, bootstrap } = platform.spec;
  return [
    {
      title: 'Make the seed of each machine',
      text: 'User data for cloud-init (Debian or Ubuntu, `cloud-image-utils` on your machine). It sets up containerd, kernel, packages; it holds no secret. Machines that get user data in another way (PXE, MAAS) take the same files.',
      commands: [
        'mkdir -p seed',
        ...nodes.map(
          ({ name }) => `cloud-localds seed/${name}.iso ${outputPath}/${bootstrapPaths.cloudInit(name)}`,
        ),
      ],
    },
    {
      title: 'Start the machines, each with its seed, and wait for them',
      text: 'Attach each seed as a drive and start the machine. Every command must end with `status: done`.',
      commands: nodes.map((node) => `ssh ${bootstrap.ssh.user}@${hostOf(node)} cloud-init status --wait`),
    },
  ];
};
