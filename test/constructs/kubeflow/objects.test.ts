import { fieldAt, listAt, stringAt } from '../../../lib/kubernetes';
import { find, image, refusals, render, resources, type Settings } from './support';

const names = (settings: Settings): readonly string[] =>
  render(settings).map(({ kind, metadata }) => `${kind}/${metadata.namespace ?? ''}/${metadata.name}`);

const notebook = {
  name: 'lab',
  namespace: 'vision',
  image,
  resources,
  workspace: { claim: { size: '10Gi' } },
};

const notebooks = (server: Settings, controller: Settings = { install: false }): Settings => ({
  profiles: [],
  notebooks: { controller, servers: [{ ...notebook, ...server }] },
});

describe('a notebook', () => {
  it('comes with the volume of its user and a policy for its gateway', () => {
    expect(names(notebooks({}))).toEqual([
      'PersistentVolumeClaim/vision/lab-home-jovyan',
      'Notebook/vision/lab',
      'NetworkPolicy/vision/notebook-lab',
    ]);
  });

  it('calls its container like itself, for the controller tells its prefix to that one', () => {
    const object = find(render(notebooks({})), 'Notebook', 'lab');
    expect(stringAt(object, 'spec', 'template', 'spec', 'containers', 0, 'name')).toBe('lab');
  });

  it('says with an annotation how its server is reached, and that it is stopped', () => {
    const object = find(render(notebooks({ kind: 'rstudio', stopped: true })), 'Notebook', 'lab');
    expect(object.metadata.annotations).toEqual({
      'notebooks.kubeflow.org/server-type': 'group-two',
      'notebooks.kubeflow.org/http-rewrite-uri': '/',
      'notebooks.kubeflow.org/http-headers-request-set': '{"X-RStudio-Root-Path":"/notebook/vision/lab/"}',
      'kubeflow-resource-stopped': '1970-01-01T00:00:00Z',
    });
  });

  it('has no policy in a profile, whose network is not closed', () => {
    const objects = render({
      notebooks: { controller: { install: false }, servers: [{ ...notebook, namespace: 'free' }] },
    });
    expect(objects.filter(({ kind }) => kind === 'NetworkPolicy')).toEqual([]);
  });

  it('is stopped by a controller that is told when', () => {
    const culling = { idleMinutes: 30, checkMinutes: 2 };
    const deployment = find(render(notebooks({}, { culling })), 'Deployment', 'notebook-controller');
    expect(fieldAt(deployment, 'spec', 'template', 'spec', 'containers', 0, 'env')).toEqual(
      expect.arrayContaining([
        { name: 'ENABLE_CULLING', value: 'true' },
        { name: 'CULL_IDLE_TIME', value: '30' },
        { name: 'IDLENESS_CHECK_PERIOD', value: '2' },
      ]),
    );
  });
});

const pytorch = { kind: 'pytorch', name: 'train', namespace: 'vision', image, resources };
const jobs = (job: Settings): Settings => ({
  training: { operator: { install: false }, jobs: [{ ...pytorch, ...job }] },
});

describe('a training job', () => {
  it('has a master beside its workers, and none where workers may come and go', () => {
    const roles = (job: Settings): readonly string[] =>
      Object.keys(
        Object(fieldAt(find(render(jobs(job)), 'PyTorchJob', 'train'), 'spec', 'pytorchReplicaSpecs')),
      );
    expect(roles({ worker: { replicas: 2 } })).toEqual(['Master', 'Worker']);
    expect(roles({ worker: { replicas: 2 }, elastic: { min: 1, max: 4 } })).toEqual(['Worker']);
  });

  it.each([
    ['tensorflow', 'TFJob', { worker: {} }, ['spec', 'tfReplicaSpecs', 'Worker'], 'tensorflow'],
    ['pytorch', 'PyTorchJob', {}, ['spec', 'pytorchReplicaSpecs', 'Master'], 'pytorch'],
    ['mpi', 'MPIJob', {}, ['spec', 'mpiReplicaSpecs', 'Launcher'], 'mpi'],
  ] as const)('of %s names the container that its operator looks for', (kind, of, more, role, container) => {
    const objects = render(
      { training: { operator: { install: false }, jobs: [{ ...pytorch, kind, ...more }] } },
      { teams: [{ name: 'vision', podSecurity: 'baseline' }] },
    );
    const spec = fieldAt(find(objects, of, 'train'), ...role, 'template', 'spec');
    expect(stringAt(spec, 'containers', 0, 'name')).toBe(container);
    expect(fieldAt(spec, 'automountServiceAccountToken')).toBe(false);
  });

  it('copies its dataset out of a bucket before it starts, with credentials of a Secret', () => {
    const dataset = {
      kind: 's3',
      uri: 's3://data/images/',
      endpoint: 'http://store.storage.svc:8333',
      credentials: {
        accessKeyId: { name: 'reader', key: 'id' },
        secretAccessKey: { name: 'reader', key: 'secret' },
      },
    };
    const objects = render(jobs({ dataset }));
    const spec = fieldAt(
      find(objects, 'PyTorchJob', 'train'),
      'spec',
      'pytorchReplicaSpecs',
      'Master',
      'template',
      'spec',
    );
    expect(listAt(spec, 'initContainers', 0, 'env')).toEqual(
      expect.arrayContaining([
        {
          name: 'RCLONE_CONFIG_MODEL_SECRET_ACCESS_KEY',
          valueFrom: { secretKeyRef: { name: 'reader', key: 'secret' } },
        },
      ]),
    );
    expect(fieldAt(find(objects, 'NetworkPolicy', 'training-train'), 'spec', 'egress')).toEqual(
      expect.arrayContaining([
        { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'storage' } } }] },
      ]),
    );
  });

  it('tolerates the taints of its pool', () => {
    const gpu = { resources: { ...resources, gpus: 1 }, placement: { pool: 'gpu' } };
    const spec = fieldAt(
      find(render(jobs(gpu)), 'PyTorchJob', 'train'),
      ...['spec', 'pytorchReplicaSpecs', 'Master', 'template', 'spec'],
    );
    expect(fieldAt(spec, 'tolerations')).toEqual([
      { key: 'nvidia.com/gpu', operator: 'Equal', value: 'present', effect: 'NoSchedule' },
    ]);
    expect(fieldAt(spec, 'containers', 0, 'resources', 'limits')).toEqual({
      memory: '1Gi',
      'nvidia.com/gpu': '1',
    });
  });
});

describe('a job of the Trainer', () => {
  const runtime = { name: 'torch', framework: 'torch', image, resources };
  const claim = { size: '10Gi', accessMode: 'ReadWriteMany' };
  const job = { name: 'train', namespace: 'vision', runtime: 'torch' };

  it('runs on the runtime of its namespace before that of the cluster', () => {
    const objects = render({
      training: { runtimes: [runtime, { ...runtime, namespace: 'vision' }], trainJobs: [job] },
    });
    expect(fieldAt(find(objects, 'TrainJob', 'train'), 'spec', 'runtimeRef')).toEqual({
      apiGroup: 'trainer.kubeflow.org',
      kind: 'TrainingRuntime',
      name: 'torch',
    });
  });

  it('mounts a dataset on a claim by a patch of its runtime', () => {
    const dataset = { kind: 'claim', claim: 'datasets', subPath: 'a' };
    const objects = render({ training: { runtimes: [runtime], trainJobs: [{ ...job, dataset }] } });
    const patch = fieldAt(
      find(objects, 'TrainJob', 'train'),
      ...['spec', 'runtimePatches', 0, 'trainingRuntimeSpec', 'template', 'spec', 'replicatedJobs', 0],
    );
    expect(fieldAt(patch, 'template', 'spec', 'template', 'spec', 'containers')).toEqual([
      {
        name: 'node',
        volumeMounts: [{ name: 'dataset', mountPath: '/workspace/dataset', readOnly: true, subPath: 'a' }],
      },
    ]);
  });

  it('lets the nodes of its runtime wait until the dataset is there', () => {
    const objects = render({
      training: { runtimes: [{ ...runtime, datasetInitializer: { claim } }], trainJobs: [] },
    });
    const parts = listAt(
      find(objects, 'ClusterTrainingRuntime', 'torch'),
      ...['spec', 'template', 'spec', 'replicatedJobs'],
    );
    expect(parts.map((part) => stringAt(part, 'name'))).toEqual(['dataset-initializer', 'node']);
    expect(fieldAt(parts[1], 'dependsOn')).toEqual([{ name: 'dataset-initializer', status: 'Complete' }]);
  });
});

const experiment = {
  name: 'search',
  namespace: 'vision',
  objective: { type: 'maximize', metric: 'accuracy' },
  search: {
    kind: 'parameters',
    parameters: [{ kind: 'double', name: 'lr', min: 0.0000001, max: 0.1 }],
  },
  algorithm: { name: 'random', settings: { random_state: 7 } },
  trial: { kind: 'job', image, resources, args: ['--lr=${trialParameters.lr}'] },
};

describe('an experiment', () => {
  it('writes every number as a text without an exponent', () => {
    const object = find(render({ experiments: [experiment] }), 'Experiment', 'search');
    expect(fieldAt(object, 'spec', 'parameters', 0, 'feasibleSpace')).toEqual({
      min: '0.0000001',
      max: '0.1',
    });
    expect(fieldAt(object, 'spec', 'algorithm', 'algorithmSettings')).toEqual([
      { name: 'random_state', value: '7' },
    ]);
  });

  it('makes trials of a pipeline with the parameters as its arguments', () => {
    const trial = { kind: 'pipeline', workflowTemplate: 'churn', arguments: { lr: '${trialParameters.lr}' } };
    const object = find(render({ experiments: [{ ...experiment, trial }] }), 'Experiment', 'search');
    const template = fieldAt(object, 'spec', 'trialTemplate');
    expect(fieldAt(template, 'successCondition')).toBe('status.[@this].#(phase=="Succeeded")#');
    expect(fieldAt(template, 'trialSpec', 'spec', 'arguments', 'parameters')).toEqual([
      { name: 'lr', value: '${trialParameters.lr}' },
    ]);
  });

  it('gives a trial of an architecture search what its algorithm has found', () => {
    const object = find(
      render({
        experiments: [
          {
            ...experiment,
            search: {
              kind: 'architecture',
              layers: 2,
              inputSizes: [32, 32, 3],
              outputSizes: [10],
              operations: [{ operation: 'convolution' }],
            },
            algorithm: { name: 'darts' },
            trial: {
              ...experiment.trial,
              args: [
                '${trialParameters.algorithm-settings}',
                '${trialParameters.search-space}',
                '${trialParameters.num-layers}',
              ],
            },
          },
        ],
      }),
      'Experiment',
      'search',
    );
    expect(
      listAt(object, 'spec', 'trialTemplate', 'trialParameters').map((each) => stringAt(each, 'reference')),
    ).toEqual(['algorithm-settings', 'search-space', 'num-layers']);
  });
});

describe('an InferenceService', () => {
  const service = {
    name: 'iris',
    namespace: 'vision',
    predictor: { kind: 'model', format: 'sklearn', uri: 's3://models/iris/1' },
    resources,
  };
  const inference = (more: Settings, version = '0.20'): Settings => ({
    inference: { version, services: [{ ...service, ...more }] },
  });
  const canary = { percent: 20, uri: 's3://models/iris/2' };

  it('has its new version beside the stable one in mode Standard', () => {
    const object = find(render(inference({ canary })), 'InferenceService', 'iris');
    expect(stringAt(object, 'spec', 'predictor', 'model', 'storageUri')).toBe('s3://models/iris/1');
    expect(fieldAt(object, 'spec', 'canary', 0)).toMatchObject({
      trafficPercent: 20,
      predictor: { name: 'canary', model: { storageUri: 's3://models/iris/2' } },
    });
  });

  it('has its new version instead of the stable one in mode Knative, which keeps the revision before', () => {
    const scaling = { metric: 'concurrency', target: 4 };
    const object = find(
      render(inference({ canary, mode: 'Knative', scaling }, '0.16')),
      'InferenceService',
      'iris',
    );
    expect(object.metadata.annotations).toEqual({ 'serving.kserve.io/deploymentMode': 'Serverless' });
    expect(fieldAt(object, 'spec', 'predictor')).toMatchObject({
      canaryTrafficPercent: 20,
      model: { storageUri: 's3://models/iris/2' },
    });
  });

  it('lets in the graphs that lead to it', () => {
    const objects = render({
      inference: {
        version: '0.20',
        services: [service],
        graphs: [
          {
            name: 'flow',
            namespace: 'vision',
            nodes: { root: { kind: 'Sequence', steps: [{ service: 'iris' }] } },
          },
        ],
      },
    });
    expect(fieldAt(find(objects, 'NetworkPolicy', 'inference-iris'), 'spec', 'ingress')).toContainEqual({
      from: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'vision' } },
          podSelector: { matchLabels: { 'serving.kserve.io/inferencegraph': 'flow' } },
        },
      ],
    });
    expect(refusals(inference({}))).toEqual([]);
  });
});
