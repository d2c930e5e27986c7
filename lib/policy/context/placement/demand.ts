import { podRequests, type Amounts } from '../../../kubernetes';
import type { NamespaceIndex } from '../namespaces';
import { isBatch, type ScalingIndex } from '../scaling';
import type { Workload, WorkloadIndex } from '../workloads';
import type { Eligibility, Fleet } from './fleet';

/** What one workload asks of the nodes. */
export interface Demand {
  readonly workload: Workload;
  /** Requests of one pod, LimitRange defaults and its `pods` slot included. */
  readonly pod: Amounts;
  /** Pods at the same time; for a DaemonSet one per eligible node. */
  readonly replicas: number;
  readonly eligibility: Eligibility;
  readonly isDaemon: boolean;
  /** Whether its pods end by themselves, so that others may have the room later. */
  readonly isBatch: boolean;
  /** Whether some node could take one pod, were it empty. */
  readonly fitsSomewhere: boolean;
}

/** What a demand is made from. */
export interface DemandSources {
  readonly workloads: WorkloadIndex;
  readonly namespaces: NamespaceIndex;
  readonly scaling: ScalingIndex;
  readonly fleet: Fleet;
}

/** What every workload of a release asks for. */
export const demandsOf = ({ workloads, namespaces, scaling, fleet }: DemandSources): readonly Demand[] =>
  workloads.all.map((workload) => {
    const { spec } = workload.template;
    const eligibility = fleet.eligibleFor(spec);
    const isDaemon = workload.manifest.key.kind === 'DaemonSet';
    const pod = podRequests(spec, namespaces.defaultsOf(workload.namespace));
    return {
      workload,
      pod,
      replicas: isDaemon ? eligibility.nodes.length : scaling.replicasOf(workload),
      eligibility,
      isDaemon,
      isBatch: isBatch(workload),
      fitsSomewhere: eligibility.nodes.some((node) => fleet.tooLarge(pod, node).length === 0),
    };
  });
