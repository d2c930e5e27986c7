import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Refusal, renderText } from '../../../diagnostics';
import { compileWorkflow, readPipeline, type CompileOptions, type ReadPipeline } from '../../../kfp';
import { emitYaml } from '../../../yaml';
import type { CommandContext, ExitCode } from '../../context';

/** Options of `drydock pipeline compile`. */
export interface CompileCommand {
  readonly file: string;
  readonly as: 'workflow';
  readonly options: Partial<CompileOptions>;
}

/** Reads a compiled pipeline; warnings go to standard error. */
export const readPipelineFile = (file: string, { cwd, terminal }: CommandContext): ReadPipeline => {
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
  const read = readPipeline(text, file);
  if (read.warnings.length > 0) terminal.err(renderText(read.warnings, { colour: terminal.colour }));
  return read;
};

/** Prints the compiled workflow. */
export const compile = (command: CompileCommand, context: CommandContext): ExitCode => {
  const { pipeline } = readPipelineFile(command.file, context);
  context.terminal.out(emitYaml(JSON.parse(JSON.stringify(compileWorkflow(pipeline, command.options)))));
  return 0;
};
