import { Duration } from 'cdk8s';
import { DeploymentStrategy, PercentOrAbsolute, type DeploymentProps } from 'cdk8s-plus-27';
import { surgeOf, type ModelDefinition } from '../../platform';
import type { ContainerFields } from './complete';

/** Seconds that remain between the end of the last request and the kill. */
const margin = 5;

/** Seconds that a pod may need before it is ready, beside the time that its model takes to load: image and download. */
const preparation = 600;

/**
 * How pods are replaced. Without a surge an old pod stops first, which is the only way where a spare GPU or a second
 * mount of the volume cannot be had.
 */
export const rolloutOf = (model: ModelDefinition): DeploymentProps => {
  const { rollout, loadSeconds } = model;
  const surge = surgeOf(model);
  return {
    strategy: DeploymentStrategy.rollingUpdate({
      maxSurge: PercentOrAbsolute.absolute(surge),
      maxUnavailable: PercentOrAbsolute.absolute(surge === 0 ? 1 : 0),
    }),
    minReady: Duration.seconds(rollout.minReadySeconds),
    progressDeadline: Duration.seconds(preparation + loadSeconds + rollout.minReadySeconds),
    terminationGracePeriod: Duration.seconds(rollout.preStopSeconds + rollout.gracefulSeconds + margin),
  };
};

/**
 * Waits before the signal: a pod that stops listening at once still gets requests until every node has heard of it.
 * https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
 */
export const lifecycleOf = ({ preStopSeconds }: ModelDefinition['rollout']): ContainerFields =>
  preStopSeconds === 0
    ? {}
    : { lifecycle: { preStop: { exec: { command: ['sleep', String(preStopSeconds)] } } } };
