import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { TrainingDefinition, TrainingJobDefinition, TrainingRole } from '../../platform';
import { addClaims, claimedMounts } from './claims';
import { addWorkPolicy } from './network';
import { podSpecOf } from './pod';
import type { KubeflowSite } from './site';

type Fields = Readonly<Record<string, unknown>>;
type Labels = Readonly<Record<string, string>>;

/** An object without a name: what a trial is made from. */
export interface UnnamedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly spec: Fields;
}

/** What a job is made from. */
export interface TrainingSpecProps {
  /** Name that claims which are made are named after. */
  readonly name: string;
  readonly definition: TrainingDefinition;
  /** Labels of every pod. */
  readonly pods: Labels;
  readonly site: KubeflowSite;
}

/** Pods of a job must not get a mesh's sidecar: it goes on when training has ended, and the job never does. */
const outsideMesh = { 'sidecar.istio.io/inject': 'false' };

interface ReplicaProps extends TrainingSpecProps {
  readonly container: string;
  readonly restartPolicy: 'OnFailure' | 'Never' | 'ExitCode';
  readonly port?: { readonly name: string; readonly number: number };
}

const replica = (props: ReplicaProps, role: TrainingRole): Fields => {
  const { definition, name, container, port, pods, site, restartPolicy } = props;
  return {
    replicas: role.replicas,
    restartPolicy,
    template: {
      metadata: { labels: { ...pods, ...outsideMesh } },
      spec: podSpecOf({
        container,
        image: definition.image,
        command: role.command ?? definition.command,
        args: role.args ?? definition.args,
        env: definition.env,
        ...(port === undefined ? {} : { ports: [{ name: port.name, containerPort: port.number }] }),
        resources: role.resources ?? definition.resources,
        placement: definition.placement,
        priorityClass: definition.priorityClass,
        security: definition.security,
        mounts: claimedMounts(name, definition.volumes),
        dataset: definition.dataset,
        site,
      }),
    },
  };
};

const replicas = (
  props: ReplicaProps,
  roles: Readonly<Record<string, TrainingRole | undefined>>,
): Readonly<Record<string, Fields>> =>
  Object.fromEntries(
    Object.entries(roles).flatMap(([role, settings]) =>
      settings === undefined ? [] : [[role, replica(props, settings)]],
    ),
  );

const runPolicy = ({ policy, priorityClass }: TrainingDefinition): Fields => ({
  backoffLimit: policy.retries,
  cleanPodPolicy: policy.keepPods,
  ...(policy.deadlineSeconds === undefined ? {} : { activeDeadlineSeconds: policy.deadlineSeconds }),
  ...(policy.suspended ? { suspend: true } : {}),
  ...(policy.minimum === undefined
    ? {}
    : {
        schedulingPolicy: {
          minAvailable: policy.minimum,
          ...(priorityClass === undefined ? {} : { priorityClass }),
        },
      }),
});

/** A job of the training operator, whatever its framework. */
export const trainingObject = (props: TrainingSpecProps): UnnamedObject => {
  const { definition } = props;
  const policy = { runPolicy: runPolicy(definition) };
  const apiVersion = 'kubeflow.org/v1';
  switch (definition.kind) {
    case 'tensorflow': {
      const { chief, worker, parameterServer, evaluator, successPolicy } = definition;
      const each: ReplicaProps = {
        ...props,
        container: 'tensorflow',
        restartPolicy: 'OnFailure',
        port: { name: 'tfjob-port', number: 2222 },
      };
      return {
        apiVersion,
        kind: 'TFJob',
        spec: {
          ...policy,
          ...(successPolicy === 'allWorkers' ? { successPolicy: 'AllWorkers' } : {}),
          tfReplicaSpecs: replicas(each, {
            Chief: chief,
            Evaluator: evaluator,
            PS: parameterServer,
            Worker: worker,
          }),
        },
      };
    }
    case 'pytorch': {
      const { worker, elastic, processesPerNode } = definition;
      const each: ReplicaProps = {
        ...props,
        container: 'pytorch',
        restartPolicy: 'OnFailure',
        port: { name: 'pytorchjob-port', number: 23456 },
      };
      return {
        apiVersion,
        kind: 'PyTorchJob',
        spec: {
          ...policy,
          nprocPerNode: String(processesPerNode),
          ...(elastic === undefined
            ? {}
            : {
                elasticPolicy: {
                  minReplicas: elastic.min,
                  maxReplicas: elastic.max,
                  rdzvBackend: 'c10d',
                  maxRestarts: elastic.restarts,
                },
              }),
          pytorchReplicaSpecs: replicas(each, {
            Master: elastic === undefined ? { replicas: 1 } : undefined,
            Worker: worker,
          }),
        },
      };
    }
    case 'mpi': {
      const { launcher, worker, slotsPerWorker } = definition;
      return {
        apiVersion,
        kind: 'MPIJob',
        spec: {
          ...policy,
          slotsPerWorker,
          mpiReplicaSpecs: replicas(
            { ...props, container: 'mpi', restartPolicy: 'Never' },
            { Launcher: launcher, Worker: worker },
          ),
        },
      };
    }
  }
};

/** Settings of a training job. */
export interface TrainingJobProps {
  readonly job: TrainingJobDefinition;
  readonly site: KubeflowSite;
}

/**
 * A distributed training job of the training operator: TFJob, PyTorchJob or MPIJob.
 * https://www.kubeflow.org/docs/components/trainer/legacy-v1/
 */
export class TrainingJob extends Construct {
  constructor(scope: Construct, id: string, { job, site }: TrainingJobProps) {
    super(scope, id);
    const { name, namespace } = job;
    const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'training' };
    addClaims(this, name, job.volumes, namespace, labels, site);
    new ApiObject(this, 'job', {
      ...trainingObject({ name, definition: job, pods: labels, site }),
      metadata: { name, namespace, labels },
    });
    addWorkPolicy(this, {
      name: `training-${name}`,
      namespace,
      labels,
      pods: labels,
      together: true,
      egress: job.egress,
      dataset: job.dataset,
      // mpirun starts its processes through the API server (`kubectl exec`).
      also: job.kind === 'mpi' ? [site.apiServer] : [],
      site,
    });
  }
}
