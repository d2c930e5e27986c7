/** One volume, made while the pipeline runs, used by three steps at the same time at paths of their own. */
import { ContainerStep, definePipeline, VolumeStep } from 'drydock/workflow';

const image = 'docker.io/library/bash:5.2.37';

export const pipeline = definePipeline('volume-parallel', {}, (scope) => {
  const { volume } = new VolumeStep(scope, 'create-volume', { resourceName: 'common', size: '10Gi' });
  for (const [step, path] of [
    ['first', '/mnt'],
    ['second', '/common'],
    ['third', '/mnt3'],
  ] as const) {
    new ContainerStep(scope, step, {
      image,
      command: ['bash', '-c'],
      args: [`echo ${step} | tee ${path}/${step}`],
      volumes: { [path]: volume },
    });
  }
});
