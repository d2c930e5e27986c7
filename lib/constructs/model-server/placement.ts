import type { k8s } from 'cdk8s-plus-27';
import { type ModelDefinition, type NodeTaint, placementOf } from '../../platform';
import type { PodFields } from './complete';
import { partLabels, trackLabels, type Track } from './labels';

/** Which nodes a pod may go to, and before which others. */
export const nodesOf = (
  { placement, priorityClass }: ModelDefinition,
  taints: readonly NodeTaint[],
): PodFields => {
  const { nodeSelector, tolerations } = placementOf(placement, taints);
  return {
    ...(Object.keys(nodeSelector).length === 0 ? {} : { nodeSelector: { ...nodeSelector } }),
    ...(tolerations.length === 0 ? {} : { tolerations: [...tolerations] }),
    ...(priorityClass === undefined ? {} : { priorityClassName: priorityClass }),
  };
};

const topologies = { nodes: 'kubernetes.io/hostname', zones: 'topology.kubernetes.io/zone' } as const;

/**
 * How the pods of one track are spread. Only pods of one revision are counted (`pod-template-hash`), or the old pods of
 * a rollout would push the new ones together; Kubernetes 1.27 and newer know that.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export const spreadOf = ({ name, placement }: ModelDefinition, track: Track): PodFields => {
  const constraints = (['nodes', 'zones'] as const).flatMap((over): k8s.TopologySpreadConstraint[] => {
    const how = placement.spread[over];
    return how === 'off'
      ? []
      : [
          {
            maxSkew: 1,
            topologyKey: topologies[over],
            whenUnsatisfiable: how === 'required' ? 'DoNotSchedule' : 'ScheduleAnyway',
            labelSelector: { matchLabels: trackLabels(name, track) },
            matchLabelKeys: ['pod-template-hash'],
          },
        ];
  });
  const apart: k8s.WeightedPodAffinityTerm = {
    weight: 50,
    podAffinityTerm: {
      topologyKey: topologies.nodes,
      labelSelector: { matchLabels: partLabels(name, 'model-server') },
    },
  };
  return {
    ...(constraints.length === 0 ? {} : { topologySpreadConstraints: constraints }),
    ...(placement.spread.nodes === 'off'
      ? {}
      : { affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [apart] } } }),
  };
};
