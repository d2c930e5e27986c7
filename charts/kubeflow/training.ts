import { ComponentChart, defineComponent, fromField } from '../../lib/constructs';
import { TrainingJob, TrainingRuntime, TrainJob } from '../../lib/constructs/kubeflow';
import { runtimeFor, type Platform } from '../../lib/platform';
import { imagesOf } from './images';
import { firstNamespace, kubeflowSite } from './site';
import { trainingOperator } from './operators/training-operator';
import { installedElsewhere, runHere } from './stand-ins';

const namespaceOf = ({ spec }: Platform): string => {
  const { jobs, trainJobs, runtimes } = spec.kubeflow.training;
  return firstNamespace([...jobs, ...trainJobs, ...runtimes]);
};

/** Training jobs of both operators, and the runtimes of the newer one. */
export const training = defineComponent({
  name: 'training',
  summary: 'Distributed training jobs, and runtimes of the Trainer.',
  field: 'spec.kubeflow.training',
  dependsOn: ['namespaces', 'profiles', 'training-operator'],
  enabled: ({ spec }) => {
    const { jobs, trainJobs, runtimes } = spec.kubeflow.training;
    return jobs.length + trainJobs.length + runtimes.length > 0;
  },
  namespace: namespaceOf,
  namespaces: () => [],
  images: imagesOf(({ training: { jobs, trainJobs, runtimes } }) => [jobs, trainJobs, runtimes]),
  standIns: (platform) => [
    ...(trainingOperator.enabled(platform)
      ? runHere('training-operator', 'tensorflow', 'pytorch', 'mpi')
      : installedElsewhere('the training operator', 'tensorflow', 'pytorch', 'mpi')),
    ...installedElsewhere('the Trainer', 'runtime', 'clusterRuntime', 'trainJob'),
  ],
  chart: (scope, { platform }) => {
    const { jobs, trainJobs, runtimes } = platform.spec.kubeflow.training;
    const chart = new ComponentChart(scope, 'training', { namespace: namespaceOf(platform) });
    const site = kubeflowSite(platform);
    const made = new Map(
      runtimes.map((runtime) => [
        runtime,
        fromField(
          new TrainingRuntime(chart, `runtime-${runtime.namespace ?? ''}-${runtime.name}`, { runtime, site }),
          `spec.kubeflow.training.runtimes[${runtime.name}]`,
        ),
      ]),
    );
    for (const job of jobs) {
      fromField(
        new TrainingJob(chart, `${job.namespace}-${job.name}`, { job, site }),
        `spec.kubeflow.training.jobs[${job.name}]`,
      );
    }
    for (const job of trainJobs) {
      const runtime = runtimeFor(platform.spec, job, job.namespace);
      const trainJob = fromField(
        new TrainJob(chart, `train-${job.namespace}-${job.name}`, { job, runtime, site }),
        `spec.kubeflow.training.trainJobs[${job.name}]`,
      );
      const first = runtime === undefined ? undefined : made.get(runtime);
      if (first !== undefined) trainJob.node.addDependency(first);
    }
    return chart;
  },
});
