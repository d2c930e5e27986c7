import { amountsOf, fieldAt, selectsNode, untoleratedTaints, type Amounts } from '../../../kubernetes';
import type { SiteNode } from '../../../render';

type PodSpec = Readonly<Record<string, unknown>>;

/** Which nodes a pod may run on as far as labels and taints say, whatever it requests. */
export interface Eligibility {
  /** Equal for pods that may run on the same nodes. */
  readonly id: string;
  readonly nodes: readonly SiteNode[];
  /** Nodes whose labels fit. */
  readonly selected: readonly SiteNode[];
}

/** Amounts are sums of parsed decimals: what differs by less than this is equal. */
const rounding = 1e-9;

/** Whether an amount fits into another, rounding aside. */
export const fitsInto = (amount: number, room: number): boolean =>
  amount <= room + Math.abs(room) * rounding + rounding;

/** The nodes of a site, as the scheduler sees them while nothing runs. */
export class Fleet {
  private readonly capacities: ReadonlyMap<SiteNode, Amounts>;
  private readonly known = new Map<string, Eligibility>();

  constructor(readonly nodes: readonly SiteNode[]) {
    this.capacities = new Map(nodes.map((node) => [node, amountsOf(node.capacity)]));
  }

  /**
   * What a node can give away. A device that it does not declare it does not have; cpu, memory or storage that it does
   * not declare are not known, and never too small.
   */
  capacityOf(node: SiteNode, resource: string): number {
    return this.capacities.get(node)?.[resource] ?? (resource.includes('/') ? 0 : Infinity);
  }

  /** Nodes for a pod, looked up once for all pods that say the same. */
  eligibleFor(spec: PodSpec): Eligibility {
    const constraints = JSON.stringify([
      spec['nodeName'],
      spec['nodeSelector'],
      fieldAt(spec, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'),
      spec['tolerations'],
    ]);
    const found = this.known.get(constraints);
    if (found !== undefined) return found;
    const selected = this.nodes.filter((node) => selectsNode(spec, node));
    const nodes = selected.filter((node) => untoleratedTaints(spec, node).length === 0);
    const eligibility: Eligibility = { id: nodes.map(({ name }) => name).join(' '), nodes, selected };
    this.known.set(constraints, eligibility);
    return eligibility;
  }

  /** Resources of a pod that are larger than what a node has. */
  tooLarge(pod: Amounts, node: SiteNode): readonly string[] {
    return Object.entries(pod).flatMap(([resource, amount]) =>
      fitsInto(amount, this.capacityOf(node, resource)) ? [] : [resource],
    );
  }
}
