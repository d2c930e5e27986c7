import { comparePipelines, type PipelineChange } from '../../../kfp';
import type { CommandContext, ExitCode } from '../../context';
import { colours, type Terminal } from '../../terminal';
import { readPipelineFile } from './read-file';

const short = (text: string): string => (text.length > 72 ? `${text.slice(0, 71)}…` : text);

const line = ({ kind, about, name, before, after }: PipelineChange, terminal: Terminal): string => {
  const paint = colours(terminal);
  switch (kind) {
    case 'added':
      return paint.green(`+ ${about} ${name}${after === '' ? '' : `: ${short(after)}`}`);
    case 'removed':
      return paint.red(`- ${about} ${name}${before === '' ? '' : `: ${short(before)}`}`);
    case 'changed':
      return paint.yellow(`~ ${about} ${name}: ${short(before)} => ${short(after)}`);
  }
};

/** Says what changed between two versions of a pipeline. Exit code 1 when something did. */
export const diff = (
  { before, after, json }: { readonly before: string; readonly after: string; readonly json: boolean },
  context: CommandContext,
): ExitCode => {
  const changes = comparePipelines(readPipelineFile(before, context), readPipelineFile(after, context));
  const { terminal } = context;
  if (json) terminal.out(`${JSON.stringify({ changes }, null, 2)}\n`);
  else if (changes.length === 0) terminal.out('no change\n');
  else terminal.out(`${changes.map((each) => line(each, terminal)).join('\n')}\n`);
  return changes.length === 0 ? 0 : 1;
};
