import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Refusal, renderText } from '../../../diagnostics';
import { readPipeline, type Pipeline } from '../../../kfp';
import type { CommandContext } from '../../context';

/**
 * Reads a compiled pipeline; what its file has that is not understood goes to standard error.
 * @throws Refusal when there is no such file, or no pipeline in it.
 */
export const readPipelineFile = (file: string, { cwd, terminal }: CommandContext): Pipeline => {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, file), 'utf8');
  } catch {
    throw new Refusal([
      {
        rule: 'kfp/file',
        severity: 'error',
        where: { kind: 'argument', argument: file },
        got: 'no readable file of this name',
        want: 'a compiled pipeline',
        fix: 'correct the path',
      },
    ]);
  }
  const { pipeline, warnings } = readPipeline(text, file);
  if (warnings.length > 0) terminal.err(renderText(warnings, { colour: terminal.colour }));
  return pipeline;
};
