import type { PlatformSpec } from '../platform';
import { isDownloaded, podRange, surgeOf, type ModelDefinition } from '../served-model';
import type { Inconsistency } from './inconsistency';
import {
  amount,
  candidates,
  describeRequest,
  placeOf,
  podProblems,
  podsThatFit,
  poolProblems,
  type Asked,
  type Request,
} from './pod-fit';

type Resources = ModelDefinition['resources'];

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

const askedOf = (model: ModelDefinition, resources: Resources): Asked => ({
  request: requestOf(model, resources),
  gpus: resources.gpus,
  gpuResource: resources.gpuResource,
});

/** Models that the declared nodes cannot hold: a pod that fits nowhere, replicas or a rollout that have no room. */
export const fitProblems = (
  spec: PlatformSpec,
  model: ModelDefinition,
  field: string,
): readonly Inconsistency[] => {
  const unknownPool = poolProblems(spec, model, 'serving', field);
  if (unknownPool.length > 0) return unknownPool;
  const nodes = candidates(spec, model);
  const single = podProblems(
    spec,
    model,
    nodes,
    askedOf(model, model.resources),
    'serving',
    `${field}.resources`,
  );
  const batch = model.batch.flatMap((job) =>
    job.resources === undefined
      ? []
      : podProblems(
          spec,
          model,
          nodes,
          askedOf(model, job.resources),
          'serving',
          `${field}.batch[${job.name}].resources`,
        ),
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
