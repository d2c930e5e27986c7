import type { ModelDefinition, ModelSource, Scaling } from './schema/serving';

export type {
  Batch,
  ClaimReference,
  CustomProbe,
  Disruption,
  ModelDefinition,
  ModelSource,
  PinnedImage,
  Runtime,
  Scaling,
} from './schema/serving';

/** Names of what a model consists of in the cluster, all derived from the name of the model. */
export interface ServedNames {
  /** Deployment, Service, ServiceAccount, autoscaler, disruption budget, network policy of the callers, routes. */
  readonly server: string;
  /** Deployment and Service of the second version. */
  readonly canary: string;
  /** Service with an address outside the cluster. */
  readonly external: string;
  readonly headless: string;
  /** ConfigMap. */
  readonly config: string;
  /** Claim that holds the model, where it is ours to make. */
  readonly claim: string;
  /** The claim of the canary’s model. */
  readonly canaryClaim: string;
  /** Network policy that lets the download out. */
  readonly download: string;
  readonly smokeTest: string;
  /** CronJob of a batch job. */
  readonly batch: (job: string) => string;
  /** Claim of a batch job, where it is ours to make. */
  readonly batchClaim: (job: string, use: 'input' | 'output') => string;
}

/** Names of what a model consists of in the cluster. */
export const servedNames = (model: string): ServedNames => ({
  server: model,
  canary: `${model}-canary`,
  external: `${model}-external`,
  headless: `${model}-headless`,
  config: `${model}-config`,
  claim: `${model}-model`,
  canaryClaim: `${model}-canary-model`,
  download: `${model}-download`,
  smokeTest: `${model}-smoke-test`,
  batch: (job) => `${model}-${job}`,
  batchClaim: (job, use) => `${model}-${job}-${use}`,
});

/** Fewest and most pods that the scaling may come to. */
export const podRange = (scaling: Scaling): { readonly min: number; readonly max: number } =>
  scaling.kind === 'fixed'
    ? { min: scaling.replicas, max: scaling.replicas }
    : { min: scaling.min, max: scaling.max };

/** Pods of the stable version and of the canary. */
export interface CanarySplit {
  readonly stable: number;
  readonly canary: number;
}

/**
 * How a fixed number of pods is divided so that about `weight` percent of them are the canary; at least one each.
 * Undefined where there are fewer than two.
 */
export const splitByWeight = (replicas: number, weight: number): CanarySplit | undefined => {
  if (replicas < 2) return undefined;
  const canary = Math.min(replicas - 1, Math.max(1, Math.round((replicas * weight) / 100)));
  return { stable: replicas - canary, canary };
};

/** Sources that are fetched before the server starts. */
export type DownloadedSource = Extract<ModelSource, { kind: 's3' | 'http' }>;

/** Whether the model is fetched before the server starts. */
export const isDownloaded = (source: ModelSource): source is DownloadedSource =>
  source.kind === 's3' || source.kind === 'http';

/** Whether the model is on a claim that is ours to make, and therefore on a volume that one node can mount. */
export const makesClaim = (source: ModelSource): boolean =>
  source.kind === 'claim' && typeof source.claim === 'object';

/**
 * Pods that a rollout may add beyond the replicas, where the model does not say: none where a spare GPU would be
 * needed, or a second node for a volume that is mounted on the first.
 */
export const surgeOf = (model: ModelDefinition): number =>
  model.rollout.surge ?? (model.resources.gpus > 0 || makesClaim(model.source) ? 0 : 1);
