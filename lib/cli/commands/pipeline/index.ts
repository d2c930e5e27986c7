import type { Command } from 'commander';
import type { CommandContext, ExitCode } from '../../context';

type Run = (context: CommandContext) => Promise<ExitCode>;

/** Adds the commands on pipelines to the program. */
export const addPipelineCommands = (program: Command, run: (command: Run) => void): void => {
  const group = program
    .command('pipeline')
    .description('compile pipelines, look into them, and say what changed between two versions');

  group
    .command('compile')
    .description(
      'print the Argo Workflow that the backend of Kubeflow Pipelines makes of a compiled pipeline',
    )
    .argument('<file>', 'IR that the Python SDK has compiled, or a PipelineVersion')
    .action((file: string) => {
      run(async (context) =>
        (await import('./compile')).compile({ file, as: 'workflow', options: {} }, context),
      );
    });
};
