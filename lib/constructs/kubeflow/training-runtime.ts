import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { TrainingRuntimeDefinition } from '../../platform';
import { imageReference } from '../model-server/image';
import { claimName } from '../model-server/claims';
import { containerSecurity, datasetFolder, podSecurity, podSpecOf } from './pod';
import type { KubeflowSite } from './site';

type Fields = Readonly<Record<string, unknown>>;

/** Claim of a runtime that each job gets one of. */
const datasetClaim = 'dataset';

/** Label that ties a Job of the JobSet to a part of a TrainJob. */
const step = (name: string): Fields => ({ 'trainer.kubeflow.org/trainjob-ancestor-step': name });

/** How the processes of a framework find each other. */
const policyOf = ({ framework, processesPerNode }: TrainingRuntimeDefinition): Fields => {
  switch (framework) {
    case 'torch':
      return { torch: {} };
    case 'jax':
      return { jax: {} };
    case 'xgboost':
      return { xgboost: {} };
    case 'deepspeed':
    case 'mlx':
      return {
        mpi: { numProcPerNode: processesPerNode, mpiImplementation: 'OpenMPI', runLauncherAsNode: true },
      };
  }
};

const datasetVolume = (claim: string): Fields => ({
  name: 'dataset',
  persistentVolumeClaim: { claimName: claim },
});

/** The step before the nodes: it fetches what a job says in `initializer.dataset`. */
const initializer = (
  { datasetInitializer, security }: TrainingRuntimeDefinition,
  claim: string,
): readonly Fields[] =>
  datasetInitializer === undefined
    ? []
    : [
        {
          name: 'dataset-initializer',
          replicas: 1,
          template: {
            metadata: { labels: step('dataset-initializer') },
            spec: {
              template: {
                spec: {
                  restartPolicy: 'OnFailure',
                  automountServiceAccountToken: false,
                  securityContext: podSecurity(security),
                  containers: [
                    {
                      name: 'dataset-initializer',
                      image: imageReference(datasetInitializer.image),
                      env: [{ name: 'HOME', value: '/tmp' }],
                      resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { memory: '2Gi' } },
                      securityContext: containerSecurity(),
                      volumeMounts: [
                        { name: 'tmp', mountPath: '/tmp' },
                        { name: 'dataset', mountPath: datasetFolder },
                      ],
                    },
                  ],
                  volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '1Gi' } }, datasetVolume(claim)],
                },
              },
            },
          },
        },
      ];

const claimPolicies = (
  { datasetInitializer }: TrainingRuntimeDefinition,
  storageClassName: (reference: string) => string,
): Fields => {
  const claim = datasetInitializer?.claim;
  if (claim === undefined || typeof claim === 'string') return {};
  const { size, storageClass, accessMode } = claim;
  return {
    volumeClaimPolicies: [
      {
        templates: [
          {
            metadata: { name: datasetClaim },
            spec: {
              accessModes: [accessMode],
              ...(storageClass === undefined ? {} : { storageClassName: storageClassName(storageClass) }),
              resources: { requests: { storage: size } },
            },
          },
        ],
      },
    ],
  };
};

const nodePod = (runtime: TrainingRuntimeDefinition, claim: string, site: KubeflowSite): Fields => {
  const { datasetInitializer, image, resources, placement, security } = runtime;
  return podSpecOf({
    container: 'node',
    image,
    resources,
    placement,
    security,
    mounts:
      datasetInitializer === undefined
        ? []
        : [{ claimName: claim, mountPath: datasetFolder, readOnly: true }],
    site,
  });
};

/** Settings of a runtime. */
export interface TrainingRuntimeProps {
  readonly runtime: TrainingRuntimeDefinition;
  readonly site: KubeflowSite;
}

/**
 * How a framework is run on this site: a TrainingRuntime, or a ClusterTrainingRuntime where every namespace may use it.
 * https://www.kubeflow.org/docs/components/trainer/operator-guides/runtime/
 */
export class TrainingRuntime extends ApiObject {
  constructor(scope: Construct, id: string, { runtime, site }: TrainingRuntimeProps) {
    const { name, namespace, framework, nodes, restarts, datasetInitializer } = runtime;
    const claim = datasetInitializer === undefined ? '' : claimName(datasetInitializer.claim, datasetClaim);
    const before = initializer(runtime, claim);
    super(scope, id, {
      apiVersion: 'trainer.kubeflow.org/v1alpha1',
      kind: namespace === undefined ? 'ClusterTrainingRuntime' : 'TrainingRuntime',
      metadata: {
        name,
        ...(namespace === undefined ? {} : { namespace }),
        labels: {
          'app.kubernetes.io/name': name,
          'app.kubernetes.io/component': 'training-runtime',
          // Without it the runtime is not listed.
          'trainer.kubeflow.org/framework': framework,
        },
      },
      spec: {
        mlPolicy: { numNodes: nodes, ...policyOf(runtime) },
        template: {
          spec: {
            failurePolicy: { maxRestarts: restarts },
            ...claimPolicies(runtime, site.storageClassName),
            replicatedJobs: [
              ...before,
              {
                name: 'node',
                ...(before.length === 0
                  ? {}
                  : { dependsOn: [{ name: 'dataset-initializer', status: 'Complete' }] }),
                template: {
                  metadata: { labels: step('trainer') },
                  spec: { template: { spec: nodePod(runtime, claim, site) } },
                },
              },
            ],
          },
        },
      },
    });
  }
}
