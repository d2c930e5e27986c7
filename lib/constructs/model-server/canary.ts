import {
  servedNames,
  splitByWeight,
  type ModelDefinition,
  type ModelSource,
  type PinnedImage,
} from '../../platform';
import { claimName } from './claims';
import { partLabels, trackLabels, type Track } from './labels';

/** One version of a model: a Deployment of its own. */
export interface ModelVersion {
  readonly track: Track;
  /** Name of its Deployment. */
  readonly name: string;
  readonly image: PinnedImage;
  readonly source: ModelSource;
  /** Name of the claim that its model is on, where it is on one. */
  readonly claimName: string;
  /** Fixed number of pods; undefined where an autoscaler decides. */
  readonly replicas: number | undefined;
}

const claimNameOf = (source: ModelSource, ours: string): string =>
  source.kind === 'claim' ? claimName(source.claim, ours) : ours;

/**
 * The versions of a model that run side by side: the stable one, and the canary where there is one. With
 * `by: replicas` they share the fixed number of pods by weight; with `by: route` the canary has pods of its own.
 */
export const versionsOf = (model: ModelDefinition): readonly [ModelVersion, ...ModelVersion[]] => {
  const { canary, scaling, image, source } = model;
  const names = servedNames(model.name);
  const fixed = scaling.kind === 'fixed' ? scaling.replicas : undefined;
  const split =
    canary?.by === 'replicas' && fixed !== undefined ? splitByWeight(fixed, canary.weight) : undefined;
  const stable: ModelVersion = {
    track: 'stable',
    name: names.server,
    image,
    source,
    claimName: claimNameOf(source, names.claim),
    replicas: split?.stable ?? fixed,
  };
  if (canary === undefined) return [stable];
  const ownClaim = canary.source === undefined ? names.claim : names.canaryClaim;
  const tried = canary.source ?? source;
  return [
    stable,
    {
      track: 'canary',
      name: names.canary,
      image: canary.image ?? image,
      source: tried,
      claimName: claimNameOf(tried, ownClaim),
      replicas: split?.canary ?? canary.replicas,
    },
  ];
};

/**
 * Pods behind the Service of the model. Where a route shares out requests, that Service is the stable version alone,
 * or its pods would be counted twice.
 */
export const serviceLabels = ({ name, canary }: ModelDefinition): Readonly<Record<string, string>> =>
  canary?.by === 'route' ? trackLabels(name, 'stable') : partLabels(name, 'model-server');

/** Service that gets the requests of a smoke test: that of the version that is new. */
export const testedService = ({ name, canary }: ModelDefinition): string =>
  canary?.by === 'route' ? servedNames(name).canary : servedNames(name).server;
