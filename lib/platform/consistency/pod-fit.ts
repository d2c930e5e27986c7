import { formatQuantity, parseQuantity, selectsNode, untoleratedTaints } from '../../kubernetes';
import { placementOf } from '../model-placement';
import { nearest, oneOf } from '../nearest';
import { schedulableNode, taintsOfPool, type DeclaredNode } from '../node-facts';
import type { PlatformSpec } from '../platform';
import type { Placement } from '../schema/serving/pods';
import type { Inconsistency } from './inconsistency';

/** Something whose pods are placed. */
export interface Placed {
  readonly placement: Placement;
}

/** What one pod asks of a node, in base units, by resource name. */
export type Request = ReadonlyMap<string, number>;

/** What one pod asks for, with its devices apart. */
export interface Asked {
  readonly request: Request;
  readonly gpus: number;
  readonly gpuResource: string;
}

/** A quantity in its base unit. */
export const amount = (quantity: string): number => parseQuantity(quantity) ?? 0;

const capacityOf = (node: DeclaredNode, resource: string): number => {
  switch (resource) {
    case 'cpu':
      return amount(node.capacity.cpu);
    case 'memory':
      return amount(node.capacity.memory);
    case 'pods':
      return node.capacity.pods;
    default:
      return node.capacity.extended[resource] ?? 0;
  }
};

/** How many such pods an empty node takes; 0 where one is too large. */
export const podsThatFit = (node: DeclaredNode, request: Request): number =>
  Math.floor(
    Math.min(...[...request].map(([resource, wanted]) => capacityOf(node, resource) / wanted)) + 1e-9,
  );

/** Nodes that the pods may go to, as their labels and taints say. */
export const candidates = (spec: PlatformSpec, { placement }: Placed): readonly DeclaredNode[] => {
  const taints = placement.pool === undefined ? [] : taintsOfPool(spec.nodes, placement.pool);
  const pod = { ...placementOf(placement, taints) };
  return spec.nodes.filter((node) => {
    const schedulable = schedulableNode(node);
    return selectsNode(pod, schedulable) && untoleratedTaints(pod, schedulable).length === 0;
  });
};

/** What a pod asks for, in words. */
export const describeRequest = (request: Request): string =>
  [...request]
    .filter(([resource]) => resource !== 'pods')
    .map(([resource, wanted]) => `${resource} ${formatQuantity(resource, wanted)}`)
    .join(', ');

export const poolProblems = (
  spec: PlatformSpec,
  { placement: { pool } }: Placed,
  section: string,
  field: string,
): readonly Inconsistency[] => {
  if (pool === undefined || spec.nodes.some((node) => node.pool === pool)) return [];
  const pools = [
    ...new Set(spec.nodes.flatMap((node) => (node.pool === undefined ? [] : [node.pool]))),
  ].sort();
  const near = nearest(pool, pools);
  return [
    {
      rule: `${section}/pool`,
      field: `${field}.placement.pool`,
      got: `${pool}, which no node belongs to`,
      want:
        pools.length === 0
          ? 'a pool that a node under spec.nodes names; none does'
          : `one of ${oneOf(pools)}`,
      fix: near === undefined ? 'set pool on the nodes that are meant' : `did you mean ${near}?`,
    },
  ];
};

/** The nodes that a pod may go to, in words. */
export const placeOf = ({ placement: { pool } }: Placed): string =>
  pool === undefined ? 'the nodes that it may go to' : `pool ${pool}`;

/** Why a single pod fits nowhere; empty where it fits. */
export const podProblems = (
  spec: PlatformSpec,
  placed: Placed,
  nodes: readonly DeclaredNode[],
  { request, gpus, gpuResource }: Asked,
  section: string,
  field: string,
): readonly Inconsistency[] => {
  if (gpus > 0 && nodes.every((node) => capacityOf(node, gpuResource) === 0)) {
    const having = spec.nodes.filter((node) => capacityOf(node, gpuResource) > 0);
    return [
      {
        rule: `${section}/gpu`,
        field: `${field}.gpus`,
        got: `${gpus} of ${gpuResource}, which none of ${placeOf(placed)} has`,
        want: `a node with ${gpuResource} among its capacity.extended`,
        fix:
          having.length === 0
            ? 'declare the devices on the nodes that have them, or set gpuResource to what they have'
            : `set placement so that ${oneOf(having.map((node) => node.name))} can take it (pool, tolerations)`,
      },
    ];
  }
  if (nodes.some((node) => podsThatFit(node, request) > 0)) return [];
  const most = (resource: string): string =>
    `${resource} ${formatQuantity(resource, Math.max(0, ...nodes.map((node) => capacityOf(node, resource))))}`;
  return [
    {
      rule: `${section}/fit`,
      field: field.endsWith('.resources') ? `${field}.requests` : field,
      got: `${describeRequest(request)} for one pod, which fits on none of ${placeOf(placed)}`,
      want:
        nodes.length === 0
          ? 'a node whose labels and taints let it in'
          : `at most ${[...request.keys()]
              .filter((key) => key !== 'pods')
              .map(most)
              .join(', ')}`,
      fix:
        nodes.length === 0
          ? 'correct placement, or declare the labels of the nodes that are meant'
          : 'lower the requests, or place it on larger nodes',
    },
  ];
};
