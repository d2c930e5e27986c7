import { closest } from 'fastest-levenshtein';
import { describeKey } from '../../../kubernetes';
import type { Rule } from '../../rule';

const nearestKey = (key: string, keys: ReadonlySet<string>): string => {
  const all = [...keys].sort();
  return all.length === 0
    ? 'it has none'
    : `it has ${all.slice(0, 8).join(', ')}${all.length > 8 ? ` and ${all.length - 8} more` : ''}; nearest is ${closest(key, all)}`;
};

const keyRule = (id: string, kind: 'ConfigMap' | 'Secret'): Rule => ({
  id,
  severity: 'error',
  summary: `Every key of a ${kind} that is named exists in it.`,
  why: 'The container stays in CreateContainerConfigError, or finds a folder where it expects a file.',
  *check(context) {
    for (const reference of context.references) {
      if (reference.to.kind !== kind || reference.to.group !== '' || reference.keys.length === 0) continue;
      const found = context.resolve(reference);
      if (reference.optional || found.from !== 'release' || found.keys === undefined) continue;
      for (const { key, path } of reference.keys) {
        if (found.keys.has(key)) continue;
        yield {
          manifest: reference.from,
          path,
          got: `${key}: no such key in ${describeKey(reference.to)} (${nearestKey(key, found.keys)})`,
          want: `a key of ${describeKey(reference.to)}`,
          fix: 'correct the key, add it, or mark the reference optional',
        };
      }
    }
  },
});

/** References to keys that their ConfigMap or Secret does not have. */
export const keyReferences: readonly Rule[] = [
  keyRule('reference/config-map-key', 'ConfigMap'),
  keyRule('reference/secret-key', 'Secret'),
];
