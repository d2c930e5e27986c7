import { vendor, type Wanted } from '../../../vendor';
import type { CommandContext, ExitCode } from '../../context';
import { readPlatforms } from '../../platforms';
import { progressOf } from '../../terminal';
import { wantedCharts } from '../../vendored';

/** Options of `drydock vendor`. */
export interface VendorCommandOptions {
  readonly platforms: readonly string[];
  readonly update: boolean;
  readonly json: boolean;
}

const mebibytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;

/** Fetches what the platforms want vendored; platforms share what they have in common. */
export const vendorCharts = async (
  { platforms, update, json }: VendorCommandOptions,
  { cwd, terminal, signal }: CommandContext,
): Promise<ExitCode> => {
  const wanted = new Map<string, Wanted>();
  for (const { platform, extensions } of readPlatforms(platforms, cwd)) {
    for (const each of wantedCharts(platform, extensions)) wanted.set(each.name, each);
  }
  const progress = progressOf(terminal);
  const done = await vendor(cwd, [...wanted.values()], {
    signal,
    update,
    onProgress: (name, have, of) => {
      terminal.live?.([`${name}: ${mebibytes(have)}${of === undefined ? '' : ` of ${mebibytes(of)}`}`]);
    },
  });
  progress(`${done.length} charts are vendored`);
  if (json) {
    terminal.out(`${JSON.stringify({ vendored: done }, null, 2)}\n`);
    return 0;
  }
  if (done.length === 0) terminal.out('Nothing to vendor: no platform names a chart in spec.vendored.\n');
  for (const { name, path, sha256, fetched } of done) {
    terminal.out(`${name}: ${path} (${fetched ? 'fetched' : 'unchanged'}, sha256:${sha256})\n`);
  }
  return 0;
};
