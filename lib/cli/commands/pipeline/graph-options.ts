import { Option, type Command } from 'commander';
import type { CommandContext, ExitCode } from '../../context';

type Run = (context: CommandContext) => Promise<ExitCode>;

/** Adds `drydock pipeline graph`. */
export const addGraph = (group: Command, run: (command: Run) => void): void => {
  group
    .command('graph')
    .description(
      'draw a pipeline in TypeScript as SVG; steps on volumes, snapshots and other objects look different',
    )
    .argument('<file>', 'module that exports a pipeline')
    .addOption(
      new Option('-f, --format <format>', 'how to draw').choices(['svg', 'mermaid', 'json']).default('svg'),
    )
    .option('--json', 'short for --format json', false)
    .option('-o, --output <file>', 'write into this file instead of standard output')
    .addHelpText(
      'after',
      `\nExamples:\n${['graph pipelines/typescript/iris-accuracy.ts > iris.svg', 'graph pipelines/typescript/volume-dag.ts --format mermaid'].map((line) => `  $ drydock pipeline ${line}`).join('\n')}\n`,
    )
    .action((file: string, flags: { format: 'svg' | 'mermaid' | 'json'; json: boolean; output?: string }) => {
      const format = flags.json ? 'json' : flags.format;
      run(async (context) =>
        (await import('./graph')).graphPipeline({ file, format, output: flags.output }, context),
      );
    });
};
