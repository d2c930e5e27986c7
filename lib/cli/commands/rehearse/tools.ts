import { findPrograms, type Program } from '../../../rehearsal';
import type { CommandContext, ExitCode } from '../../context';
import { colours } from '../../terminal';

const columns = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
};

const rowOf = ({ name, wanted, found, fits, howToGet }: Program): readonly string[] => [
  name,
  wanted,
  found === undefined ? 'missing' : `${found.version}${fits ? '' : ' (too old)'}`,
  fits ? (found?.path ?? '') : howToGet,
];

/** Lists the programs that rehearsals run: which are here, and how to get the others. Exit code 1 when one is missing. */
export const listTools = async (json: boolean, { terminal, signal }: CommandContext): Promise<ExitCode> => {
  const programs = await findPrograms(process.env, signal);
  const complete = programs.every(({ fits }) => fits);
  if (json) {
    terminal.out(`${JSON.stringify({ complete, programs }, null, 2)}\n`);
    return complete ? 0 : 1;
  }
  const [header = '', ...rows] = columns([
    ['program', 'wanted', 'found', 'where, or how to get it'],
    ...programs.map(rowOf),
  ]);
  terminal.out(`${colours(terminal).bold(header)}\n${rows.join('\n')}\n`);
  return complete ? 0 : 1;
};
