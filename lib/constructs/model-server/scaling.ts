import { ApiObject, Duration, JsonPatch, type ApiObjectMetadata } from 'cdk8s';
import {
  HorizontalPodAutoscaler,
  LabelSelector,
  Metric,
  MetricTarget,
  Replicas,
  ScalingStrategy,
  k8s,
  type Deployment,
} from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { canonicalQuantity, parseQuantity } from '../../kubernetes';
import { podRange, type ModelDefinition, type Scaling } from '../../platform';
import { partLabels } from './labels';

type Autoscaling = Extract<Scaling, { kind: 'autoscaling' }>;
type Keda = Extract<Scaling, { kind: 'keda' }>;

const metricOf = (metric: Autoscaling['metrics'][number]): Metric => {
  switch (metric.kind) {
    case 'cpu':
      return Metric.resourceCpu(MetricTarget.averageUtilization(metric.utilization));
    case 'memory':
      return Metric.resourceMemory(MetricTarget.averageUtilization(metric.utilization));
    case 'pods':
      return Metric.pods({
        name: metric.name,
        target: MetricTarget.averageValue(parseQuantity(metric.averageValue) ?? 0),
      });
    case 'external':
      return Metric.external({
        name: metric.name,
        target: MetricTarget.averageValue(parseQuantity(metric.averageValue) ?? 0),
        ...(Object.keys(metric.labels).length === 0
          ? {}
          : { labelSelector: LabelSelector.of({ labels: metric.labels }) }),
      });
  }
};

/** cdk8s-plus writes averages as numbers; the API server stores quantities. */
const exactAverages = ({ metrics }: Autoscaling): readonly JsonPatch[] =>
  metrics.flatMap((metric, index) =>
    metric.kind === 'pods' || metric.kind === 'external'
      ? [
          JsonPatch.add(
            `/spec/metrics/${index}/${metric.kind}/target/averageValue`,
            k8s.Quantity.fromString(canonicalQuantity(metric.averageValue)),
          ),
        ]
      : [],
  );

/** As Kubernetes behaves by itself, but for the pause before it scales down. */
const everyPeriod = Duration.seconds(15);

const addAutoscaler = (
  scope: Construct,
  scaling: Autoscaling,
  target: Deployment,
  metadata: ApiObjectMetadata,
): void => {
  const autoscaler = new HorizontalPodAutoscaler(scope, 'autoscaler', {
    metadata,
    target,
    minReplicas: scaling.min,
    maxReplicas: scaling.max,
    metrics: scaling.metrics.map(metricOf),
    scaleUp: {
      strategy: ScalingStrategy.MAX_CHANGE,
      stabilizationWindow: Duration.seconds(0),
      policies: [
        { replicas: Replicas.absolute(4), duration: everyPeriod },
        { replicas: Replicas.percent(100), duration: everyPeriod },
      ],
    },
    scaleDown: {
      strategy: ScalingStrategy.MAX_CHANGE,
      stabilizationWindow: Duration.seconds(scaling.scaleDownSeconds),
      policies: [{ replicas: Replicas.percent(100), duration: everyPeriod }],
    },
  });
  ApiObject.of(autoscaler).addJsonPatch(...exactAverages(scaling));
};

/** https://keda.sh/docs/latest/reference/scaledobject-spec/ */
const addScaledObject = (
  scope: Construct,
  scaling: Keda,
  target: Deployment,
  metadata: ApiObjectMetadata,
): void => {
  target.markHasAutoscaler();
  new ApiObject(scope, 'scaled-object', {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target.name },
      minReplicaCount: scaling.min,
      maxReplicaCount: scaling.max,
      pollingInterval: scaling.pollingSeconds,
      cooldownPeriod: scaling.cooldownSeconds,
      triggers: scaling.triggers.map(({ type, metadata: settings, authentication }) => ({
        type,
        metadata: settings,
        ...(authentication === undefined ? {} : { authenticationRef: { name: authentication } }),
      })),
    },
  });
};

/** Hands the number of pods to whoever decides it; the Deployment then has none of its own. */
export const addScaling = (
  scope: Construct,
  { scaling }: ModelDefinition,
  target: Deployment,
  metadata: ApiObjectMetadata,
): void => {
  switch (scaling.kind) {
    case 'fixed':
      return;
    case 'autoscaling':
      addAutoscaler(scope, scaling, target, metadata);
      return;
    case 'keda':
      addScaledObject(scope, scaling, target, metadata);
  }
};

const podCount = (pods: number | string): k8s.IntOrString =>
  typeof pods === 'number' ? k8s.IntOrString.fromNumber(pods) : k8s.IntOrString.fromString(pods);

/**
 * Keeps a drain from taking all pods at once. Pods that do not work may always go, or one that never starts would keep
 * its node from being drained. A single pod gets no budget: it would either block the drain or say nothing.
 * https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export const addDisruptionBudget = (
  scope: Construct,
  model: ModelDefinition,
  metadata: ApiObjectMetadata,
): void => {
  const { disruption, scaling, name } = model;
  if (disruption === undefined && podRange(scaling).max < 2) return;
  const budget = disruption ?? { kind: 'maxUnavailable', pods: 1 };
  new k8s.KubePodDisruptionBudget(scope, 'disruption-budget', {
    metadata,
    spec: {
      selector: { matchLabels: partLabels(name, 'model-server') },
      ...(budget.kind === 'maxUnavailable'
        ? { maxUnavailable: podCount(budget.pods) }
        : { minAvailable: podCount(budget.pods) }),
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  });
};
