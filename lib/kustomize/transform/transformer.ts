import type { ResourceList } from '../resource/list';

/** Changes the resources of a build. */
export type Transformer = (resources: ResourceList) => void;

/** Text entries of a map, sorted by key. */
export type Texts = ReadonlyMap<string, string>;

export const sortedEntries = (texts: Texts): readonly (readonly [string, string])[] =>
  [...texts].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
