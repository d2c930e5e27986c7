import type { Problems, Unit, Units } from '../compile';

const isConditional = (unit: Unit): boolean => unit.kind === 'dag' && unit.entry.kind === 'branch';

/** Values read from a branch by something outside of it: the branch may be skipped, and then there is no value. */
export const checkSkippedOutputs = (units: Units, problems: Problems): void => {
  for (const unit of [units.root, ...units.all]) {
    const sources = [...unit.inputs.values()].map((argument) =>
      argument.kind === 'artifact' ? argument.from : argument.kind === 'raw' ? argument.data : argument.value,
    );
    for (const source of sources) {
      if (source.kind !== 'task' || !isConditional(source.unit)) continue;
      problems.add(unit, '', {
        rule: 'workflow/skipped-output',
        severity: 'warning',
        got: `${source.output} of branch ${source.unit.task}, which may be skipped`,
        want: 'a value that is there whenever the step runs',
        fix: 'move the step into the branch, or give it a condition with the same test',
      });
    }
  }
};
