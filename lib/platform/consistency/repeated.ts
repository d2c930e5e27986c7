import type { Inconsistency } from './inconsistency';

/** One problem for each name that stands more than once in a list of named things. */
export const repeated = (list: string, names: readonly string[], rule: string): readonly Inconsistency[] =>
  [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map((name) => ({
    rule,
    field: `${list}[${name}].name`,
    got: `${name}, ${names.filter((each) => each === name).length} times`,
    want: 'each name once',
    fix: 'rename or remove one',
  }));
