import { Refusal, renderText, type Diagnostic } from '../../../diagnostics';
import { mirrorImage } from '../../../images';
import { emitYaml } from '../../../yaml';
import { pipelineObjects, type Form, type ParameterValues, type Schedule } from '../../../workflow';
import type { CommandContext, ExitCode } from '../../context';
import { loadTypescriptPipeline } from '../../typescript-pipeline';

/** Options of `drydock pipeline compile` for a pipeline in TypeScript. */
export interface CompileTypescriptCommand {
  readonly file: string;
  readonly as: 'workflow' | 'workflowtemplate' | 'cronworkflow' | 'pipelineversion' | 'kfp-run';
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  /** `name=value`, as written. */
  readonly set: readonly string[];
  readonly cron: string | undefined;
  readonly timeZone: string;
  readonly registry: string | undefined;
  readonly json: boolean;
}

const refuse = (argument: string, got: string, want: string, fix: string): never => {
  const problem: Diagnostic = {
    rule: 'pipelines/argument',
    severity: 'error',
    where: { kind: 'argument', argument },
    got,
    want,
    fix,
  };
  throw new Refusal([problem]);
};

const valuesOf = (words: readonly string[]): ParameterValues =>
  Object.fromEntries(
    words.map((word): [string, string] => {
      const [, name, value = ''] = /^([^=]+)=([^]*)$/.exec(word) ?? [];
      return name === undefined
        ? refuse('--set', word, 'name=value', 'write the name of a parameter, = and its value')
        : [name, value];
    }),
  );

const scheduleOf = ({ cron, timeZone }: CompileTypescriptCommand, own: Schedule | undefined): Schedule => {
  if (cron !== undefined) return { schedules: [cron], timeZone };
  return (
    own ??
    refuse(
      '--as cronworkflow',
      'no schedule',
      '--cron, or a schedule that the module exports',
      'add --cron "30 2 * * *"',
    )
  );
};

const formOf = (command: CompileTypescriptCommand, own: Schedule | undefined): Form => {
  const parameters = valuesOf(command.set);
  switch (command.as) {
    case 'workflow':
      return { kind: 'workflow', parameters };
    case 'workflowtemplate':
      return { kind: 'template', parameters };
    case 'cronworkflow':
      return { kind: 'cron', parameters, schedule: scheduleOf(command, own) };
    case 'kfp-run':
      return { kind: 'kfp-run', parameters };
    case 'pipelineversion':
      return refuse(
        '--as',
        'pipelineversion',
        'another kind: that object holds compiled Python',
        'use workflowtemplate',
      );
  }
};

/** Prints the objects of a pipeline in TypeScript, permissions first. */
export const compileTypescript = (
  command: CompileTypescriptCommand,
  { cwd, terminal }: CommandContext,
): ExitCode => {
  const { file, name, namespace, registry, json } = command;
  const { pipeline, schedule } = loadTypescriptPipeline(file, cwd, { kind: 'argument', argument: file });
  const { objects, warnings } = pipelineObjects(pipeline, {
    form: formOf(command, schedule),
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(registry === undefined ? {} : { moveImage: (image: string) => mirrorImage(image, registry) }),
  });
  if (warnings.length > 0) terminal.err(renderText(warnings, { colour: terminal.colour }));
  terminal.out(
    json ? `${JSON.stringify(objects, null, 2)}\n` : objects.map((object) => emitYaml(object)).join('---\n'),
  );
  return 0;
};
