import type { Command } from 'commander';
import type { CommandContext, ExitCode } from '../../context';

const help = `
What spec.vendored names is kept under vendor/, with vendor/vendor.lock.json: commit both. This is the only command
that fetches anything. A run that is cut off goes on where it stopped.

Examples:
  $ drydock vendor
  $ drydock vendor onprem --update
`;

/** Adds `drydock vendor`. */
export const registerVendor = (
  program: Command,
  run: (command: (context: CommandContext) => Promise<ExitCode>) => void,
): void => {
  program
    .command('vendor')
    .description('fetch the charts that platforms want vendored, once, verified by the lock')
    .argument('[platform...]', 'names in platforms/ or paths of files; all of platforms/ when left out')
    .option('--update', 'accept archives that are no longer what the lock says', false)
    .option('--json', 'report as JSON', false)
    .addHelpText('after', help)
    .action((platforms: string[], options: { update: boolean; json: boolean }) => {
      run(async (context) => (await import('./vendor')).vendorCharts({ platforms, ...options }, context));
    });
};
