import { createHash } from 'node:crypto';

/** What a pod of a model is for; the value of the component label. */
export type Part = 'model-server' | 'model-batch' | 'model-smoke-test';

/** The stable version or the one that is tried. */
export type Track = 'stable' | 'canary';

/**
 * Label that keeps the Deployments of the two tracks apart. The stable one has it from the start: a selector is
 * immutable, so that it could not be added with the first canary.
 */
export const trackLabel = 'drydock.dev/track';

/** Label of the Services that Prometheus visits; those for other purposes lead to the same pods. */
export const scrapeLabel = 'drydock.dev/scrape';

/** Labels of everything that belongs to a part of a model; selectors use them. `instance` is left to Argo CD. */
export const partLabels = (model: string, part: Part): Readonly<Record<string, string>> => ({
  'app.kubernetes.io/name': model,
  'app.kubernetes.io/component': part,
});

/** Labels of the server pods of one track. */
export const trackLabels = (model: string, track: Track): Readonly<Record<string, string>> => ({
  ...partLabels(model, 'model-server'),
  [trackLabel]: track,
});

/** Metadata of an object of a model. */
export interface ModelObjectMetadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels: { readonly [label: string]: string };
}

/** Gives the metadata of an object of a model, by its name and the part it belongs to; by default the server. */
export type MetadataOf = (name: string, part?: Part) => ModelObjectMetadata;

/** sha256 of some named texts, whatever their order. */
export const checksumOf = (texts: Readonly<Record<string, string>>): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest('hex');
