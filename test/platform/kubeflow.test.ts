import fc from 'fast-check';
import { image, refusals, resources, type Settings } from '../constructs/kubeflow/support';
import { algorithmNames, katibAlgorithm, settingProblem } from '../../lib/platform/katib-algorithms';

const base = {
  name: 'search',
  namespace: 'vision',
  objective: { type: 'maximize', metric: 'accuracy' },
  search: {
    kind: 'parameters',
    parameters: [
      { kind: 'double', name: 'lr', min: 0.001, max: 0.1 },
      { kind: 'int', name: 'epochs', min: 1, max: 9 },
    ],
  },
  algorithm: { name: 'tpe' },
  trial: {
    kind: 'job',
    image,
    resources,
    args: ['--lr=${trialParameters.lr}', '--epochs=${trialParameters.epochs}'],
  },
};

const at = 'spec.kubeflow.experiments[search]';
const searching = (more: Settings): readonly string[] => refusals({ experiments: [{ ...base, ...more }] });

describe('an experiment', () => {
  it('is taken as it is in the example', () => {
    expect(searching({})).toEqual([]);
  });

  it.each<[string, Settings, string]>([
    [
      'a setting that the algorithm does not know',
      { algorithm: { name: 'tpe', settings: { n_ei_candidates: 24 } } },
      `katib/algorithm-setting ${at}.algorithm.settings.n_ei_candidates: n_ei_candidates, which tpe does not know`,
    ],
    [
      'a setting that is out of range',
      { algorithm: { name: 'tpe', settings: { gamma: 1.5 } } },
      `katib/algorithm-setting ${at}.algorithm.settings.gamma: 1.5`,
    ],
    [
      'a setting that is missing',
      { algorithm: { name: 'hyperband', settings: { resource_name: 'epochs' } } },
      `katib/algorithm-setting ${at}.algorithm.settings: no r_l`,
    ],
    [
      'a resource of hyperband that is no parameter',
      {
        algorithm: { name: 'hyperband', settings: { resource_name: 'epoch', r_l: 9 } },
        trials: { max: 12, parallel: 9 },
      },
      `katib/hyperband ${at}.algorithm.settings.resource_name: epoch`,
    ],
    [
      'too few trials at a time for hyperband',
      { algorithm: { name: 'hyperband', settings: { resource_name: 'epochs', r_l: 9 } } },
      `katib/hyperband ${at}.trials.parallel: 3`,
    ],
    [
      'an architecture algorithm for parameters',
      { algorithm: { name: 'enas' } },
      `katib/algorithm ${at}.algorithm.name: enas, which searches architecture`,
    ],
    [
      'a grid without steps',
      { algorithm: { name: 'grid' } },
      `katib/grid ${at}.search.parameters[lr]: a double without step`,
    ],
    [
      'more failures than trials',
      { trials: { max: 2, parallel: 1, maxFailed: 3 } },
      `katib/trials ${at}.trials.maxFailed: 3, of 2 in all`,
    ],
    [
      'the objective among the other metrics',
      { objective: { type: 'minimize', metric: 'loss', also: ['loss'] } },
      `katib/metrics ${at}.objective.also: loss, which is the objective`,
    ],
    [
      'a placeholder that is no parameter',
      {
        trial: {
          ...base.trial,
          args: ['${trialParameters.lr}', '${trialParameters.epochs}', '${trialParameters.momentum}'],
        },
      },
      `katib/trial-parameter ${at}.trial: \${trialParameters.momentum}, which the search does not have`,
    ],
    [
      'a parameter that no trial uses',
      { trial: { ...base.trial, args: ['${trialParameters.lr}'] } },
      `katib/trial-parameter ${at}.trial: no \${trialParameters.epochs}`,
    ],
    [
      'a namespace where nobody collects metrics',
      { namespace: 'plain' },
      `katib/metrics-collector ${at}.namespace: plain, where Katib adds no metrics collector`,
    ],
    [
      'a GPU where no node has one',
      { trial: { ...base.trial, resources: { ...resources, gpus: 1 }, placement: { pool: 'cpu' } } },
      `kubeflow/gpu ${at}.trial.resources.gpus: 1 of nvidia.com/gpu, which none of pool cpu has`,
    ],
  ])('is refused for %s', (_, more, expected) => {
    expect(searching(more)).toEqual([expected]);
  });

  it('is refused for any setting that its algorithm does not have', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...algorithmNames),
        fc.stringMatching(/^[a-z_]{1,12}$/),
        (name, setting) => {
          fc.pre(!(setting in katibAlgorithm(name).settings));
          const rules = refusals({
            experiments: [{ ...base, algorithm: { name, settings: { [setting]: 1 } } }],
          });
          expect(rules.join('\n')).toContain(`${setting}, which ${name} does not know`);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('knows numbers from texts', () => {
    expect(settingProblem({ kind: 'whole', min: 5 }, '4')).toBe('a whole number of at least 5');
    expect(settingProblem({ kind: 'number', above: 0, below: 1 }, '')).toBe('a number between 0 and 1');
    expect(settingProblem({ kind: 'oneOf', values: ['GP', 'RF'] }, 'gp')).toBe('one of GP, RF');
    expect(settingProblem({ kind: 'whole' }, '-3')).toBeUndefined();
  });
});

const pytorch = { kind: 'pytorch', name: 'train', namespace: 'vision', image, resources };
const training = (job: Settings): Settings => ({ training: { jobs: [{ ...pytorch, ...job }] } });
const job = 'spec.kubeflow.training.jobs[train]';
const service = {
  name: 'iris',
  namespace: 'vision',
  predictor: { kind: 'model', format: 'sklearn', uri: 's3://models/iris/1' },
  resources,
};
const serving = (more: Settings, version = '0.16'): Settings => ({
  inference: { version, services: [{ ...service, ...more }] },
});
const graph = (nodes: Settings): Settings => ({
  inference: { services: [service], graphs: [{ name: 'flow', namespace: 'vision', nodes }] },
});
const inService = 'spec.kubeflow.inference.services[iris]';
const inGraph = 'spec.kubeflow.inference.graphs[flow]';

describe('Kubeflow', () => {
  it.each<[string, Settings, string]>([
    [
      'a namespace that nobody makes',
      training({ namespace: 'vison' }),
      `kubeflow/namespace ${job}.namespace: vison, which is neither the namespace of a team nor a profile`,
    ],
    [
      'GPUs that no node has',
      training({ resources: { ...resources, gpus: 1 } }),
      `kubeflow/gpu ${job}.resources.gpus: 1 of nvidia.com/gpu, which none of the nodes that it may go to has`,
    ],
    [
      'a pod that is too large',
      training({ resources: { requests: { cpu: 64, memory: '1Gi' } } }),
      `kubeflow/fit ${job}.resources.requests: cpu 64, memory 1Gi for one pod, which fits on none of the nodes that it may go to`,
    ],
    [
      'more workers than the nodes hold',
      training({ placement: { pool: 'gpu' }, worker: { replicas: 3 }, resources: { ...resources, gpus: 1 } }),
      `kubeflow/capacity ${job}: 3 pods at a time`,
    ],
    [
      'a pool that no node belongs to',
      training({ placement: { pool: 'gpus' } }),
      `kubeflow/pool ${job}.placement.pool: gpus, which no node belongs to`,
    ],
    [
      'a priority that is none',
      training({ priorityClass: 'btach' }),
      `kubeflow/priority-class ${job}.priorityClass: btach`,
    ],
    [
      'a node-local volume for pods on several machines',
      training({ worker: { replicas: 2 }, volumes: [{ claim: { size: '1Gi' }, mountPath: '/out' }] }),
      `kubeflow/shared-claim ${job}.volumes: 2 pods that mount /out of mode ReadWriteOnce, which one machine has`,
    ],
    [
      'fewer workers than an elastic job goes on with',
      training({ worker: { replicas: 1 }, elastic: { min: 2, max: 4 } }),
      `training/elastic ${job}.worker.replicas: 1`,
    ],
    [
      'an MPI job where every container must say its rights',
      training({ kind: 'mpi' }),
      `training/mpi-pod-security ${job}: an MPI job in vision, where Pod Security restricted is enforced`,
    ],
    [
      'a gang that nobody schedules',
      training({ policy: { minimum: 2 } }),
      `training/gang ${job}.policy.minimum: 2, and an operator without a gang scheduler`,
    ],
    [
      'a runtime that there is not',
      { training: { trainJobs: [{ name: 'train', namespace: 'vision', runtime: 'torch' }] } },
      'training/runtime spec.kubeflow.training.trainJobs[train].runtime: torch, which is no runtime of this platform for vision',
    ],
    [
      'a bucket that the runtime has no step for',
      {
        training: {
          runtimes: [{ name: 'torch', framework: 'torch', image }],
          trainJobs: [
            {
              name: 'train',
              namespace: 'vision',
              runtime: 'torch',
              dataset: { kind: 's3', uri: 's3://data/x/', endpoint: 'http://store.storage.svc:8333' },
            },
          ],
        },
      },
      'training/dataset spec.kubeflow.training.trainJobs[train].dataset: a bucket, which runtime torch has no step for',
    ],
    [
      'a profile of the name of a team',
      { profiles: [{ name: 'vision', owner: { name: 'ada@example.com' } }] },
      'kubeflow/profile-namespace spec.kubeflow.profiles[vision].name: vision, a namespace that exists without the profile',
    ],
    [
      'a PodDefault where the webhook does not look',
      {
        notebooks: {
          podDefaults: [{ name: 'token', namespace: 'vision', description: 'x', selector: { a: 'b' } }],
        },
      },
      'kubeflow/pod-default spec.kubeflow.notebooks.podDefaults[token].namespace: vision, the namespace of a team',
    ],
    [
      'a canary that KServe ignores',
      serving({ canary: { percent: 10, uri: 's3://models/iris/2' } }),
      `kserve/canary ${inService}.canary: a canary in mode Standard with KServe 0.16, which ignores it`,
    ],
    [
      'a canary that is the stable version',
      serving({ canary: { percent: 10 } }, '0.20'),
      `kserve/canary ${inService}.canary: no uri: the canary is the same as the stable version`,
    ],
    [
      'no pods without Knative',
      serving({ scaling: { min: 0 } }),
      `kserve/scaling ${inService}.scaling.min: 0 in mode Standard`,
    ],
    [
      'a graph without a root',
      graph({ first: { kind: 'Sequence', steps: [{ service: 'iris' }] } }),
      `kserve/graph ${inGraph}.nodes: the nodes first`,
    ],
    [
      'weights that are not the whole',
      graph({ root: { kind: 'Splitter', steps: [{ service: 'iris', weight: 60 }] } }),
      `kserve/graph ${inGraph}.nodes.root.steps: weights that make 60`,
    ],
    [
      'a service that there is not',
      graph({ root: { kind: 'Sequence', steps: [{ service: 'irs' }] } }),
      `kserve/graph ${inGraph}.nodes.root.steps[0].service: irs, which is no InferenceService of vision`,
    ],
    [
      'a graph that goes round',
      graph({
        root: { kind: 'Sequence', steps: [{ node: 'again' }] },
        again: { kind: 'Sequence', steps: [{ node: 'root' }] },
      }),
      `kserve/graph ${inGraph}.nodes: root → again → root`,
    ],
    [
      'a switch without a condition',
      graph({ root: { kind: 'Switch', steps: [{ service: 'iris' }] } }),
      `kserve/graph ${inGraph}.nodes.root.steps[0]: a case without condition`,
    ],
  ])('refuses %s', (_, settings, expected) => {
    expect(refusals(settings)).toContain(expected);
  });
});
