import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Dataset, TrainingRuntimeDefinition, TrainJobDefinition, UnnamedTrainJob } from '../../platform';
import { imageReference } from '../model-server/image';
import { addWorkPolicy } from './network';
import { datasetFolder, nodesOf, resourcesOf, variablesOf } from './pod';
import type { KubeflowSite } from './site';
import type { UnnamedObject } from './training-job';

type Fields = Readonly<Record<string, unknown>>;

/** What a TrainJob is made from. */
export interface TrainSpecProps {
  readonly definition: UnnamedTrainJob;
  /** Its runtime, where the platform has it. */
  readonly runtime: TrainingRuntimeDefinition | undefined;
  /** Labels of every pod. */
  readonly pods: Readonly<Record<string, string>>;
  readonly site: KubeflowSite;
}

/** Variables that the Trainer's initializer reads; its credentials are keys of Secrets. */
const initializerOf = (dataset: Dataset | undefined): Fields => {
  if (dataset?.kind !== 's3') return {};
  const { uri, endpoint, region, credentials } = dataset;
  return {
    initializer: {
      dataset: {
        storageUri: uri,
        env: variablesOf({
          ENDPOINT: endpoint,
          REGION: region,
          ...(credentials === undefined
            ? {}
            : {
                ACCESS_KEY_ID: { secret: credentials.accessKeyId },
                SECRET_ACCESS_KEY: { secret: credentials.secretAccessKey },
              }),
        }),
      },
    },
  };
};

const claimPatch = (dataset: Dataset | undefined): { readonly pod: Fields; readonly container: Fields } =>
  dataset?.kind !== 'claim'
    ? { pod: {}, container: {} }
    : {
        pod: {
          volumes: [{ name: 'dataset', persistentVolumeClaim: { claimName: dataset.claim, readOnly: true } }],
        },
        container: {
          volumeMounts: [
            {
              name: 'dataset',
              mountPath: datasetFolder,
              readOnly: true,
              ...(dataset.subPath === undefined ? {} : { subPath: dataset.subPath }),
            },
          ],
        },
      };

/** What the job changes about the pods of its runtime. */
const patches = ({ definition, pods, site }: TrainSpecProps): Fields => {
  const { pod, container } = claimPatch(definition.dataset);
  const containers =
    Object.keys(container).length === 0 ? {} : { containers: [{ name: 'node', ...container }] };
  const spec = { ...nodesOf(definition.placement, site), ...pod, ...containers };
  return {
    runtimePatches: [
      {
        manager: 'drydock.dev/platform',
        trainingRuntimeSpec: {
          template: {
            spec: {
              replicatedJobs: [
                {
                  name: 'node',
                  template: {
                    spec: {
                      template: {
                        metadata: { labels: { ...pods, 'sidecar.istio.io/inject': 'false' } },
                        ...(Object.keys(spec).length === 0 ? {} : { spec }),
                      },
                    },
                  },
                },
              ],
            },
          },
        },
      },
    ],
  };
};

/** A job of the newer Trainer. */
export const trainObject = (props: TrainSpecProps): UnnamedObject => {
  const { definition, runtime } = props;
  const { image, command, args, env, nodes, processesPerNode, resources } = definition;
  const namespaced =
    runtime === undefined ? definition.runtimeScope === 'namespace' : runtime.namespace !== undefined;
  const trainer = {
    ...(image === undefined ? {} : { image: imageReference(image) }),
    ...(command === undefined ? {} : { command }),
    ...(args.length === 0 ? {} : { args }),
    ...(Object.keys(env).length === 0 ? {} : { env: variablesOf(env) }),
    ...(nodes === undefined ? {} : { numNodes: nodes }),
    ...(processesPerNode === undefined ? {} : { numProcPerNode: processesPerNode }),
    ...(resources === undefined ? {} : { resourcesPerNode: resourcesOf(resources) }),
  };
  return {
    apiVersion: 'trainer.kubeflow.org/v1alpha1',
    kind: 'TrainJob',
    spec: {
      runtimeRef: {
        apiGroup: 'trainer.kubeflow.org',
        kind: namespaced ? 'TrainingRuntime' : 'ClusterTrainingRuntime',
        name: definition.runtime,
      },
      ...(definition.deadlineSeconds === undefined
        ? {}
        : { activeDeadlineSeconds: definition.deadlineSeconds }),
      ...(definition.suspended ? { suspend: true } : {}),
      ...initializerOf(definition.dataset),
      ...(Object.keys(trainer).length === 0 ? {} : { trainer }),
      ...patches(props),
    },
  };
};

/** Settings of a TrainJob. */
export interface TrainJobProps {
  readonly job: TrainJobDefinition;
  readonly runtime: TrainingRuntimeDefinition | undefined;
  readonly site: KubeflowSite;
}

/** A job of the newer Trainer, on a runtime. https://www.kubeflow.org/docs/components/trainer/ */
export class TrainJob extends Construct {
  constructor(scope: Construct, id: string, { job, runtime, site }: TrainJobProps) {
    super(scope, id);
    const { name, namespace } = job;
    const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'training' };
    new ApiObject(this, 'job', {
      ...trainObject({ definition: job, runtime, pods: labels, site }),
      metadata: { name, namespace, labels },
    });
    addWorkPolicy(this, {
      name: `training-${name}`,
      namespace,
      labels,
      // The initializer belongs to the job too, and has no label of ours.
      pods: { 'jobset.sigs.k8s.io/jobset-name': name },
      together: true,
      egress: job.egress,
      dataset: job.dataset,
      site,
    });
  }
}
