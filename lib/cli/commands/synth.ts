import { join, resolve } from 'node:path';
import { countDiagnostics, Refusal, renderText, sortDiagnostics, type Diagnostic } from '../../diagnostics';
import { filesOf, writeTree, type OutputFile, type TreeChanges } from '../../output';
import { checkRelease } from '../../policy';
import { objectCount, synthesize } from '../../synth';
import type { CommandContext, ExitCode } from '../context';
import { loadPlatforms, type LoadedPlatform } from '../platforms';
import { colours, progressOf } from '../terminal';
import { checkPropsOf } from '../check-props';

/** Options of `drydock synth`. */
export interface SynthOptions {
  readonly platforms: readonly string[];
  /** Folder that the platforms' folders are in. */
  readonly output: string;
  readonly json: boolean;
}

interface Prepared {
  readonly name: string;
  readonly objects: number;
  readonly components: number;
  readonly files: readonly OutputFile[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Written extends Prepared {
  readonly folder: string;
  readonly result: TreeChanges;
}

const prepare = ({ platform, extensions, pipelines, vendored }: LoadedPlatform): Prepared => {
  const release = synthesize(platform, extensions, pipelines, vendored);
  return {
    name: platform.name,
    objects: objectCount(release),
    components: release.components.length,
    files: filesOf(release),
    diagnostics: checkRelease(release, checkPropsOf(platform)),
  };
};

const isBlocking = ({ severity, waived }: Diagnostic): boolean =>
  severity === 'error' && waived === undefined;

/**
 * Renders platforms and writes their trees. All are rendered and checked before the first is written, and a tree that
 * breaks a rule is not written at all.
 */
export const synth = async (
  options: SynthOptions,
  { cwd, terminal, signal }: CommandContext,
): Promise<ExitCode> => {
  const progress = progressOf(terminal);
  const paint = colours(terminal);
  const prepared = loadPlatforms(options.platforms, cwd).map((loaded) => {
    const result = prepare(loaded);
    progress(`${result.name}: ${result.objects} objects rendered and checked`);
    return result;
  });
  const blocking = prepared.flatMap(({ diagnostics }) => diagnostics.filter(isBlocking));
  if (blocking.length > 0) throw new Refusal(sortDiagnostics(blocking), 1);
  const written: Written[] = [];
  for (const each of prepared) {
    const folder = join(options.output, each.name);
    written.push({
      ...each,
      folder,
      result: await writeTree(resolve(cwd, folder), each.files, { signal, shownAs: folder }),
    });
    progress(`${folder}: written`);
  }
  if (options.json) {
    const report = written.map(({ name, folder, objects, components, result, diagnostics }) => ({
      platform: name,
      folder,
      objects,
      components,
      written: result.written,
      removed: result.removed,
      unchanged: result.unchanged.length,
      ...countDiagnostics(diagnostics),
    }));
    terminal.out(`${JSON.stringify({ platforms: report }, null, 2)}\n`);
    return 0;
  }
  for (const { name, folder, objects, components, result, diagnostics } of written) {
    const changes = `${result.written.length} written, ${result.removed.length} removed, ${result.unchanged.length} unchanged`;
    terminal.out(
      `${paint.bold(name)}: ${objects} objects in ${components} components -> ${folder} (${changes})\n`,
    );
    const { warnings, waived } = countDiagnostics(diagnostics);
    if (warnings > 0)
      terminal.err(
        renderText(
          diagnostics.filter((d) => d.waived === undefined),
          { colour: terminal.colour },
        ),
      );
    if (waived > 0)
      terminal.out(
        `${paint.dim(`${waived} findings are waived; \`drydock check\` lists them with their reasons.`)}\n`,
      );
  }
  return 0;
};
