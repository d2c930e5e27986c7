import { formatQuantity, parseQuantity, selectsNode, untoleratedTaints } from '../../kubernetes';
import { placementOf } from '../model-placement';
import { nearest, oneOf } from '../nearest';
import { schedulableNode, taintsOfPool, type DeclaredNode } from '../node-facts';
import type { PlatformSpec } from '../platform';
import { isDownloaded, podRange, surgeOf, type ModelDefinition } from '../served-model';
import type { Inconsistency } from './inconsistency';

type Resources = ModelDefinition['resources'];

/** What one pod asks of a node, in base units, by resource name. */
type Request = ReadonlyMap<string, number>;

const amount = (quantity: string): number => parseQuantity(quantity) ?? 0;

const requestOf = (model: ModelDefinition, resources: Resources): Request => {
  const { source } = model;
  const download = isDownloaded(source) ? source.resources : { cpu: '0', memory: '0' };
  return new Map([
    ['cpu', Math.max(amount(resources.requests.cpu), amount(download.cpu))],
    ['memory', Math.max(amount(resources.requests.memory), amount(download.memory))],
    ['pods', 1],
    ...(resources.gpus > 0 ? [[resources.gpuResource, resources.gpus] as const] : []),
  ]);
};

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
const podsThatFit = (node: DeclaredNode, request: Request): number =>
  Math.floor(
    Math.min(...[...request].map(([resource, wanted]) => capacityOf(node, resource) / wanted)) + 1e-9,
  );

/** Nodes that the pods may go to, as their labels and taints say. */
const candidates = (spec: PlatformSpec, { placement }: ModelDefinition): readonly DeclaredNode[] => {
  const taints = placement.pool === undefined ? [] : taintsOfPool(spec.nodes, placement.pool);
  const pod = { ...placementOf(placement, taints) };
  return spec.nodes.filter((node) => {
    const schedulable = schedulableNode(node);
    return selectsNode(pod, schedulable) && untoleratedTaints(pod, schedulable).length === 0;
  });
};

const describeRequest = (request: Request): string =>
  [...request]
    .filter(([resource]) => resource !== 'pods')
    .map(([resource, wanted]) => `${resource} ${formatQuantity(resource, wanted)}`)
    .join(', ');

const poolProblems = (
  spec: PlatformSpec,
  model: ModelDefinition,
  field: string,
): readonly Inconsistency[] => {
  const { pool } = model.placement;
  if (pool === undefined || spec.nodes.some((node) => node.pool === pool)) return [];
  const pools = [
    ...new Set(spec.nodes.flatMap((node) => (node.pool === undefined ? [] : [node.pool]))),
  ].sort();
  const near = nearest(pool, pools);
  return [
    {
      rule: 'serving/pool',
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

const placeOf = (model: ModelDefinition): string =>
  model.placement.pool === undefined ? 'the nodes that it may go to' : `pool ${model.placement.pool}`;

/** Why a single pod fits nowhere; empty where it fits. */
const podProblems = (
  spec: PlatformSpec,
  model: ModelDefinition,
  nodes: readonly DeclaredNode[],
  resources: Resources,
  field: string,
): readonly Inconsistency[] => {
  const request = requestOf(model, resources);
  const { gpus, gpuResource } = resources;
  if (gpus > 0 && nodes.every((node) => capacityOf(node, gpuResource) === 0)) {
    const having = spec.nodes.filter((node) => capacityOf(node, gpuResource) > 0);
    return [
      {
        rule: 'serving/gpu',
        field: `${field}.gpus`,
        got: `${gpus} of ${gpuResource}, which none of ${placeOf(model)} has`,
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
      rule: 'serving/fit',
      field: field.endsWith('.resources') ? `${field}.requests` : field,
      got: `${describeRequest(request)} for one pod, which fits on none of ${placeOf(model)}`,
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

/** Models that the declared nodes cannot hold: a pod that fits nowhere, replicas or a rollout that have no room. */
export const fitProblems = (
  spec: PlatformSpec,
  model: ModelDefinition,
  field: string,
): readonly Inconsistency[] => {
  const unknownPool = poolProblems(spec, model, field);
  if (unknownPool.length > 0) return unknownPool;
  const nodes = candidates(spec, model);
  const single = podProblems(spec, model, nodes, model.resources, `${field}.resources`);
  const batch = model.batch.flatMap((job) =>
    job.resources === undefined
      ? []
      : podProblems(spec, model, nodes, job.resources, `${field}.batch[${job.name}].resources`),
  );
  if (single.length > 0) return [...single, ...batch];
  const room = nodes.reduce((sum, node) => sum + podsThatFit(node, requestOf(model, model.resources)), 0);
  const { min } = podRange(model.scaling);
  const canary = model.canary?.by === 'route' ? model.canary.replicas : 0;
  const pods = min + canary;
  const surge = pods === 0 ? 0 : surgeOf(model);
  const scalingField = `${field}.scaling.${model.scaling.kind === 'fixed' ? 'replicas' : 'min'}`;
  if (pods > room) {
    return [
      ...batch,
      {
        rule: 'serving/capacity',
        field: scalingField,
        got: `${pods} pods of ${describeRequest(requestOf(model, model.resources))}`,
        want: `at most ${room}: more do not fit on ${placeOf(model)}, even when nothing else runs there`,
        fix: 'lower the number or the requests, or add nodes',
      },
    ];
  }
  return pods + surge > room
    ? [
        ...batch,
        {
          rule: 'serving/rollout-room',
          field: `${field}.rollout.surge`,
          got: `${surge} beside ${pods} pods, where ${placeOf(model)} has room for ${room}: a rollout would never end`,
          want: `room for ${pods + surge}, or a surge of 0`,
          fix: 'set rollout.surge to 0, so that an old pod makes room first',
        },
      ]
    : batch;
};
