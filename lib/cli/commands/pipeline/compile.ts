import { Refusal, type Diagnostic } from '../../../diagnostics';
import { mirrorImage } from '../../../images';
import {
  applySitePolicy,
  compileWorkflow,
  cronWorkflow,
  defaultOptions,
  nearestObjectName,
  noPolicy,
  parseParameter,
  pipelineVersion,
  typeInWords,
  unfitParameters,
  withRunSettings,
  workflowTemplate,
  type CompileOptions,
  type Pipeline,
} from '../../../kfp';
import { isDnsSubdomain, type Json } from '../../../kubernetes';
import { emitYaml } from '../../../yaml';
import type { CommandContext, ExitCode } from '../../context';
import { readPipelineFile } from './read-file';

/** Options of `drydock pipeline compile`. */
export interface CompileCommand {
  readonly file: string;
  readonly as: 'workflow' | 'workflowtemplate' | 'cronworkflow' | 'pipelineversion';
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  /** `name=value`, as written. */
  readonly set: readonly string[];
  readonly cron: string | undefined;
  readonly timeZone: string;
  readonly registry: string | undefined;
  readonly json: boolean;
  readonly options: Partial<CompileOptions>;
}

const problem = (argument: string, got: string, want: string, fix: string): Diagnostic => ({
  rule: 'kfp/argument',
  severity: 'error',
  where: { kind: 'argument', argument },
  got,
  want,
  fix,
});

/** The values of `--set`, each in the type of its input. */
const parametersOf = (words: readonly string[], pipeline: Pipeline): Readonly<Record<string, Json>> => {
  const inputs = pipeline.root.spec.inputDefinitions?.parameters ?? {};
  const values = new Map<string, Json>();
  const problems: Diagnostic[] = [];
  for (const word of words) {
    const [, name, text = ''] = /^([^=]+)=([^]*)$/.exec(word) ?? [];
    const input = name === undefined ? undefined : inputs[name];
    if (name === undefined) {
      problems.push(problem('--set', word, 'name=value', 'write the name of an input, = and its value'));
    } else if (input === undefined) {
      const [unknown] = unfitParameters(pipeline, { [name]: null });
      problems.push(problem('--set', unknown?.got ?? name, unknown?.want ?? '', unknown?.fix ?? ''));
    } else {
      const value = parseParameter(text, input);
      if (value === undefined) {
        const want = typeInWords(input);
        problems.push(
          problem('--set', word, `${name}=${want}`, `write ${want}, in JSON where it is a list or a map`),
        );
      } else values.set(name, value);
    }
  }
  if (problems.length > 0) throw new Refusal(problems);
  return Object.fromEntries(values);
};

const cronOf = ({ cron }: CompileCommand): string => {
  if (cron !== undefined) return cron;
  throw new Refusal([
    problem('--as cronworkflow', 'no schedule', '--cron with five fields', 'add --cron "30 2 * * *"'),
  ]);
};

const nameOf = ({ name }: CompileCommand, pipeline: Pipeline): string => {
  const chosen = name ?? nearestObjectName(pipeline.name);
  if (isDnsSubdomain(chosen)) return chosen;
  throw new Refusal([
    problem('--name', chosen, 'a DNS name (lower-case letters, digits, - and .)', 'give another name'),
  ]);
};

const objectOf = (command: CompileCommand, pipeline: Pipeline): unknown => {
  const parameters = parametersOf(command.set, pipeline);
  const options = { ...command.options, parameters };
  if (command.as === 'workflow') return compileWorkflow(pipeline, options);
  const place = {
    name: nameOf(command, pipeline),
    ...(command.namespace === undefined ? {} : { namespace: command.namespace }),
  };
  switch (command.as) {
    case 'workflowtemplate':
      return workflowTemplate(compileWorkflow(pipeline, options), place);
    case 'cronworkflow':
      return cronWorkflow(
        compileWorkflow(pipeline, options),
        {
          cron: cronOf(command),
          timeZone: command.timeZone,
          concurrency: 'Forbid',
          suspend: false,
          startingDeadlineSeconds: 0,
          history: { succeeded: 3, failed: 3 },
        },
        place,
      );
    case 'pipelineversion':
      return pipelineVersion(
        withRunSettings(pipeline, { parameters, pipelineRoot: options.pipelineRoot }),
        place,
      );
  }
};

/** With a registry of the site, every image is pulled from there: those of the steps, of driver and of launcher. */
const moved = (command: CompileCommand): CompileCommand => {
  const image = (own: string | undefined, fallback: string): string =>
    mirrorImage(own ?? fallback, command.registry);
  const { driverImage, launcherImage } = command.options;
  return {
    ...command,
    options: {
      ...command.options,
      driverImage: image(driverImage, defaultOptions.driverImage),
      launcherImage: image(launcherImage, defaultOptions.launcherImage),
    },
  };
};

/** Prints what a compiled pipeline becomes. */
export const compile = (command: CompileCommand, context: CommandContext): ExitCode => {
  const { registry } = command;
  const read = readPipelineFile(command.file, context);
  const pipeline =
    registry === undefined
      ? read
      : applySitePolicy(read, { ...noPolicy, moveImage: (image) => mirrorImage(image, registry) });
  const object: unknown = JSON.parse(JSON.stringify(objectOf(moved(command), pipeline)));
  context.terminal.out(command.json ? `${JSON.stringify(object, null, 2)}\n` : emitYaml(object));
  return 0;
};
