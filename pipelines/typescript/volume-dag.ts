/** Two steps write to one volume at the same time; a third reads when both are done. Order follows from the volume. */
import { ContainerStep, definePipeline, VolumeStep } from 'drydock/workflow';

const bash = { image: 'docker.io/library/bash:5.2.37', command: ['bash', '-c'] };

export const pipeline = definePipeline('volume-dag', {}, (scope) => {
  const { volume } = new VolumeStep(scope, 'create-volume', { resourceName: 'shared', size: '10Gi' });
  const first = new ContainerStep(scope, 'first', {
    ...bash,
    args: ['echo 1 | tee /mnt/file1'],
    volumes: { '/mnt': volume },
  });
  const second = new ContainerStep(scope, 'second', {
    ...bash,
    args: ['echo 2 | tee /mnt/file2'],
    volumes: { '/mnt': volume },
  });
  new ContainerStep(scope, 'third', {
    ...bash,
    args: ['cat /mnt/file1 /mnt/file2'],
    volumes: { '/mnt': volume.after(first, second).asReadOnly() },
  });
});
