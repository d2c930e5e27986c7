/** One step of the runbook. */
export interface Step {
  readonly title: string;
  /** What it does and what to expect, in sentences. */
  readonly text: string;
  /** Commands as they are typed, from the root of the repository. */
  readonly commands: readonly string[];
}

const stepText = ({ title, text, commands }: Step, index: number): string =>
  [
    `## ${index + 1}. ${title}`,
    text,
    ...(commands.length === 0 ? [] : ['', '```sh', ...commands, '```']),
  ].join('\n');

/** Steps as numbered sections. */
export const numbered = (steps: readonly Step[]): string => steps.map(stepText).join('\n\n');
