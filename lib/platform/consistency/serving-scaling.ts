import { podRange, splitByWeight, type ModelDefinition } from '../served-model';
import type { Inconsistency } from './inconsistency';

const rangeProblems = ({ scaling }: ModelDefinition, field: string): readonly Inconsistency[] =>
  scaling.kind !== 'fixed' && scaling.min > scaling.max
    ? [
        {
          rule: 'serving/scaling-range',
          field: `${field}.scaling.min`,
          got: `${scaling.min}, above max of ${scaling.max}`,
          want: `at most ${scaling.max}`,
          fix: 'exchange the two, or raise max',
        },
      ]
    : [];

/** Pods that a number or a share of some means; shares of a budget are rounded up, as the API server does. */
const podsOf = (pods: number | string, of: number): number =>
  typeof pods === 'number' ? pods : Math.ceil((Number.parseInt(pods, 10) * of) / 100);

const disruptionProblems = (
  { disruption, scaling }: ModelDefinition,
  field: string,
): readonly Inconsistency[] => {
  const { min } = podRange(scaling);
  if (disruption === undefined || min === 0) return [];
  const wanted = podsOf(disruption.pods, min);
  const blocks = disruption.kind === 'minAvailable' ? wanted >= min : wanted === 0;
  return blocks
    ? [
        {
          rule: 'serving/disruption',
          field: `${field}.disruption.${disruption.kind}`,
          got: `${disruption.pods} with ${min === 1 ? 'one pod' : `${min} pods`}: no node with one could ever be drained`,
          want: disruption.kind === 'minAvailable' ? `at most ${min - 1}` : 'at least 1',
          fix: min === 1 ? 'remove disruption, or run two pods' : 'write maxUnavailable: 1',
        },
      ]
    : [];
};

/** Share of requests that a canary may differ from what was asked for, in percentage points. */
const tolerance = 5;

/** The fewest pods that come within the tolerance of a weight. */
const enoughPods = (weight: number): number => {
  let pods = 2;
  for (; pods < 100; pods += 1) {
    const split = splitByWeight(pods, weight);
    if (split !== undefined && Math.abs((100 * split.canary) / pods - weight) <= tolerance) return pods;
  }
  return pods;
};

const canaryProblems = (model: ModelDefinition, field: string): readonly Inconsistency[] => {
  const { canary, scaling, exposure } = model;
  if (canary === undefined) return [];
  if (canary.by === 'route') {
    return exposure.kind === 'route'
      ? []
      : [
          {
            rule: 'serving/canary',
            field: `${field}.canary.by`,
            got: `route, with exposure of kind ${exposure.kind}`,
            want: 'exposure of kind route, whose HTTPRoute counts the requests',
            fix: 'set exposure.kind to route, or canary.by to replicas',
          },
        ];
  }
  if (scaling.kind !== 'fixed') {
    return [
      {
        rule: 'serving/canary',
        field: `${field}.canary.by`,
        got: `replicas, with a number of pods that ${scaling.kind === 'keda' ? 'KEDA' : 'an autoscaler'} changes`,
        want: 'a fixed number of pods, so that their ratio is the weight',
        fix: 'set scaling.kind to fixed, or canary.by to route',
      },
    ];
  }
  const split = splitByWeight(scaling.replicas, canary.weight);
  const share = split === undefined ? 0 : (100 * split.canary) / scaling.replicas;
  return Math.abs(share - canary.weight) <= tolerance
    ? []
    : [
        {
          rule: 'serving/canary',
          field: `${field}.canary.weight`,
          got:
            split === undefined
              ? `${canary.weight} percent of ${scaling.replicas === 1 ? 'one pod' : 'no pods'}`
              : `${canary.weight} percent of ${scaling.replicas} pods: ${split.canary} of them would get ${Math.round(share)} percent`,
          want: `${enoughPods(canary.weight)} pods or more, or a weight that their number can show`,
          fix: `set scaling.replicas to ${enoughPods(canary.weight)}, or canary.by to route`,
        },
      ];
};

/** Numbers of pods that contradict each other: ranges, disruption budgets, canaries. */
export const scalingProblems = (model: ModelDefinition, field: string): readonly Inconsistency[] => [
  ...rangeProblems(model, field),
  ...disruptionProblems(model, field),
  ...canaryProblems(model, field),
];
