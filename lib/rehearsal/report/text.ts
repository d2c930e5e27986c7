import { createColors } from 'picocolors';
import { renderText } from '../../diagnostics';
import type { ApplicationTimes } from '../play';
import type { PlayedAct, Rehearsal } from '../rehearsal';
import type { StandInUse } from '../stand-ins';
import type { Changes } from '../upgrade';

/** How a report is written. */
export interface TextOptions {
  readonly colour: boolean;
}

const clock = (seconds: number | undefined): string =>
  seconds === undefined ? '-' : `${seconds.toFixed(1)} s`;

const longest = ({ waits }: ApplicationTimes): string => {
  const [wait] = [...waits].sort((a, b) => b.to - b.from - (a.to - a.from));
  return wait === undefined || wait.to - wait.from < 1
    ? ''
    : `waited ${(wait.to - wait.from).toFixed(1)} s for ${wait.on.replace(/^\//, '')}`;
};

const header = ['wave', 'Application', 'created', 'synced', 'healthy', ''] as const;

const row = (times: ApplicationTimes): readonly string[] => [
  times.component === '' ? 'root' : String(times.wave),
  times.name,
  clock(times.created),
  clock(times.synced),
  clock(times.healthy),
  [times.retries === 0 ? '' : `${times.retries} retries`, longest(times)]
    .filter((part) => part !== '')
    .join(', '),
];

const table = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = header.map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? '').length)));
  return rows.map((cells) =>
    cells
      .map((cell, column) => (column === cells.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
};

const endings = {
  settled: 'Synced and Healthy',
  timeout: 'not Synced and Healthy when time was up',
  stalled: 'stuck: nothing moved any more',
} as const;

const changeLines = (changes: Changes): readonly string[] =>
  Object.entries(changes).flatMap(([what, names]: [string, readonly string[]]) =>
    names.length === 0 ? [] : [`  ${what} ${names.length}: ${names.join(', ')}`],
  );

const actLines = (act: PlayedAct, bold: (text: string) => string): readonly string[] => [
  `${bold(act.title)}: ${endings[act.ending]} after ${clock(act.seconds)}${act.note === undefined ? '' : ` (${act.note})`}`,
  ...table([header, ...act.applications.map(row)]).map((line) => `  ${line}`),
  ...(act.changes === undefined ? [] : changeLines(act.changes)),
];

const shownObjects = 4;

const standInLine = ({ what, why, objects }: StandInUse): string => {
  const shown = objects.slice(0, shownObjects).join(', ');
  const more = objects.length > shownObjects ? ` and ${objects.length - shownObjects} more` : '';
  return `  ${what}: ${why}${objects.length === 0 ? '' : ` (${shown}${more})`}`;
};

/** A rehearsal for people: act by act, then what is wrong, then what was not real. */
export const rehearsalText = (rehearsal: Rehearsal, { colour }: TextOptions): string => {
  const { bold, green, red } = createColors(colour);
  const { acts, diagnostics, notes, standIns, verdict, platform, seconds } = rehearsal;
  const sections = [
    ...acts.map((act) => actLines(act, bold)),
    ...(diagnostics.length === 0 ? [] : [[renderText(diagnostics, { colour }).trimEnd()]]),
    [bold('Not real here'), ...standIns.map(standInLine), ...notes.map((note) => `  ${note}`)],
    [
      `${verdict === 'passed' ? green('passed') : red('failed')}: ${platform}, ${acts.length} act${acts.length === 1 ? '' : 's'} in ${seconds.toFixed(0)} s`,
    ],
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
};
