import { poolLabel, type NodeTaint } from './node-facts';
import type { Placement } from './schema/serving/pods';

/** A taint that pods put up with. */
export interface Toleration {
  readonly key: string;
  readonly operator: 'Exists' | 'Equal';
  readonly value?: string;
  readonly effect?: NodeTaint['effect'];
}

/** What decides on which nodes the pods of a model may run; fields of a pod spec. */
export interface ModelPlacement {
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];
}

interface Tolerated {
  readonly key: string;
  readonly value?: string | undefined;
  readonly effect?: NodeTaint['effect'] | undefined;
}

const toleration = ({ key, value, effect }: Tolerated): Toleration => ({
  key,
  ...(value === undefined ? { operator: 'Exists' } : { operator: 'Equal', value }),
  ...(effect === undefined ? {} : { effect }),
});

/** Where the pods of a model, of training or the steps of a pipeline may run. `taints` are those of its pool, which whoever asks for the pool tolerates. */
export const placementOf = (
  { pool, nodeSelector, tolerations }: Placement,
  taints: readonly NodeTaint[],
): ModelPlacement => ({
  nodeSelector: { ...(pool === undefined ? {} : { [poolLabel]: pool }), ...nodeSelector },
  tolerations: [...taints.map(toleration), ...tolerations.map(toleration)],
});
