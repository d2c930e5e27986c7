import { ApiObject } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { trialReferences, type ExperimentDefinition, type TrainingRuntimeDefinition } from '../../platform';
import { podsIn } from '../model-server/network-policy';
import { addClaims, claimedMounts } from './claims';
import { addWorkPolicy, tcp } from './network';
import { podSpecOf } from './pod';
import { searchSpace } from './search-space';
import type { KubeflowSite } from './site';
import { trainObject } from './train-job';
import { trainingObject, type UnnamedObject } from './training-job';

type Fields = Readonly<Record<string, unknown>>;
type Labels = Readonly<Record<string, string>>;

/** Settings of an experiment. */
export interface ExperimentProps {
  readonly experiment: ExperimentDefinition;
  /** Runtime of a trial that the Trainer runs, where the platform has it. */
  readonly runtime: TrainingRuntimeDefinition | undefined;
  /** Namespace that Katib itself runs in. */
  readonly katibNamespace: string;
  readonly site: KubeflowSite;
}

/** How a trial is made, and what Katib must be told about its kind. */
interface Trial {
  readonly object: UnnamedObject;
  readonly container: string;
  readonly settings: Fields;
}

const jobTrial = (
  name: string,
  trial: Extract<ExperimentDefinition['trial'], { readonly kind: 'job' }>,
  pods: Labels,
  site: KubeflowSite,
): Trial => ({
  object: {
    apiVersion: 'batch/v1',
    kind: 'Job',
    spec: {
      backoffLimit: 0,
      template: {
        metadata: { labels: { ...pods, 'sidecar.istio.io/inject': 'false' } },
        spec: podSpecOf({
          container: 'trial',
          ...trial,
          mounts: claimedMounts(name, trial.volumes),
          restartPolicy: 'Never',
          site,
        }),
      },
    },
  },
  container: 'trial',
  settings: {},
});

const trialOf = ({ experiment, runtime, site }: ExperimentProps, pods: Labels): Trial => {
  const { name, trial } = experiment;
  switch (trial.kind) {
    case 'job':
      return jobTrial(name, trial, pods, site);
    case 'training': {
      const containers = { tensorflow: 'tensorflow', pytorch: 'pytorch', mpi: 'mpi' } as const;
      return {
        object: trainingObject({ name, definition: trial.job, pods, site }),
        container: containers[trial.job.kind],
        settings: {
          primaryPodLabels: { 'training.kubeflow.org/job-role': 'master' },
        },
      };
    }
    case 'train':
      return {
        object: trainObject({ definition: trial.job, runtime, pods, site }),
        container: 'node',
        settings: {
          primaryPodLabels: {
            'jobset.sigs.k8s.io/replicatedjob-name': 'node',
            'batch.kubernetes.io/job-completion-index': '0',
          },
          successCondition: 'status.conditions.#(type=="Complete")#|#(status=="True")#',
          failureCondition: 'status.conditions.#(type=="Failed")#|#(status=="True")#',
        },
      };
    case 'pipeline':
      return {
        object: {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Workflow',
          spec: {
            workflowTemplateRef: { name: trial.workflowTemplate },
            serviceAccountName: trial.serviceAccount,
            podMetadata: { labels: pods },
            arguments: {
              parameters: Object.entries(trial.arguments).map(([parameter, value]) => ({
                name: parameter,
                value,
              })),
            },
          },
        },
        container: trial.measuredContainer,
        settings: {
          primaryPodLabels: trial.measuredPod,
          successCondition: 'status.[@this].#(phase=="Succeeded")#',
          failureCondition: 'status.[@this].#(phase=="Failed")#',
        },
      };
  }
};

const collector = ({ metrics }: ExperimentDefinition): Fields => {
  const filter = (pattern: string | undefined): Fields =>
    pattern === undefined ? {} : { filter: { metricsFormat: [pattern] } };
  switch (metrics.kind) {
    case 'StdOut':
      return {
        collector: { kind: 'StdOut' },
        ...(metrics.pattern === undefined ? {} : { source: filter(metrics.pattern) }),
      };
    case 'File':
      return {
        collector: { kind: 'File' },
        source: {
          fileSystemPath: { kind: 'File', path: metrics.path, format: metrics.format },
          ...filter(metrics.pattern),
        },
      };
    case 'TensorFlowEvent':
      return {
        collector: { kind: 'TensorFlowEvent' },
        source: { fileSystemPath: { kind: 'Directory', path: metrics.path } },
      };
    case 'PrometheusMetric':
      return {
        collector: { kind: 'PrometheusMetric' },
        source: { httpGet: { port: metrics.port, path: metrics.path } },
      };
    case 'Push':
      return { collector: { kind: 'Push' } };
  }
};

/** A setting as Katib has it; every value is a text. */
const setting = ([name, value]: readonly [string, string | number | boolean]): Fields => ({
  name,
  value: String(value),
});

const specOf = (props: ExperimentProps, trial: Trial): Fields => {
  const { experiment } = props;
  const { objective, algorithm, earlyStopping, trials, resume, keepTrials } = experiment;
  return {
    objective: {
      type: objective.type,
      objectiveMetricName: objective.metric,
      ...(objective.goal === undefined ? {} : { goal: objective.goal }),
      ...(objective.also.length === 0 ? {} : { additionalMetricNames: objective.also }),
    },
    algorithm: {
      algorithmName: algorithm.name,
      ...(Object.keys(algorithm.settings).length === 0
        ? {}
        : { algorithmSettings: Object.entries(algorithm.settings).map(setting) }),
    },
    ...(earlyStopping === undefined
      ? {}
      : {
          earlyStopping: {
            algorithmName: 'medianstop',
            algorithmSettings: [
              setting(['min_trials_required', earlyStopping.minTrials]),
              setting(['start_step', earlyStopping.startStep]),
            ],
          },
        }),
    maxTrialCount: trials.max,
    parallelTrialCount: trials.parallel,
    maxFailedTrialCount: trials.maxFailed,
    resumePolicy: resume,
    ...searchSpace(experiment),
    metricsCollectorSpec: collector(experiment),
    trialTemplate: {
      primaryContainerName: trial.container,
      ...trial.settings,
      ...(keepTrials ? { retain: true } : {}),
      trialParameters: trialReferences(experiment).map((reference) => ({ name: reference, reference })),
      trialSpec: trial.object,
    },
  };
};

/** Ports of Katib's services: the database of metrics and suggestions, and early stopping. */
const ports = { metrics: 6789, earlyStopping: 6788 } as const;

const workOf = ({ trial }: ExperimentDefinition) =>
  trial.kind === 'job' ? trial : trial.kind === 'training' || trial.kind === 'train' ? trial.job : undefined;

/** An experiment of Katib: trials with other parameters, or another architecture. https://www.kubeflow.org/docs/components/katib/ */
export class Experiment extends Construct {
  constructor(scope: Construct, id: string, props: ExperimentProps) {
    super(scope, id);
    const { experiment, katibNamespace, site } = props;
    const { name, namespace, trial } = experiment;
    const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'experiment' };
    const pods = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'trial' };
    if (trial.kind === 'job') addClaims(this, name, trial.volumes, namespace, labels, site);
    if (trial.kind === 'training') addClaims(this, name, trial.job.volumes, namespace, labels, site);
    new ApiObject(this, 'experiment', {
      apiVersion: 'kubeflow.org/v1beta1',
      kind: 'Experiment',
      metadata: { name, namespace, labels },
      spec: specOf(props, trialOf(props, pods)),
    });
    const work = workOf(experiment);
    const toKatib: k8s.NetworkPolicyEgressRule = { to: [podsIn(katibNamespace)], ...tcp([ports.metrics]) };
    const suggestion = { 'katib.kubeflow.org/experiment': name };
    addWorkPolicy(new Construct(this, 'trials'), {
      name: `trials-${name}`,
      namespace,
      labels,
      pods,
      together: true,
      egress: work?.egress ?? [],
      dataset: work?.dataset,
      also: [
        toKatib,
        { to: [{ podSelector: { matchLabels: suggestion } }], ...tcp([ports.earlyStopping]) },
        ...(trial.kind === 'training' && trial.job.kind === 'mpi' ? [site.apiServer] : []),
      ],
      site,
    });
    addWorkPolicy(new Construct(this, 'suggestion'), {
      name: `suggestion-${name}`,
      namespace,
      labels,
      pods: suggestion,
      callers: [
        { from: [podsIn(katibNamespace)], ports: [ports.metrics] },
        { from: [{ podSelector: { matchLabels: pods } }], ports: [ports.earlyStopping] },
      ],
      // Early stopping ends trials itself.
      also: [toKatib, ...(experiment.earlyStopping === undefined ? [] : [site.apiServer])],
      site,
    });
  }
}
