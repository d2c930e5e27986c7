import type { Construct } from 'constructs';
import {
  envList,
  present,
  ResourceStep,
  sanitizeName,
  type EnvValue,
  type Gpu,
  type Placement,
  type Resources,
  type Spec,
  type StepProps,
  type Value,
} from '../author';

/** Settings of a distributed training, as one step. */
export interface TrainingJobProps extends StepProps, Placement {
  /** The job is called `<workflow's name>-<resourceName>`. Default: the step's name. */
  readonly resourceName?: string;
  readonly image: Value;
  readonly command?: readonly Value[];
  readonly args?: readonly Value[];
  readonly env?: Readonly<Record<string, EnvValue>>;
  readonly resources?: Resources;
  /** Graphics cards of each process. */
  readonly gpu?: Gpu;
  /** Processes beside the first. Default: 0. */
  readonly workers?: number;
  /** Claims by the path at which every process mounts them. */
  readonly claims?: Readonly<Record<string, Value>>;
  /** A whole `spec` of the PyTorchJob instead of everything above. */
  readonly spec?: Spec;
}

const replica = (props: TrainingJobProps, count: number): object => {
  const { image, command, args, env, resources, gpu, claims = {} } = props;
  const mounts = Object.keys(claims).map((path, index) => ({ name: `claim-${index}`, mountPath: path }));
  const limits =
    gpu === undefined
      ? resources?.limits
      : { ...resources?.limits, [`${gpu.vendor ?? 'nvidia'}.com/gpu`]: gpu.count };
  return {
    replicas: count,
    restartPolicy: 'OnFailure',
    template: {
      spec: present({
        containers: [
          present({
            // the training operator looks for this name
            name: 'pytorch',
            image,
            command,
            args,
            env: env === undefined ? undefined : envList(env),
            resources:
              resources === undefined && gpu === undefined ? undefined : present({ ...resources, limits }),
            volumeMounts: mounts.length === 0 ? undefined : mounts,
          }),
        ],
        nodeSelector: props.nodeSelector,
        tolerations: props.tolerations,
        affinity: props.affinity,
        priorityClassName: props.priorityClassName,
        volumes:
          mounts.length === 0
            ? undefined
            : Object.values(claims).map((claim, index) => ({
                name: `claim-${index}`,
                persistentVolumeClaim: { claimName: claim },
              })),
      }),
    },
  };
};

/** Trains with PyTorch on several processes, by Kubeflow's training operator, and waits for the end. */
export class TrainingJob extends ResourceStep<'startTime' | 'completionTime'> {
  constructor(scope: Construct, id: string, props: TrainingJobProps) {
    const { workers = 0 } = props;
    const { name, displayName, after, retry, timeoutSeconds, caching } = props;
    super(scope, id, {
      ...present({ name, displayName, after, retry, timeoutSeconds, caching }),
      manifest: {
        apiVersion: 'kubeflow.org/v1',
        kind: 'PyTorchJob',
        metadata: present({
          name: `{{workflow.name}}-${props.resourceName ?? sanitizeName(name ?? id)}`,
          labels: props.labels,
          annotations: props.annotations,
        }),
        spec: props.spec ?? {
          runPolicy: { cleanPodPolicy: 'None' },
          pytorchReplicaSpecs: {
            Master: replica(props, 1),
            ...(workers === 0 ? {} : { Worker: replica(props, workers) }),
          },
        },
      },
      ownedByWorkflow: true,
      successCondition: 'status.replicaStatuses.Master.succeeded > 0',
      failureCondition: 'status.replicaStatuses.Master.failed > 0',
      outputs: { startTime: '{.status.startTime}', completionTime: '{.status.completionTime}' },
    });
  }
}
