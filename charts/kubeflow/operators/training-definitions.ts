import type { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { addDefinition, anythingInside, fields } from './definition';

const text: k8s.JsonSchemaProps = { type: 'string' };
const whole: k8s.JsonSchemaProps = { type: 'integer', format: 'int32' };
const flag: k8s.JsonSchemaProps = { type: 'boolean' };

const replicas: k8s.JsonSchemaProps = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    properties: { replicas: whole, restartPolicy: text, template: anythingInside },
  },
};

/** https://github.com/kubeflow/trainer/blob/v1.9.2/pkg/apis/kubeflow.org/v1/common_types.go */
const runPolicy = fields({
  activeDeadlineSeconds: { type: 'integer', format: 'int64' },
  backoffLimit: whole,
  cleanPodPolicy: text,
  managedBy: text,
  schedulingPolicy: fields({
    minAvailable: whole,
    minResources: {
      type: 'object',
      additionalProperties: {
        anyOf: [{ type: 'integer' }, { type: 'string' }],
        'x-kubernetes-int-or-string': true,
      },
    },
    priorityClass: text,
    queue: text,
    scheduleTimeoutSeconds: whole,
  }),
  suspend: flag,
  ttlSecondsAfterFinished: whole,
});

const elasticPolicy = fields({
  maxReplicas: whole,
  maxRestarts: whole,
  metrics: { type: 'array', items: anythingInside },
  minReplicas: whole,
  nProcPerNode: whole,
  rdzvBackend: text,
  rdzvConf: { type: 'array', items: fields({ key: text, value: text }) },
  rdzvHost: text,
  rdzvId: text,
  rdzvPort: whole,
  standalone: flag,
});

/** The kinds that this platform uses, with what sets their specs apart. */
const kinds = [
  {
    kind: 'TFJob',
    plural: 'tfjobs',
    roles: 'tfReplicaSpecs',
    own: { enableDynamicWorker: flag, successPolicy: text },
  },
  {
    kind: 'PyTorchJob',
    plural: 'pytorchjobs',
    roles: 'pytorchReplicaSpecs',
    own: { elasticPolicy, nprocPerNode: text },
    scale: {
      specReplicasPath: '.spec.pytorchReplicaSpecs.Worker.replicas',
      statusReplicasPath: '.status.replicaStatuses.Worker.active',
      labelSelectorPath: '.status.replicaStatuses.Worker.selector',
    },
  },
  {
    kind: 'MPIJob',
    plural: 'mpijobs',
    roles: 'mpiReplicaSpecs',
    own: { cleanPodPolicy: text, mainContainer: text, slotsPerWorker: whole },
  },
] as const;

/** Kinds of the training operator as its flag `--enable-scheme` and its webhooks name them. */
export const trainingKinds: readonly { readonly scheme: string; readonly plural: string }[] = kinds.map(
  ({ kind, plural }) => ({ scheme: kind.toLowerCase(), plural }),
);

/** Defines TFJob, PyTorchJob and MPIJob. */
export const addTrainingDefinitions = (
  scope: Construct,
  labels: { readonly [label: string]: string },
): void => {
  for (const { kind, plural, roles, own, ...rest } of kinds) {
    addDefinition(scope, {
      kind,
      plural,
      versions: ['v1'],
      labels,
      spec: fields({ runPolicy, [roles]: replicas, ...own }, [roles]),
      columns: [{ name: 'State', type: 'string', jsonPath: '.status.conditions[-1:].type' }],
      ...rest,
    });
  }
};
