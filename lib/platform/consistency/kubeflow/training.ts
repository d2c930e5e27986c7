import { nearest, oneOf } from '../../nearest';
import type { PlatformSpec } from '../../platform';
import type { TrainingDefinition, UnnamedTrainJob } from '../../schema/kubeflow';
import { runtimeFor } from '../../training-runtime';
import type { Inconsistency } from '../inconsistency';

type Problem = readonly Inconsistency[];

/** What a job of the training operator cannot be, beside what its schema says. */
const jobProblems = (
  spec: PlatformSpec,
  job: TrainingDefinition,
  namespace: string,
  field: string,
): Problem => {
  const problem = (rule: string, at: string, got: string, want: string, fix: string): Problem => [
    { rule: `training/${rule}`, field: `${field}${at}`, got, want, fix },
  ];
  switch (job.kind) {
    case 'tensorflow':
      return [
        ...(job.chief === undefined && job.worker === undefined
          ? problem('roles', '', 'neither a chief nor workers', 'at least one of them', 'add worker')
          : []),
        ...(job.parameterServer !== undefined && job.worker === undefined
          ? problem(
              'roles',
              '.parameterServer',
              'parameter servers without workers',
              'workers that use them',
              'add worker',
            )
          : []),
      ];
    case 'pytorch': {
      const { elastic, worker } = job;
      if (elastic === undefined) return [];
      const workers = worker?.replicas ?? 0;
      return [
        ...(worker === undefined
          ? problem(
              'elastic',
              '.elastic',
              'elastic without workers',
              'workers that may come and go',
              'add worker',
            )
          : []),
        ...(elastic.min > elastic.max
          ? problem(
              'elastic',
              '.elastic.min',
              `${elastic.min}, above max ${elastic.max}`,
              `at most ${elastic.max}`,
              'swap them',
            )
          : worker !== undefined && (workers < elastic.min || workers > elastic.max)
            ? problem(
                'elastic',
                '.worker.replicas',
                `${workers}`,
                `between ${elastic.min} and ${elastic.max}, as elastic says`,
                'start with a number in the range',
              )
            : []),
      ];
    }
    case 'mpi': {
      const team = spec.teams.find((each) => (each.namespace ?? each.name) === namespace);
      return team?.podSecurity === 'restricted'
        ? problem(
            'mpi-pod-security',
            '',
            `an MPI job in ${namespace}, where Pod Security restricted is enforced`,
            'a namespace of level baseline: the operator adds a container to the launcher that says nothing of its rights',
            `set podSecurity: baseline on spec.teams[${team.name}], or use a TrainJob with an MPI runtime`,
          )
        : [];
    }
  }
};

/** A gang that nobody schedules: the pods would start one by one, as if nothing had been said. */
const gangProblems = (spec: PlatformSpec, { policy }: TrainingDefinition, field: string): Problem => {
  const { install, gangScheduler } = spec.kubeflow.training.operator;
  return policy.minimum === undefined || !install || gangScheduler !== undefined
    ? []
    : [
        {
          rule: 'training/gang',
          field: `${field}.policy.minimum`,
          got: `${policy.minimum}, and an operator without a gang scheduler`,
          want: 'a scheduler that starts so many pods at once',
          fix: 'set spec.kubeflow.training.operator.gangScheduler to the one that the site has, or remove minimum',
        },
      ];
};

/** Whether a job's runtime can do what the job asks. */
const trainJobProblems = (
  spec: PlatformSpec,
  job: UnnamedTrainJob,
  namespace: string,
  field: string,
): Problem => {
  const runtime = runtimeFor(spec, job, namespace);
  const { runtimes } = spec.kubeflow.training;
  const nodes = job.nodes ?? runtime?.nodes ?? 1;
  if (runtime === undefined) {
    if (job.runtimeScope !== undefined) return [];
    const usable = runtimes
      .filter((each) => each.namespace === undefined || each.namespace === namespace)
      .map(({ name }) => name);
    const near = nearest(job.runtime, usable);
    return [
      {
        rule: 'training/runtime',
        field: `${field}.runtime`,
        got: `${job.runtime}, which is no runtime of this platform for ${namespace}`,
        want:
          usable.length === 0 ? 'a runtime of spec.kubeflow.training.runtimes' : `one of ${oneOf(usable)}`,
        fix:
          near === undefined
            ? 'add it there, or say with runtimeScope where the site has it'
            : `did you mean ${near}?`,
      },
    ];
  }
  const claim = runtime.datasetInitializer?.claim;
  return [
    ...(job.dataset?.kind === 's3' && runtime.datasetInitializer === undefined
      ? [
          {
            rule: 'training/dataset',
            field: `${field}.dataset`,
            got: `a bucket, which runtime ${runtime.name} has no step for`,
            want: 'a runtime with datasetInitializer',
            fix: `add it to spec.kubeflow.training.runtimes[${runtime.name}]`,
          },
        ]
      : []),
    ...(job.dataset?.kind === 'claim' && runtime.datasetInitializer !== undefined
      ? [
          {
            rule: 'training/dataset',
            field: `${field}.dataset`,
            got: `a claim, where runtime ${runtime.name} mounts the volume of its initializer`,
            want: 'a runtime without datasetInitializer',
            fix: 'use another runtime',
          },
        ]
      : []),
    ...(nodes > 1 && typeof claim === 'object' && claim.accessMode.startsWith('ReadWriteOnce')
      ? [
          {
            rule: 'training/dataset-access',
            field: `${field}.nodes`,
            got: `${nodes} nodes, and a dataset on a volume of mode ${claim.accessMode}`,
            want: 'a volume of mode ReadWriteMany, which pods on several machines can mount',
            fix: `set accessMode in spec.kubeflow.training.runtimes[${runtime.name}].datasetInitializer.claim`,
          },
        ]
      : []),
  ];
};

/** Training jobs that their operators would refuse, or that would never start. */
export const trainingProblems = (spec: PlatformSpec): Problem => {
  const { training, experiments } = spec.kubeflow;
  return [
    ...training.jobs.flatMap((job) => {
      const field = `spec.kubeflow.training.jobs[${job.name}]`;
      return [...jobProblems(spec, job, job.namespace, field), ...gangProblems(spec, job, field)];
    }),
    ...training.trainJobs.flatMap((job) =>
      trainJobProblems(spec, job, job.namespace, `spec.kubeflow.training.trainJobs[${job.name}]`),
    ),
    ...experiments.flatMap(({ name, namespace, trial }): Problem => {
      const field = `spec.kubeflow.experiments[${name}].trial.job`;
      switch (trial.kind) {
        case 'training':
          return [...jobProblems(spec, trial.job, namespace, field), ...gangProblems(spec, trial.job, field)];
        case 'train':
          return trainJobProblems(spec, trial.job, namespace, field);
        case 'job':
        case 'pipeline':
          return [];
      }
    }),
  ];
};
