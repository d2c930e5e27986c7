import type { Construct } from 'constructs';
import {
  ContainerStep,
  definePipeline,
  SnapshotStep,
  VolumeStep,
  type Pipeline,
  type PipelineVolume,
  type Value,
} from '../../../lib/workflow';

/** What the SDK did where nothing else was said. */
const newVolume = (scope: Construct, id: string, resourceName: string, size: Value): VolumeStep =>
  new VolumeStep(scope, id, { resourceName, size, accessModes: ['ReadWriteMany'], ownership: 'kept' });

const bash = (
  scope: Construct,
  id: string,
  volumes: Readonly<Record<string, PipelineVolume>>,
  script: string,
  image = 'library/bash:4.4.23',
): ContainerStep => new ContainerStep(scope, id, { image, command: ['sh', '-c'], args: [script], volumes });

export const paramSubstitutions = (): Pipeline =>
  definePipeline('Param Substitutions', {}, (pipeline) => {
    const made = newVolume(pipeline, 'create_volume', 'data', '1Gi');
    new ContainerStep(pipeline, 'cop', {
      image: 'image',
      args: ['--param', made.outputs.name],
      volumes: { '/mnt': made.volume },
    });
  });

export const volumeBasic = (): Pipeline =>
  definePipeline('VolumeOp Basic', { parameters: { size: {} } }, (pipeline) => {
    const made = newVolume(pipeline, 'create-pvc', 'my-pvc', pipeline.parameters.size);
    bash(pipeline, 'cop', { '/mnt': made.volume }, 'echo foo > /mnt/file1');
  });

export const volumeParallel = (): Pipeline =>
  definePipeline('VolumeOp Parallel', {}, (pipeline) => {
    const { volume } = newVolume(pipeline, 'create-pvc', 'my-pvc', '10Gi');
    bash(pipeline, 'step1', { '/mnt': volume }, 'echo 1 | tee /mnt/file1');
    bash(pipeline, 'step2', { '/common': volume }, 'echo 2 | tee /common/file2');
    bash(pipeline, 'step3', { '/mnt3': volume }, 'echo 3 | tee /mnt3/file3');
  });

export const volumeDag = (): Pipeline =>
  definePipeline('Volume Op DAG', {}, (pipeline) => {
    const { volume } = newVolume(pipeline, 'create-pvc', 'my-pvc', '10Gi');
    const first = bash(pipeline, 'step1', { '/mnt': volume }, 'echo 1 | tee /mnt/file1');
    const second = bash(pipeline, 'step2', { '/mnt2': volume }, 'echo 2 | tee /mnt2/file2');
    bash(pipeline, 'step3', { '/mnt': volume.after(first, second) }, 'cat /mnt/file1 /mnt/file2');
  });

export const volumeSequential = (): Pipeline =>
  definePipeline('VolumeOp Sequential', {}, (pipeline) => {
    const { volume } = newVolume(pipeline, 'mypvc', 'newpvc', '10Gi');
    const first = bash(pipeline, 'step1', { '/data': volume }, 'echo 1|tee /data/file1');
    const second = bash(pipeline, 'step2', { '/data': first.volume() }, 'cp /data/file1 /data/file2');
    new ContainerStep(pipeline, 'step3', {
      image: 'library/bash:4.4.23',
      command: ['cat', '/mnt/file1', '/mnt/file2'],
      volumes: { '/mnt': second.volume() },
    });
  });

export const snapshotSequential = (): Pipeline =>
  definePipeline('VolumeSnapshotOp Sequential', { parameters: { url: {} } }, (pipeline) => {
    const { volume } = newVolume(pipeline, 'create_volume', 'vol1', '1Gi');
    const snapshot = (id: string, of: PipelineVolume): SnapshotStep =>
      new SnapshotStep(pipeline, id, { volume: of, ownership: 'kept' });
    const first = bash(
      pipeline,
      'step1_ingest',
      { '/data': volume },
      `mkdir /data/step1 && gsutil cat ${pipeline.parameters.url} | gzip -c >/data/step1/file1.gz`,
      'google/cloud-sdk:279.0.0',
    );
    snapshot('step1_snap', first.volume());
    const second = bash(
      pipeline,
      'step2_gunzip',
      { '/data': first.volume() },
      'mkdir /data/step2 && gunzip /data/step1/file1.gz -c >/data/step2/file1',
    );
    snapshot('step2_snap', second.volume());
    const third = bash(
      pipeline,
      'step3_copy',
      { '/data': second.volume() },
      'mkdir /data/step3 && cp -av /data/step2/file1 /data/step3/file3',
    );
    snapshot('step3_snap', third.volume());
    new ContainerStep(pipeline, 'step4_output', {
      image: 'library/bash:4.4.23',
      command: ['cat', '/data/step2/file1', '/data/step3/file3'],
      volumes: { '/data': third.volume() },
    });
  });
