import type { StandIn } from '../../lib/constructs';
import { kubeflowNamespace } from './site';

interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope?: 'Cluster';
  /** Condition by which its controller says that it has taken an object up; none for kinds without a status. */
  readonly condition?: string;
}

const kinds = {
  notebook: { apiVersion: 'kubeflow.org/v1', kind: 'Notebook', plural: 'notebooks' },
  podDefault: { apiVersion: 'kubeflow.org/v1alpha1', kind: 'PodDefault', plural: 'poddefaults' },
  profile: { apiVersion: 'kubeflow.org/v1', kind: 'Profile', plural: 'profiles', scope: 'Cluster' },
  tensorboard: {
    apiVersion: 'tensorboard.kubeflow.org/v1alpha1',
    kind: 'Tensorboard',
    plural: 'tensorboards',
    condition: 'Available',
  },
  tensorflow: { apiVersion: 'kubeflow.org/v1', kind: 'TFJob', plural: 'tfjobs', condition: 'Running' },
  pytorch: { apiVersion: 'kubeflow.org/v1', kind: 'PyTorchJob', plural: 'pytorchjobs', condition: 'Running' },
  mpi: { apiVersion: 'kubeflow.org/v1', kind: 'MPIJob', plural: 'mpijobs', condition: 'Running' },
  runtime: {
    apiVersion: 'trainer.kubeflow.org/v1alpha1',
    kind: 'TrainingRuntime',
    plural: 'trainingruntimes',
  },
  clusterRuntime: {
    apiVersion: 'trainer.kubeflow.org/v1alpha1',
    kind: 'ClusterTrainingRuntime',
    plural: 'clustertrainingruntimes',
    scope: 'Cluster',
  },
  trainJob: {
    apiVersion: 'trainer.kubeflow.org/v1alpha1',
    kind: 'TrainJob',
    plural: 'trainjobs',
    condition: 'Complete',
  },
  experiment: {
    apiVersion: 'kubeflow.org/v1beta1',
    kind: 'Experiment',
    plural: 'experiments',
    condition: 'Running',
  },
  service: {
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    plural: 'inferenceservices',
    condition: 'Ready',
  },
  graph: {
    apiVersion: 'serving.kserve.io/v1alpha1',
    kind: 'InferenceGraph',
    plural: 'inferencegraphs',
    condition: 'Ready',
  },
} as const satisfies Readonly<Record<string, Kind>>;

/** Part of Kubeflow whose controller the site has installed. */
export type InstalledKind = keyof typeof kinds;

const standInsFor = (each: Kind, because: string): readonly StandIn[] => {
  const [group = '', version = ''] = each.apiVersion.split('/');
  return [
    {
      kind: 'definitions',
      group,
      version,
      kinds: [{ kind: each.kind, plural: each.plural, scope: each.scope ?? 'Namespaced' }],
      because,
    },
    ...(each.condition === undefined
      ? []
      : [
          {
            kind: 'condition' as const,
            apiVersion: each.apiVersion,
            of: each.kind,
            type: each.condition,
            because,
          },
        ]),
  ];
};

/** What a rehearsal plays for controllers that the site has installed: definitions, and that they take objects up. */
export const installedElsewhere = (what: string, ...names: readonly InstalledKind[]): readonly StandIn[] =>
  names.flatMap((name) => standInsFor(kinds[name], `the site has installed ${what}`));

/** What a rehearsal plays for a controller of this platform: that it takes objects up, while its Deployment is available. */
export const runHere = (deployment: string, ...names: readonly InstalledKind[]): readonly StandIn[] =>
  names.flatMap((name) =>
    standInsFor(kinds[name], `${deployment} takes them up`)
      .filter(({ kind }) => kind === 'condition')
      .map((each) => ({ ...each, workload: { namespace: kubeflowNamespace, name: deployment } })),
  );
