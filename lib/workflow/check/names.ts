import { describeUnit, type Problems, type Unit, type Units } from '../compile';

/** Templates and tasks that two different constructs would share. */
export const checkNames = (units: Units, problems: Problems): void => {
  const templates = new Map<string, Unit>([[units.root.template, units.root]]);
  const tasks = new Map<Unit | undefined, Set<string>>();
  for (const unit of units.all) {
    const inside = tasks.get(unit.parent) ?? new Set<string>();
    tasks.set(unit.parent, inside);
    const other = unit.kind === 'call' ? undefined : templates.get(unit.template);
    if (other !== undefined || inside.has(unit.task)) {
      problems.add(unit, 'name', {
        rule: 'workflow/unique-name',
        got: `the name ${unit.template}${other === undefined ? '' : `, which ${describeUnit(other)} has too`}`,
        want: 'a name of its own for every step and group',
        fix: 'give one of them another id or name',
      });
    }
    if (unit.kind !== 'call' && other === undefined) templates.set(unit.template, unit);
    inside.add(unit.task);
  }
};
