import type { SiteNode } from '../../render';
import { fitsInto, type Demand, type Fleet } from '../context';

/** A resource of which some nodes have less than the pods that can only run there request. */
export interface Shortage {
  readonly resource: string;
  readonly nodes: readonly SiteNode[];
  readonly capacity: number;
  readonly requested: number;
  /** Those who ask for it, the largest first. */
  readonly demands: readonly { readonly demand: Demand; readonly amount: number }[];
}

const isWithin = (part: ReadonlySet<SiteNode>, whole: ReadonlySet<SiteNode>): boolean => {
  if (part.size > whole.size) return false;
  for (const node of part) if (!whole.has(node)) return false;
  return true;
};

/**
 * Shortages of a site. For each set of nodes that some workload is confined to, everything confined to these nodes or
 * fewer must fit into their sum: a placement that fails this is impossible, whatever the scheduler does. Pods that end
 * by themselves take turns and are left out.
 */
export const shortagesOf = (fleet: Fleet, demands: readonly Demand[]): readonly Shortage[] => {
  const lasting = demands.filter((demand) => !demand.isBatch && demand.replicas > 0);
  const groups = new Map<string, { readonly nodes: ReadonlySet<SiteNode>; readonly members: Demand[] }>();
  for (const demand of lasting) {
    // A DaemonSet is confined to each of its nodes by itself, and counted there.
    const sets = demand.isDaemon
      ? demand.eligibility.nodes.map((node) => [node])
      : [demand.eligibility.nodes];
    for (const nodes of sets) {
      const id = nodes.map(({ name }) => name).join(' ');
      const group = groups.get(id);
      const member = demand.isDaemon ? { ...demand, replicas: 1 } : demand;
      if (group === undefined) groups.set(id, { nodes: new Set(nodes), members: [member] });
      else group.members.push(member);
    }
  }
  const all = [...groups.values()];
  return all.flatMap(({ nodes }) => {
    const within = all.filter((other) => isWithin(other.nodes, nodes)).flatMap(({ members }) => members);
    const resources = new Set(within.flatMap(({ pod }) => Object.keys(pod)));
    return [...resources].sort().flatMap((resource): readonly Shortage[] => {
      const amounts = within.flatMap((demand) => {
        const amount = (demand.pod[resource] ?? 0) * demand.replicas;
        return amount > 0 ? [{ demand, amount }] : [];
      });
      const requested = amounts.reduce((sum, { amount }) => sum + amount, 0);
      const capacity = [...nodes].reduce((sum, node) => sum + fleet.capacityOf(node, resource), 0);
      if (fitsInto(requested, capacity)) return [];
      return [
        {
          resource,
          nodes: [...nodes],
          capacity,
          requested,
          demands: amounts.sort((a, b) => b.amount - a.amount),
        },
      ];
    });
  });
};
