import {
  describeKey,
  fieldPath,
  formatQuantity,
  fieldAt,
  listAt,
  recordAt,
  selectorSelects,
  stringAt,
  stringMapAt,
  untoleratedTaints,
} from '../../kubernetes';
import type { SiteNode } from '../../render';
import type { Demand, Fleet, PolicyContext } from '../context';
import { shortagesOf, unplacedOf } from '../placement';
import type { Finding, Rule } from '../rule';

const names = (nodes: readonly SiteNode[]): string =>
  nodes.length <= 4 ? nodes.map(({ name }) => name).join(', ') : `${nodes.length} nodes`;

const shownTaints = (nodes: readonly SiteNode[], { workload }: Demand): string => {
  const taints = nodes.flatMap((node) => untoleratedTaints(workload.template.spec, node));
  return [
    ...new Set(
      taints.map(({ key, value, effect }) => `${key}${value === undefined ? '' : `=${value}`}:${effect}`),
    ),
  ].join(', ');
};

const selectorOf = ({ workload: { template } }: Demand): { readonly path: string; readonly text: string } => {
  const nodeName = stringAt(template.spec, 'nodeName');
  if (nodeName !== undefined)
    return { path: fieldPath(template.path, 'nodeName'), text: `nodeName ${nodeName}` };
  const labels = Object.entries(stringMapAt(template.spec, 'nodeSelector'));
  if (labels.length > 0 && fieldAt(template.spec, 'affinity', 'nodeAffinity') === undefined) {
    return {
      path: fieldPath(template.path, 'nodeSelector'),
      text: labels.map(([key, value]) => `${key}=${value}`).join(', '),
    };
  }
  return { path: fieldPath(template.path, 'affinity', 'nodeAffinity'), text: 'required node affinity' };
};

/** Where a request of a pod is written: the first container that makes it. */
const requestPath = ({ workload }: Demand, resource: string): string => {
  for (const { container, path } of workload.containers) {
    for (const field of ['requests', 'limits']) {
      if (recordAt(container, 'resources', field)[resource] !== undefined)
        return fieldPath(path, 'resources', field, resource);
    }
  }
  return workload.template.path;
};

const unfit = (fleet: Fleet, demand: Demand): Finding => {
  const { workload, eligibility, pod } = demand;
  const base = { manifest: workload.manifest, want: 'a declared node that the pod fits on' };
  if (eligibility.selected.length === 0) {
    const { path, text } = selectorOf(demand);
    return {
      ...base,
      path,
      got: `${text}: none of the ${fleet.nodes.length} nodes`,
      fix: 'correct the selector, or label a node',
    };
  }
  if (eligibility.nodes.length === 0) {
    return {
      ...base,
      path: fieldPath(workload.template.path, 'tolerations'),
      got: `no toleration for ${shownTaints(eligibility.selected, demand)}, on all nodes that it selects (${names(eligibility.selected)})`,
      fix: 'tolerate the taint, or select other nodes',
    };
  }
  const ranked = [...eligibility.nodes].sort(
    (a, b) => fleet.tooLarge(pod, a).length - fleet.tooLarge(pod, b).length,
  );
  const [best] = ranked;
  const [resource = 'cpu'] = best === undefined ? [] : fleet.tooLarge(pod, best);
  const most = Math.max(...eligibility.nodes.map((node) => fleet.capacityOf(node, resource)));
  return {
    ...base,
    path: requestPath(demand, resource),
    got: `${formatQuantity(resource, pod[resource] ?? 0)} ${resource} per pod; the largest of ${names(eligibility.nodes)} has ${formatQuantity(resource, most)}`,
    fix: 'lower the request, or add a node that has as much',
  };
};

export const fitsANode: Rule = {
  id: 'placement/fits-a-node',
  severity: 'error',
  summary: 'Every pod fits on at least one declared node: labels, taints and capacity.',
  why: 'The pod stays Pending for ever.',
  *check({ fleet, demands }) {
    if (fleet.nodes.length === 0) return;
    for (const demand of demands) {
      if (demand.fitsSomewhere) continue;
      // A DaemonSet for nodes that are not there yet simply has no pods.
      const severity =
        demand.isDaemon && demand.eligibility.nodes.length === 0 ? ({ severity: 'warning' } as const) : {};
      yield { ...unfit(fleet, demand), ...severity };
    }
  },
};

const share = (
  resource: string,
  { demand, amount }: { readonly demand: Demand; readonly amount: number },
): string =>
  `${describeKey(demand.workload.manifest.key)} ${formatQuantity(resource, amount)}${
    demand.isDaemon || demand.replicas === 1
      ? ''
      : ` (${demand.replicas} × ${formatQuantity(resource, demand.pod[resource] ?? 0)})`
  }`;

const placeable = ({ demands }: PolicyContext): readonly Demand[] =>
  demands.filter(({ fitsSomewhere }) => fitsSomewhere);

export const siteCapacity: Rule = {
  id: 'placement/site-capacity',
  severity: 'error',
  summary: 'The requests of all pods fit into the declared nodes that they may run on.',
  why: 'Some of the pods stay Pending, and which ones is a matter of luck.',
  *check(context) {
    for (const { resource, nodes, capacity, requested, demands } of shortagesOf(
      context.fleet,
      placeable(context),
    )) {
      const [largest] = demands;
      if (largest === undefined) continue;
      yield {
        manifest: largest.demand.workload.manifest,
        path: requestPath(largest.demand, resource),
        got: `${formatQuantity(resource, requested)} ${resource} requested of ${names(nodes)}, which ${nodes.length === 1 ? 'has' : 'have'} ${formatQuantity(resource, capacity)}: ${demands
          .slice(0, 3)
          .map((each) => share(resource, each))
          .join(', ')}${demands.length > 3 ? ` and ${demands.length - 3} more` : ''}`,
        want: `at most ${formatQuantity(resource, capacity)} ${resource}`,
        fix: 'lower requests or replicas, or add a node',
      };
    }
  },
};

export const packing: Rule = {
  id: 'placement/packing',
  severity: 'warning',
  summary: 'All pods find room on the declared nodes side by side.',
  why: 'The sums fit, but the pieces do not: a pod that is too large for what is left on each node stays Pending.',
  *check(context) {
    const demands = placeable(context);
    // Sums that do not fit are reported as such; the pieces then say nothing new.
    if (shortagesOf(context.fleet, demands).length > 0) return;
    for (const { demand, pods } of unplacedOf(context.fleet, demands)) {
      const { pod, eligibility, workload } = demand;
      const amounts = Object.entries(pod).flatMap(([resource, amount]) =>
        resource === 'pods' || amount === 0 ? [] : [`${formatQuantity(resource, amount)} ${resource}`],
      );
      yield {
        manifest: workload.manifest,
        path: workload.template.path,
        got: `${pods} of ${demand.replicas} pods of ${amounts.join(', ') || 'no requests'} found no room on ${names(eligibility.nodes)}`,
        want: 'room for every pod beside the others',
        fix: 'lower requests or replicas, or add a node',
      };
    }
  },
};

const avoidsItself = (term: unknown, labels: Readonly<Record<string, string>>): boolean =>
  stringAt(term, 'topologyKey') === 'kubernetes.io/hostname' &&
  selectorSelects(fieldAt(term, 'labelSelector'), labels);

export const antiAffinity: Rule = {
  id: 'placement/anti-affinity',
  severity: 'error',
  summary: 'A workload whose pods must be on different nodes has at least as many nodes as pods.',
  why: 'The pods beyond the number of nodes stay Pending.',
  *check({ demands }) {
    const steps = ['affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'];
    for (const { workload, replicas, eligibility, isDaemon } of demands) {
      const { spec, path } = workload.template;
      if (isDaemon || replicas <= eligibility.nodes.length || eligibility.nodes.length === 0) continue;
      if (!listAt(spec, ...steps).some((term) => avoidsItself(term, workload.labels))) continue;
      yield {
        manifest: workload.manifest,
        path: fieldPath(path, ...steps),
        got: `${replicas} pods that avoid each other, and ${eligibility.nodes.length} nodes for them (${names(eligibility.nodes)})`,
        want: 'a node for each pod',
        fix: 'prefer instead of require, or lower the replicas',
      };
    }
  },
};
