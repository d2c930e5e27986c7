/**
 * A snapshot of the data after every step. Each step waits for the snapshot of the state that it is about to change; the
 * last one looks at a volume that was made from a snapshot, as somebody would who wants to see what a step has seen.
 */
import { ContainerStep, definePipeline, SnapshotStep, VolumeStep } from 'drydock/workflow';

const storageClass = 'local-lvm';
const bash = { image: 'docker.io/library/bash:5.2.37', command: ['bash', '-c'] };

export const pipeline = definePipeline(
  'volume-snapshots',
  { parameters: { url: { type: 'String', default: 'https://data.example.internal/file.gz' } } },
  (scope) => {
    const { volume } = new VolumeStep(scope, 'create-volume', {
      resourceName: 'data',
      size: '10Gi',
      storageClass,
    });
    const ingest = new ContainerStep(scope, 'ingest', {
      image: 'docker.io/curlimages/curl:8.11.1',
      command: ['curl', '--fail', '--location', '--output', '/data/file1.gz', scope.parameters.url],
      volumes: { '/data': volume },
    });
    const ingested = new SnapshotStep(scope, 'snapshot-ingested', { volume: ingest.volume() });
    const unpack = new ContainerStep(scope, 'unpack', {
      ...bash,
      args: ['gunzip /data/file1.gz'],
      volumes: { '/data': ingest.volume().after(ingested) },
    });
    const unpacked = new SnapshotStep(scope, 'snapshot-unpacked', {
      volume: unpack.volume(),
      ownership: 'kept',
    });
    const copy = new VolumeStep(scope, 'clone', {
      resourceName: 'clone',
      storageClass,
      dataSource: unpacked.snapshot,
    });
    new ContainerStep(scope, 'look', {
      ...bash,
      args: ['head -n 5 /data/file1'],
      volumes: { '/data': copy.volume },
    });
  },
);
