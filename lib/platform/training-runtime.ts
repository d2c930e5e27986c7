import type { PlatformSpec } from './platform';
import type { TrainingRuntimeDefinition, UnnamedTrainJob } from './schema/kubeflow';

/**
 * The runtime that a job of a namespace means: that of its own namespace before that of the cluster. Undefined where the
 * platform has none of that name, so that the site must.
 */
export const runtimeFor = (
  { kubeflow }: PlatformSpec,
  { runtime, runtimeScope }: UnnamedTrainJob,
  namespace: string,
): TrainingRuntimeDefinition | undefined => {
  const named = kubeflow.training.runtimes.filter(({ name }) => name === runtime);
  const own = named.find((each) => each.namespace === namespace);
  const shared = named.find((each) => each.namespace === undefined);
  return runtimeScope === 'namespace' ? own : runtimeScope === 'cluster' ? shared : (own ?? shared);
};
