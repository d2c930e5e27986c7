import { distance } from 'fastest-levenshtein';

/** The known name that a mistyped one most likely means; undefined when none is near. */
export const nearest = (typed: string, known: readonly string[]): string | undefined => {
  const folded = typed.toLowerCase().replace(/[-_]/g, '');
  const ranked = known
    .map((name) => ({ name, far: distance(folded, name.toLowerCase().replace(/[-_]/g, '')) }))
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1));
  const [best] = ranked;
  return best !== undefined && best.far <= Math.max(1, Math.floor(folded.length / 3)) ? best.name : undefined;
};

/** A list of names as prose, cut where it gets long. */
export const oneOf = (names: readonly string[], most = 12): string =>
  names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} … (${names.length} in all)`;
