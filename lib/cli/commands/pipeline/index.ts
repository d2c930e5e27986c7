import { InvalidArgumentError, Option, type Command } from 'commander';
import type { CommandContext, ExitCode } from '../../context';
import { addGraph } from './graph-options';
import { compileOptionsOf, withBackendFlags, type BackendFlags } from './compile-options';

type Run = (context: CommandContext) => Promise<ExitCode>;

type CompileFlags = BackendFlags & {
  readonly as: 'workflow' | 'workflowtemplate' | 'cronworkflow' | 'pipelineversion' | 'kfp-run';
  readonly name?: string;
  readonly namespace?: string;
  readonly set: readonly string[];
  readonly cron?: string;
  readonly timeZone: string;
  readonly registry?: string;
  readonly json: boolean;
};

const examples = (lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ drydock pipeline ${line}`).join('\n')}\n`;

const fileHelp = 'IR that the Python SDK has compiled (YAML or JSON), or a PipelineVersion';

const isTypescript = (file: string): boolean => /\.[cm]?[jt]s$/.test(file);

const collected = (word: string, before: readonly string[]): readonly string[] => [...before, word];

const addCompile = (group: Command, run: (command: Run) => void): void => {
  const command = group
    .command('compile')
    .description(
      'print what a pipeline becomes: the Argo Workflow that the backend of Kubeflow Pipelines makes of compiled Python, or the objects of a pipeline in TypeScript',
    )
    .argument('<file>', `${fileHelp}, or a TypeScript module that exports a pipeline`)
    .addOption(
      new Option('--as <kind>', 'what to print')
        .choices(['workflow', 'workflowtemplate', 'cronworkflow', 'pipelineversion', 'kfp-run'])
        .default('workflow'),
    )
    .option('--name <name>', 'name of the object (default: made from that of the pipeline)')
    .option('--namespace <name>', 'namespace of the object')
    .addOption(
      new Option('--set <name=value>', 'value of an input; may be repeated')
        .argParser(collected)
        .default([], 'none'),
    )
    .option('--cron <schedule>', 'when to run, for --as cronworkflow')
    .option('--time-zone <zone>', 'time zone of the schedule', 'UTC')
    .option('--registry <host>', 'registry of the site, to which every image is moved')
    .option('--json', 'print JSON', false);
  withBackendFlags(command)
    .addHelpText(
      'after',
      examples([
        'compile pipelines/iris/pipeline.yaml',
        'compile pipelines/iris/pipeline.yaml --set trees=200 --as workflowtemplate --namespace kubeflow',
        'compile pipelines/iris/pipeline.yaml --as cronworkflow --cron "30 2 * * *"',
        'compile pipelines/typescript/iris-accuracy.ts --as workflowtemplate --namespace kubeflow',
      ]),
    )
    .action((file: string, flags: CompileFlags) => {
      const { as, name, namespace, set, cron, timeZone, registry, json } = flags;
      if (isTypescript(file)) {
        const command = { file, as, name, namespace, set, cron, timeZone, registry, json };
        run(async (context) => (await import('./compile-typescript')).compileTypescript(command, context));
        return;
      }
      if (as === 'kfp-run') throw new InvalidArgumentError('--as kfp-run is for pipelines in TypeScript.');
      run(async (context) =>
        (await import('./compile')).compile(
          {
            file,
            as,
            name,
            namespace,
            set,
            cron,
            timeZone,
            registry,
            json,
            options: compileOptionsOf(flags),
          },
          context,
        ),
      );
    });
};

/** Adds the commands on pipelines to the program. */
export const addPipelineCommands = (program: Command, run: (command: Run) => void): void => {
  const group = program
    .command('pipeline')
    .description('compile pipelines, look into them, and say what changed between two versions');

  addCompile(group, run);

  group
    .command('inspect')
    .description('show inputs, steps, images and resources of a pipeline')
    .argument('<file>', fileHelp)
    .option('--json', 'report as JSON', false)
    .addHelpText('after', examples(['inspect pipelines/iris/pipeline.yaml']))
    .action((file: string, { json }: { json: boolean }) => {
      run(async (context) => (await import('./inspect')).inspect({ file, json }, context));
    });

  group
    .command('diff')
    .description('say what changed between two versions of a pipeline, by component, image, input and edge')
    .argument('<before>', fileHelp)
    .argument('<after>', 'the other version')
    .option('--json', 'report as JSON', false)
    .addHelpText('after', examples(['diff old.yaml pipelines/iris/pipeline.yaml']))
    .action((before: string, after: string, { json }: { json: boolean }) => {
      run(async (context) => (await import('./diff')).diff({ before, after, json }, context));
    });

  addGraph(group, run);
};
