import { join, resolve } from 'node:path';
import {
  countDiagnostics,
  renderGithub,
  renderJson,
  renderSarif,
  renderText,
  sortDiagnostics,
  type Diagnostic,
} from '../../diagnostics';
import { compareTree, filesOf, pathOf, readTree, type TreeDifference } from '../../output';
import { checkRelease, describeRules } from '../../policy';
import type { Manifest } from '../../render';
import { synthesize } from '../../synth';
import type { CommandContext, ExitCode } from '../context';
import { loadPlatforms, type LoadedPlatform } from '../platforms';
import { progressOf } from '../terminal';
import { checkPropsOf } from '../check-props';

/** How `drydock check` reports. */
export type CheckFormat = 'text' | 'json' | 'sarif' | 'github';

/** Options of `drydock check`. */
export interface CheckOptions {
  readonly platforms: readonly string[];
  readonly output: string;
  readonly format: CheckFormat;
  /** Whether warnings count as errors. */
  readonly strict: boolean;
}

/** Rule of every difference between the committed tree and the rendered one. */
const committedRule = 'output/committed';

const notSynthesized = (folder: string): Diagnostic => ({
  rule: committedRule,
  severity: 'error',
  where: { kind: 'path', path: folder },
  got: 'no committed tree',
  want: 'the tree that synth writes',
  fix: 'run `drydock synth` and commit the result',
});

const asDiagnostic = (difference: TreeDifference, folder: string): Diagnostic => {
  const common = {
    rule: committedRule,
    severity: 'error',
    where: { kind: 'path', path: join(folder, difference.path) },
  } as const;
  const fix = 'run `drydock synth` and commit the result';
  switch (difference.kind) {
    case 'added':
      return { ...common, got: 'no such file', want: 'the file that synth writes', fix };
    case 'removed':
      return { ...common, got: 'a file that synth no longer writes', want: 'no such file', fix };
    case 'foreign':
      return {
        ...common,
        got: 'a file that Drydock has not written',
        want: 'only its own files in the output folder',
        fix: 'move it elsewhere',
      };
    case 'changed':
      return { ...common, got: `${difference.field}: ${difference.got}`, want: difference.want, fix };
    case 'format':
      return {
        ...common,
        got: `another text with the same meaning (${difference.what})`,
        want: 'the text that synth writes',
        fix,
      };
  }
};

const checkOne = (
  { platform, extensions, pipelines, vendored }: LoadedPlatform,
  { output }: CheckOptions,
  cwd: string,
): readonly Diagnostic[] => {
  const release = synthesize(platform, extensions, pipelines, vendored);
  const folder = join(output, platform.name);
  const byName = new Map(release.components.map((component) => [component.name, component]));
  const fileOf = (manifest: Manifest): string => {
    const component = byName.get(manifest.component);
    return component === undefined ? folder : join(folder, pathOf(manifest, component));
  };
  const committed = readTree(resolve(cwd, folder), { shownAs: folder });
  return [
    ...(committed.kind === 'missing'
      ? [notSynthesized(folder)]
      : compareTree(filesOf(release), committed).map((difference) => asDiagnostic(difference, folder))),
    ...checkRelease(release, { ...checkPropsOf(platform), fileOf }),
  ];
};

const verdict = (names: readonly string[], diagnostics: readonly Diagnostic[]): string => {
  const differs = diagnostics.some(({ rule }) => rule === committedRule);
  const breaks = diagnostics.some(
    ({ rule, severity, waived }) => rule !== committedRule && severity === 'error' && waived === undefined,
  );
  return [
    `${names.join(', ')}:`,
    differs ? 'the committed output differs from what synth writes' : 'the committed output is up to date',
    breaks ? 'and breaks rules.' : 'and keeps the rules.',
  ].join(' ');
};

/** Whether the committed trees are what the platforms render to, and keep the rules. */
export const check = (options: CheckOptions, { cwd, terminal }: CommandContext): ExitCode => {
  const progress = progressOf(terminal);
  const loaded = loadPlatforms(options.platforms, cwd);
  const diagnostics = sortDiagnostics(
    loaded.flatMap((each) => {
      const found = checkOne(each, options, cwd);
      progress(`${each.platform.name}: checked`);
      return found;
    }),
  );
  switch (options.format) {
    case 'json':
      terminal.out(renderJson(diagnostics));
      break;
    case 'sarif':
      terminal.out(renderSarif(diagnostics, { rules: describeRules() }));
      break;
    case 'github':
      terminal.out(renderGithub(diagnostics));
      break;
    case 'text':
      terminal.out(
        diagnostics.length === 0 ? '' : `${renderText(diagnostics, { colour: terminal.colour })}\n`,
      );
      terminal.out(
        `${verdict(
          loaded.map(({ platform }) => platform.name),
          diagnostics,
        )}\n`,
      );
  }
  const { errors, warnings } = countDiagnostics(diagnostics);
  return errors > 0 || (options.strict && warnings > 0) ? 1 : 0;
};
