import type { Node } from '../tree/node';

/** The maps that a merge key (`<<`) names, the one that wins last. */
const sourcesOf = (value: Node, refuse: (problem: string) => never): readonly Node[] => {
  if (value.kind === 'map') return [value];
  if (value.kind === 'scalar') return refuse('map merge requires map or sequence of maps as the value');
  return value.items
    .map((item) =>
      item.kind === 'map' ? item : refuse('map merge requires map or sequence of maps as the value'),
    )
    .reverse();
};

/** Fills a map with what its merge keys name; its own fields win. https://yaml.org/type/merge.html */
export const mergeInto = (map: Node, merges: readonly Node[], refuse: (problem: string) => never): void => {
  if (merges.length > 1) refuse('duplicate merge key');
  const own = [...map.fields];
  for (const source of merges.flatMap((value) => sourcesOf(value, refuse))) {
    for (const [name, value] of source.fields) map.put(name, value.copy());
  }
  for (const [name, value] of own) map.put(name, value);
};
