import { join } from 'node:path';
import { z } from 'zod';
import { run, type Finished } from '../../../lib/program';
import { Unmet, type Setting } from '../../scenario';

/** What a scenario reads in the JSON report of a rehearsal. */
const reportSchema = z.object({
  verdict: z.enum(['passed', 'failed']),
  seconds: z.number(),
  acts: z.array(
    z.object({
      title: z.string(),
      ending: z.string(),
      seconds: z.number(),
      note: z.string().exactOptional(),
      changes: z.record(z.string(), z.array(z.string())).exactOptional(),
    }),
  ),
  diagnostics: z.array(
    z.object({
      rule: z.string(),
      where: z.looseObject({ object: z.string().exactOptional() }),
      got: z.string(),
      fix: z.string(),
    }),
  ),
  standIns: z.array(z.object({ what: z.string(), why: z.string() })),
  notes: z.array(z.string()),
});

/** A rehearsal as its report tells it. */
export type Report = z.output<typeof reportSchema>;

/** A rehearsal that has ended with a verdict. */
export interface Rehearsed {
  readonly code: number;
  readonly report: Report;
}

/** Runs `drydock rehearse` as a person does. */
export const drydockRehearse = (setting: Setting, words: readonly string[]): Promise<Finished> =>
  run(process.execPath, [join(setting.root, 'bin/drydock.js'), '-C', setting.root, 'rehearse', ...words], {
    cwd: setting.root,
    signal: setting.signal,
    seconds: 900,
  });

/** Runs a rehearsal to its verdict; `Unmet` with what it said where it did not come to one. */
export const rehearsed = async (setting: Setting, words: readonly string[]): Promise<Rehearsed> => {
  const { code, stdout, stderr } = await drydockRehearse(setting, [...words, '--json']);
  if (code > 1) throw new Unmet(`exit code ${code}\n${stderr.slice(-3000)}${stdout.slice(-3000)}`);
  const report = reportSchema.parse(JSON.parse(stdout));
  return { code, report };
};

/** What a report says is wrong, a line each. */
export const findingsIn = ({ diagnostics, acts }: Report): readonly string[] => [
  ...acts.filter(({ ending }) => ending !== 'settled').map(({ title, ending }) => `${title}: ${ending}`),
  ...diagnostics.map(({ rule, where, got }) => `${rule} ${where.object ?? ''}: ${got}`),
];

/** `Unmet` where a rehearsal has not passed. */
export const mustPass = ({ code, report }: Rehearsed): void => {
  if (code !== 0 || report.verdict !== 'passed') throw new Unmet(findingsIn(report).join('\n'));
};
