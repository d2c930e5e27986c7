import type { Amounts } from '../../kubernetes';
import type { SiteNode } from '../../render';
import type { Demand, Fleet } from '../context';

/** A workload some of whose pods found no room in a trial placement. */
export interface Unplaced {
  readonly demand: Demand;
  readonly pods: number;
}

/** The largest share of any node's capacity that a pod takes: large pods are placed first. */
const share = (fleet: Fleet, { pod, eligibility }: Demand): number =>
  Math.max(
    0,
    ...eligibility.nodes.map((node) =>
      Math.max(
        0,
        ...Object.entries(pod).map(([resource, amount]) => amount / (fleet.capacityOf(node, resource) || 1)),
      ),
    ),
  );

/** Room left on nodes while pods are placed. */
class Rooms {
  private readonly taken = new Map<SiteNode, Record<string, number>>();

  constructor(private readonly fleet: Fleet) {}

  /** How many more of these pods a node takes. */
  private spaces(node: SiteNode, pod: Amounts): number {
    const taken = this.taken.get(node) ?? {};
    const counts = Object.entries(pod).flatMap(([resource, amount]) => {
      if (amount === 0) return [];
      const left = this.fleet.capacityOf(node, resource) - (taken[resource] ?? 0);
      return [left === Infinity ? Infinity : Math.floor(left / amount + 1e-9)];
    });
    return Math.max(0, Math.min(Infinity, ...counts));
  }

  /** Puts up to `count` pods on a node and says how many went there. */
  place(node: SiteNode, pod: Amounts, count: number): number {
    const placed = Math.min(count, this.spaces(node, pod));
    const taken = this.taken.get(node) ?? {};
    for (const [resource, amount] of Object.entries(pod))
      taken[resource] = (taken[resource] ?? 0) + amount * placed;
    this.taken.set(node, taken);
    return placed;
  }
}

/**
 * Places every lasting pod once, DaemonSets first, then what is most confined and largest. It proves that a placement
 * exists; where it fails there may still be another, so a failure is a hint and not a proof.
 */
export const unplacedOf = (fleet: Fleet, demands: readonly Demand[]): readonly Unplaced[] => {
  const rooms = new Rooms(fleet);
  const shares = new Map(demands.map((demand) => [demand, share(fleet, demand)]));
  const ordered = demands
    .filter((demand) => !demand.isBatch && demand.replicas > 0)
    .sort(
      (a, b) =>
        Number(b.isDaemon) - Number(a.isDaemon) ||
        a.eligibility.nodes.length - b.eligibility.nodes.length ||
        (shares.get(b) ?? 0) - (shares.get(a) ?? 0),
    );
  return ordered.flatMap((demand) => {
    const { nodes } = demand.eligibility;
    const left = demand.isDaemon
      ? nodes.filter((node) => rooms.place(node, demand.pod, 1) === 0).length
      : nodes.reduce(
          (remaining, node) => remaining - rooms.place(node, demand.pod, remaining),
          demand.replicas,
        );
    return left > 0 ? [{ demand, pods: left }] : [];
  });
};
