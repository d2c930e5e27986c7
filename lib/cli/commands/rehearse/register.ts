import { InvalidArgumentError, Option, type Command } from 'commander';
import type { CommandContext, ExitCode } from '../../context';

const seconds = (word: string): number => {
  const value = Number(word);
  if (!Number.isFinite(value) || value <= 0)
    throw new InvalidArgumentError('It must be a number of seconds above 0.');
  return value;
};

const nonEmpty = (word: string): string => {
  if (word === '') throw new InvalidArgumentError('It must not be empty.');
  return word;
};

interface Words {
  readonly tree?: string;
  readonly from?: string;
  readonly output: string;
  readonly rollback: boolean;
  readonly faults: boolean;
  readonly timeout: number;
  readonly patience: number;
  readonly settle: number;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly definitions: readonly string[];
  readonly svg?: string;
  readonly tools: boolean;
  readonly json: boolean;
}

const help = `
The control plane (etcd, API server, controllers, scheduler) and Argo CD are the real ones, as processes of this
machine on loopback; nodes and volumes are simulated, and every report says what was not real. Nothing of yours is
read or touched: kubeconfig, repository and folders are the rehearsal's own and are removed again.

Examples:
  $ drydock rehearse --tools                       what is needed, what is here, how to get the rest
  $ drydock rehearse onprem                        from an empty cluster to Synced and Healthy
  $ drydock rehearse onprem --from main --rollback the upgrade that a pull request makes, and back
  $ drydock rehearse onprem --faults --svg timeline.svg
  $ drydock rehearse onprem --kubeconfig scratch.yaml --context lab
`;

/** Adds `drydock rehearse` to the program. */
export const registerRehearse = (
  program: Command,
  run: (command: (context: CommandContext) => Promise<ExitCode>) => void,
): void => {
  program
    .command('rehearse')
    .description('let the real Argo CD apply a platform, or its upgrade, to a scratch control plane')
    .argument('[platform]', 'name in platforms/ or path of a file; may be left out where there is one')
    .addOption(
      new Option('--tree <folder>', 'a written tree, instead of what the platform renders to').argParser(
        nonEmpty,
      ),
    )
    .addOption(
      new Option('--from <folder or commit>', 'rehearse an upgrade: this release is there first').argParser(
        nonEmpty,
      ),
    )
    .addOption(
      new Option('-o, --output <folder>', 'folder that holds one folder per platform, for --from <commit>')
        .default('dist')
        .argParser(nonEmpty),
    )
    .option('--rollback', 'after the upgrade, go back to --from', false)
    .option('--faults', 'let things go wrong afterwards: crashes, outages, hands, a drained node', false)
    .addOption(new Option('--timeout <seconds>', 'time for each act').default(600).argParser(seconds))
    .addOption(
      new Option('--patience <seconds>', 'give up when nothing has moved for so long')
        .default(150)
        .argParser(seconds),
    )
    .addOption(
      new Option('--settle <seconds>', 'time for which nothing may flap in the end')
        .default(10)
        .argParser(seconds),
    )
    .option('--kubeconfig <file>', 'use this scratch cluster; refused when anybody else is in it')
    .option('--context <name>', 'context of the kubeconfig (default: the current one)')
    .addOption(
      new Option(
        '--definitions <path...>',
        'files and folders with the real CustomResourceDefinitions of kinds that something else on the site brings',
      ).default([], 'none: such kinds get definitions without a schema'),
    )
    .option('--svg <file>', 'write the timeline as a picture')
    .option('--tools', 'list the programs that are needed', false)
    .option('--json', 'report as JSON', false)
    .addHelpText('after', help)
    .action((platform: string | undefined, { tools, json, ...words }: Words) => {
      run(async (context) => {
        if (tools) return (await import('./tools')).listTools(json, context);
        const { tree, from, kubeconfig, context: contextName, svg, ...rest } = words;
        return (await import('./rehearse')).rehearsePlatform(
          { ...rest, platform, tree, from, kubeconfig, context: contextName, svg, json },
          context,
        );
      });
    });
};
