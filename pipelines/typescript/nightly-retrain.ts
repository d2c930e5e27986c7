/**
 * Every night: a snapshot of the data as it is, a volume made from it, a training on that volume, and a commit that
 * brings the model out. What a model was trained on can be looked at for as long as its snapshot is kept.
 */
import {
  atLeast,
  CommitModel,
  Condition,
  ContainerStep,
  CopyToStore,
  definePipeline,
  PipelineVolume,
  SnapshotStep,
  VolumeStep,
  type Schedule,
} from 'drydock/workflow';

export const schedule: Schedule = { schedules: ['15 1 * * *'], timeZone: 'Europe/Helsinki' };

const image = 'registry.example.internal/pipelines/iris/train:1.0.0';

export const pipeline = definePipeline(
  'nightly-retrain',
  {
    description: 'Trains the iris model on a snapshot of the data of the day.',
    timeoutSeconds: 4 * 3600,
    parameters: {
      'data-claim': { default: 'iris-data' },
      'lowest-accuracy': { type: 'Float', default: 0.9 },
    },
  },
  (scope) => {
    const { 'data-claim': claim, 'lowest-accuracy': lowest } = scope.parameters;
    const data = PipelineVolume.claim(claim, { name: 'data' });
    const frozen = new SnapshotStep(scope, 'freeze-data', { volume: data, ownership: 'kept' });
    const copy = new VolumeStep(scope, 'thaw-data', {
      resourceName: 'training',
      storageClass: 'local-lvm',
      dataSource: frozen.snapshot,
    });
    const train = new ContainerStep(scope, 'train', {
      image,
      command: ['python', 'train.py', '--data', '/data', '--out', '/data/model'],
      volumes: { '/data': copy.volume },
      gpu: { count: 1 },
      resources: { requests: { cpu: '2', memory: '4Gi' }, limits: { memory: '4Gi' } },
      tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
      retry: { limit: 2, policy: 'OnError', backoff: { duration: '1m', factor: 2 } },
      outputs: {
        accuracy: { path: '/tmp/accuracy', type: 'Float' },
        digest: { path: '/tmp/sha256', type: 'String' },
      },
    });
    new Condition(scope, 'good-enough', {
      if: atLeast(train.outputs.accuracy, lowest),
      then: (branch) => {
        const stored = new CopyToStore(branch, 'store-model', {
          store: {
            endpoint: 'http://seaweedfs.kubeflow.svc:8333',
            bucket: 'models',
            credentials: { secret: 'mlpipeline-minio-artifact' },
          },
          prefix: `iris/${train.outputs.digest}`,
          volume: train.volume(),
          folder: 'model',
        });
        new CommitModel(branch, 'bring-out', {
          image: 'docker.io/alpine/git:2.47.1',
          repoURL: 'https://git.example.internal/ml-platform/drydock.git',
          file: 'platforms/onprem.yaml',
          replace: { 'sha256: ': train.outputs.digest },
          message: `iris: accuracy ${train.outputs.accuracy}`,
          credentials: 'git-credentials',
          after: [stored],
        });
      },
    });
  },
);
