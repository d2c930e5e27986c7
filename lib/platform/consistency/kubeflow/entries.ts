import type { PlatformSpec } from '../../platform';
import { runtimeFor } from '../../training-runtime';
import type { Dataset, Mount, TrainingDefinition, UnnamedTrainJob } from '../../schema/kubeflow';
import type { Placement } from '../../schema/serving/pods';
import type { ModelDefinition } from '../../served-model';

/** Anything of `spec.kubeflow` that lives in a namespace. */
export interface NamedEntry {
  readonly name: string;
  readonly namespace: string;
  /** Canonical field, as in `spec.kubeflow.experiments[lr]`. */
  readonly field: string;
}

/** Pods that are placed. */
export interface PodsEntry {
  readonly field: string;
  readonly resourcesField: string;
  readonly namespace: string;
  readonly placement: Placement;
  readonly resources: ModelDefinition['resources'];
  readonly priorityClass?: string | undefined;
  /** Pods of this kind at a time. */
  readonly replicas: number;
  readonly volumes: readonly Mount[];
  readonly dataset?: Dataset | undefined;
}

interface NamedDefinition {
  readonly name: string;
  readonly namespace: string;
}

const named = (list: string, definitions: readonly NamedDefinition[]): readonly NamedEntry[] =>
  definitions.map(({ name, namespace }) => ({ name, namespace, field: `${list}[${name}]` }));

/** Lists of `spec.kubeflow` whose entries live in a namespace, and whose names must differ there. */
export const namedLists = ({ kubeflow }: PlatformSpec): readonly (readonly NamedEntry[])[] => {
  const { notebooks, tensorboards, training, experiments, inference } = kubeflow;
  return [
    named('spec.kubeflow.notebooks.servers', notebooks.servers),
    named('spec.kubeflow.notebooks.podDefaults', notebooks.podDefaults),
    named('spec.kubeflow.tensorboards', tensorboards),
    named('spec.kubeflow.training.jobs', training.jobs),
    named('spec.kubeflow.training.trainJobs', training.trainJobs),
    named('spec.kubeflow.experiments', experiments),
    named('spec.kubeflow.inference.services', inference.services),
    named('spec.kubeflow.inference.graphs', inference.graphs),
  ];
};

/** The roles of a training job, by the field that describes each. */
const rolesOf = (job: TrainingDefinition) => {
  switch (job.kind) {
    case 'tensorflow':
      return {
        chief: job.chief,
        worker: job.worker,
        parameterServer: job.parameterServer,
        evaluator: job.evaluator,
      };
    case 'pytorch':
      return { ...(job.elastic === undefined ? { '': { replicas: 1 } } : {}), worker: job.worker };
    case 'mpi':
      return { launcher: job.launcher, worker: job.worker };
  }
};

/** Pods of a training job, one entry per role. */
export const trainingPods = (
  job: TrainingDefinition,
  field: string,
  namespace: string,
): readonly PodsEntry[] =>
  Object.entries(rolesOf(job)).flatMap(([role, settings]) =>
    settings === undefined
      ? []
      : [
          {
            field,
            resourcesField:
              'resources' in settings && settings.resources !== undefined
                ? `${field}.${role}.resources`
                : `${field}.resources`,
            namespace,
            placement: job.placement,
            resources: ('resources' in settings ? settings.resources : undefined) ?? job.resources,
            priorityClass: job.priorityClass,
            replicas: settings.replicas,
            volumes: job.volumes,
            dataset: job.dataset,
          },
        ],
  );

const trainJobPods = (
  spec: PlatformSpec,
  job: UnnamedTrainJob,
  field: string,
  namespace: string,
): readonly PodsEntry[] => {
  const runtime = runtimeFor(spec, job, namespace);
  const resources = job.resources ?? runtime?.resources;
  if (resources === undefined) return [];
  const { pool } = job.placement;
  return [
    {
      field,
      resourcesField: `${field}.resources`,
      namespace,
      placement: pool === undefined && runtime !== undefined ? runtime.placement : job.placement,
      resources,
      replicas: job.nodes ?? runtime?.nodes ?? 1,
      volumes: [],
      dataset: job.dataset,
    },
  ];
};

const plain = <
  T extends Pick<PodsEntry, 'placement' | 'resources' | 'namespace' | 'priorityClass'> & {
    readonly volumes?: readonly Mount[];
    readonly dataset?: Dataset | undefined;
  },
>(
  entry: T,
  field: string,
  replicas = 1,
): PodsEntry => ({
  field,
  resourcesField: `${field}.resources`,
  namespace: entry.namespace,
  placement: entry.placement,
  resources: entry.resources,
  priorityClass: entry.priorityClass,
  replicas,
  volumes: entry.volumes ?? [],
  dataset: entry.dataset,
});

/** All pods that `spec.kubeflow` asks for. */
export const podsIn = (spec: PlatformSpec): readonly PodsEntry[] => {
  const { notebooks, training, experiments, inference } = spec.kubeflow;
  return [
    ...notebooks.servers.map((server) =>
      plain(
        {
          ...server,
          volumes: [{ ...server.workspace, readOnly: false }, ...server.volumes],
        },
        `spec.kubeflow.notebooks.servers[${server.name}]`,
      ),
    ),
    ...training.jobs.flatMap((job) =>
      trainingPods(job, `spec.kubeflow.training.jobs[${job.name}]`, job.namespace),
    ),
    ...training.trainJobs.flatMap((job) =>
      trainJobPods(spec, job, `spec.kubeflow.training.trainJobs[${job.name}]`, job.namespace),
    ),
    ...experiments.flatMap(({ name, namespace, trial }) => {
      const field = `spec.kubeflow.experiments[${name}].trial`;
      switch (trial.kind) {
        case 'job':
          return [plain({ ...trial, namespace }, field)];
        case 'training':
          return trainingPods(trial.job, `${field}.job`, namespace);
        case 'train':
          return trainJobPods(spec, trial.job, `${field}.job`, namespace);
        case 'pipeline':
          return [];
      }
    }),
    ...inference.services.flatMap((service) => {
      const field = `spec.kubeflow.inference.services[${service.name}]`;
      const { transformer, namespace } = service;
      return [
        plain(service, field, service.scaling.min),
        ...(transformer === undefined
          ? []
          : [plain({ ...transformer, namespace }, `${field}.transformer`, transformer.scaling.min)]),
      ];
    }),
  ];
};
