import type { Problems, Units } from '../compile';

const isList = (value: unknown): boolean => {
  if (typeof value !== 'string') return Array.isArray(value);
  try {
    return Array.isArray(JSON.parse(value));
  } catch {
    return false;
  }
};

/** Loops over a parameter whose default is no list. */
export const checkLoopDefaults = (units: Units, problems: Problems): void => {
  for (const unit of units.all) {
    if (unit.kind !== 'dag' || unit.entry.kind !== 'loop' || unit.entry.loop.items.kind !== 'reference')
      continue;
    const { target } = unit.entry.loop.items.reference;
    const value =
      target.kind === 'parameter' ? units.pipeline.props.parameters?.[target.name]?.default : undefined;
    if (value === undefined || isList(value)) continue;
    problems.add(unit, 'over', {
      rule: 'workflow/loop',
      got: `a parameter with the default ${JSON.stringify(value)}`,
      want: 'a list, or its JSON',
      fix: 'correct the default of the parameter',
    });
  }
};
