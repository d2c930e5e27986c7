import { parse } from 'yaml';
import { fieldAt, stringAt } from '../../lib/kubernetes';
import {
  CommitModel,
  ContainerStep,
  CopyFromStore,
  DeployModel,
  KatibExperiment,
  PipelineVolume,
  TrainingJob,
  type Pipeline,
} from '../../lib/workflow';
import { busybox, orderOf, piped, problemsOf, templateOf } from './support';

const objectOf = (pipeline: Pipeline, step: string): unknown =>
  parse(
    (stringAt(templateOf(pipeline, step), 'resource', 'manifest') ?? '').replace(/\{\{=.*?\}\}/g, 'value'),
  );

describe('ready-made steps', () => {
  const pipeline = piped((p) => {
    const data = new CopyFromStore(p, 'load', {
      store: { endpoint: 'http://store.example.internal', bucket: 'data', credentials: { secret: 'store' } },
      prefix: 'iris',
      volume: PipelineVolume.claim('work'),
    });
    const search = new KatibExperiment(p, 'search', {
      objective: { metric: 'accuracy', goal: 0.99 },
      parameters: {
        rate: { type: 'double', min: 0.01, max: 0.1 },
        kind: { type: 'categorical', list: ['a', 'b'] },
      },
      image: 'train:1',
      command: ['train'],
      after: [data],
    });
    const train = new TrainingJob(p, 'train', {
      image: 'train:1',
      args: ['--settings', search.outputs.assignments],
      gpu: { count: 1 },
      workers: 2,
      claims: { '/data': 'work' },
    });
    new DeployModel(p, 'deploy', {
      deployment: 'iris',
      container: 'server',
      env: { TRAINED_AT: train.outputs.completionTime },
    });
    new CommitModel(p, 'commit', {
      image: 'git:1',
      repoURL: 'https://git.example.internal/x.git',
      file: 'platforms/lab.yaml',
      replace: { 'tag: ': search.outputs.bestTrial },
      message: 'new model',
      credentials: 'git',
    });
  });

  it('follow each other by what they use, and pass every check', () => {
    expect(problemsOf(pipeline)).toEqual([]);
    expect(orderOf(pipeline)).toEqual({
      commit: ['search'],
      deploy: ['train'],
      load: [],
      search: ['load'],
      train: ['search'],
    });
  });

  it('write what Kubeflow takes', () => {
    const train = objectOf(pipeline, 'train');
    expect([fieldAt(train, 'kind'), fieldAt(train, 'apiVersion')]).toEqual(['PyTorchJob', 'kubeflow.org/v1']);
    expect(fieldAt(train, 'spec', 'pytorchReplicaSpecs', 'Worker', 'replicas')).toBe(2);
    expect(
      fieldAt(
        train,
        'spec',
        'pytorchReplicaSpecs',
        'Master',
        'template',
        'spec',
        'containers',
        0,
        'resources',
      ),
    ).toEqual({ limits: { 'nvidia.com/gpu': 1 } });
    const search = objectOf(pipeline, 'search');
    expect(fieldAt(search, 'spec', 'parameters')).toEqual([
      { name: 'rate', parameterType: 'double', feasibleSpace: { min: '0.01', max: '0.1' } },
      { name: 'kind', parameterType: 'categorical', feasibleSpace: { list: ['a', 'b'] } },
    ]);
    expect(
      fieldAt(
        search,
        'spec',
        'trialTemplate',
        'trialSpec',
        'spec',
        'template',
        'spec',
        'containers',
        0,
        'args',
      ),
    ).toEqual(['--rate=${trialParameters.rate}', '--kind=${trialParameters.kind}']);
  });

  it('take their credentials from Secrets', () => {
    const secrets = ['load', 'commit'].map((step) => JSON.stringify(templateOf(pipeline, step)));
    expect(secrets.every((text) => text.includes('secretKeyRef'))).toBe(true);
  });
});

describe('caching', () => {
  const cached = (files: boolean): Pipeline =>
    piped(
      (p) =>
        void new ContainerStep(p, 'slow', {
          image: 'busybox',
          args: [p.parameters.x],
          caching: { enabled: true, maxStaleness: 'P7DT12H', configMap: 'results' },
          ...(files ? { files: { '/in': 'text' } } : {}),
        }),
      { parameters: { x: { default: '1' } } },
    );

  it('remembers results by what the step is and what it reads', () => {
    expect(templateOf(cached(false), 'slow')['memoize']).toEqual({
      key: expect.stringMatching(
        /^[0-9a-f]{12}-\{\{=sprig\.sha256sum\(toJson\(\[inputs\.parameters\['x'\]\]\)\)\}\}$/,
      ),
      maxAge: '180h0m0s',
      cache: { configMap: { name: 'results' } },
    });
    expect(problemsOf(cached(false))).toEqual([]);
  });

  it('is refused for steps that read files, into which Argo does not look', () => {
    expect(problemsOf(cached(true))).toEqual(['workflow/memoize-files at Step/slow']);
  });
});

describe('credentials as parameters', () => {
  it.each(['storage_account_key', 'password', 'api-key', 'GIT_TOKEN'])('%s is refused', (name) => {
    const pipeline = piped((p) => void new ContainerStep(p, 'a', busybox), { parameters: { [name]: {} } });
    expect(problemsOf(pipeline)).toEqual(['workflow/secret-parameter at Pipeline/test']);
  });

  it.each(['secret-name', 'partition-key', 'token-limit', 'url'])('%s is none', (name) => {
    const pipeline = piped((p) => void new ContainerStep(p, 'a', busybox), { parameters: { [name]: {} } });
    expect(problemsOf(pipeline)).toEqual([]);
  });
});
