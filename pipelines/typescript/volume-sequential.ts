/** One volume, handed from step to step: `step.volume()` is the volume as it is after that step. */
import { ContainerStep, definePipeline, VolumeStep } from 'drydock/workflow';

const bash = { image: 'docker.io/library/bash:5.2.37', command: ['bash', '-c'] };

export const pipeline = definePipeline('volume-sequential', {}, (scope) => {
  const { volume } = new VolumeStep(scope, 'create-volume', { resourceName: 'work', size: '10Gi' });
  const first = new ContainerStep(scope, 'write', {
    ...bash,
    args: ['echo 1 | tee /data/file1'],
    volumes: { '/data': volume },
  });
  const second = new ContainerStep(scope, 'copy', {
    ...bash,
    args: ['cp /data/file1 /data/file2'],
    volumes: { '/data': first.volume() },
  });
  new ContainerStep(scope, 'read', {
    ...bash,
    args: ['cat /data/file1 /data/file2'],
    volumes: { '/data': second.volume() },
  });
});
