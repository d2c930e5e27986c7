import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Refusal, sortDiagnostics } from '../../../diagnostics';
import { filesOf, writeTree } from '../../../output';
import { checkRelease } from '../../../policy';
import {
  findPrograms,
  readWrittenTree,
  rehearsalJson,
  rehearsalSvg,
  rehearsalText,
  rehearse,
  viewLines,
  waitingSince,
  type Tree,
  type View,
} from '../../../rehearsal';
import { standInsOf, synthesize } from '../../../synth';
import { checkPropsOf } from '../../check-props';
import type { CommandContext, ExitCode } from '../../context';
import { loadPlatforms, type LoadedPlatform } from '../../platforms';
import type { Terminal } from '../../terminal';
import { earlierTree } from './earlier-tree';

/** Options of `drydock rehearse`. */
export interface RehearseOptions {
  /** Name in `platforms/`, or path of a file; may be left out where there is one. */
  readonly platform: string | undefined;
  /** A written tree to rehearse instead of what the platform renders to. */
  readonly tree: string | undefined;
  readonly from: string | undefined;
  readonly output: string;
  readonly rollback: boolean;
  readonly faults: boolean;
  readonly timeout: number;
  readonly patience: number;
  readonly settle: number;
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  /** Files and folders with real definitions of kinds that the platform uses and does not bring. */
  readonly definitions: readonly string[];
  readonly svg: string | undefined;
  readonly json: boolean;
}

const refuse = (argument: string, got: string, want: string, fix: string): never => {
  throw new Refusal([
    { rule: 'rehearsal/arguments', severity: 'error', where: { kind: 'argument', argument }, got, want, fix },
  ]);
};

const onlyPlatform = (word: string | undefined, cwd: string): LoadedPlatform => {
  const loaded = loadPlatforms(word === undefined ? [] : [word], cwd);
  const [first] = loaded;
  if (first === undefined || loaded.length > 1) {
    const names = loaded.map(({ platform }) => platform.name).join(', ');
    return refuse(
      'platform',
      `${loaded.length} platforms: ${names}`,
      'one of them',
      'name it: `drydock rehearse <platform>`',
    );
  }
  return first;
};

/** What the platform renders to, as `synth` would write it. */
const renderedTree = async (
  { platform, extensions, pipelines, vendored }: LoadedPlatform,
  signal: AbortSignal,
): Promise<Tree> => {
  const release = synthesize(platform, extensions, pipelines, vendored);
  const blocking = checkRelease(release, checkPropsOf(platform)).filter(
    ({ severity, waived }) => severity === 'error' && waived === undefined,
  );
  if (blocking.length > 0) throw new Refusal(sortDiagnostics(blocking), 1);
  const folder = mkdtempSync(join(tmpdir(), 'drydock-tree-'));
  try {
    await writeTree(join(folder, platform.name), filesOf(release), { signal, shownAs: platform.name });
    return readWrittenTree(join(folder, platform.name), platform.name);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const deviceGroups = ({ platform }: LoadedPlatform): ReadonlyMap<string, readonly string[]> =>
  new Map(platform.spec.nodes.map((node) => [node.name, [...node.volumeGroups, ...node.zfsPools]] as const));

/** On a terminal, a block that is drawn anew; elsewhere, a line whenever an Application has got on. */
const watcher = (terminal: Terminal): ((view: View) => void) => {
  const since = waitingSince();
  let shown = '';
  return (view) => {
    const lines = viewLines(view, since(view));
    if (terminal.live !== undefined) {
      terminal.live(lines);
      return;
    }
    const news = lines.slice(1).map((line) => line.replace(/ \(\d+ s\)$/, ''));
    const now = news.join('\n');
    if (now === shown) return;
    const before = new Set(shown.split('\n'));
    shown = now;
    for (const line of news)
      if (!before.has(line)) terminal.err(`${view.seconds.toFixed(0).padStart(4)} s${line}\n`);
  };
};

/** Lets the real Argo CD apply a platform, or its upgrade, to a scratch control plane. */
export const rehearsePlatform = async (
  options: RehearseOptions,
  { cwd, terminal, signal }: CommandContext,
): Promise<ExitCode> => {
  const { from, rollback, tree: given, kubeconfig, context } = options;
  if (rollback && from === undefined) {
    refuse('--rollback', 'no release to go back to', '--from <folder or commit>', 'say what is there before');
  }
  if (context !== undefined && kubeconfig === undefined) {
    refuse('--context', 'no kubeconfig', '--kubeconfig <file>', 'name the file that has the context');
  }
  const loaded =
    given !== undefined && options.platform === undefined ? undefined : onlyPlatform(options.platform, cwd);
  const tree =
    given !== undefined || loaded === undefined
      ? readWrittenTree(resolve(cwd, given ?? ''), given)
      : await renderedTree(loaded, signal);
  const earlier =
    from === undefined
      ? undefined
      : await earlierTree({ from, path: join(options.output, tree.platform), cwd, signal });
  const waivers = loaded?.platform.spec.policy.waivers ?? [];
  const rehearsal = await rehearse({
    programs: await findPrograms(process.env, signal),
    tree,
    from: earlier,
    rollback,
    faults: options.faults,
    deviceGroups: loaded === undefined ? new Map() : deviceGroups(loaded),
    standIns: loaded === undefined ? [] : standInsOf(loaded.platform, loaded.extensions),
    definitions: options.definitions.map((path) => resolve(cwd, path)),
    waivers,
    scratch: kubeconfig === undefined ? undefined : { kubeconfig: resolve(cwd, kubeconfig), context },
    timeout: options.timeout,
    patience: options.patience,
    settle: options.settle,
    argoCdVersion: loaded?.platform.spec.delivery.argoCD.version,
    signal,
    report: (line) => terminal.err(`${line}\n`),
    watch: watcher(terminal),
  });
  if (options.svg !== undefined) writeFileSync(resolve(cwd, options.svg), rehearsalSvg(rehearsal));
  terminal.out(
    options.json ? rehearsalJson(rehearsal) : rehearsalText(rehearsal, { colour: terminal.colour }),
  );
  return rehearsal.verdict === 'passed' ? 0 : 1;
};
