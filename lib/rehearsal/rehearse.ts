import type { StandIn } from '../constructs';
import type { DeviceGroups } from '../control-plane';
import type { Diagnostic } from '../diagnostics';
import type { PlatformWaiver } from '../policy';
import { siteFaults } from './faults';
import { refresh, watchAct, type View } from './play';
import type { Phase, PlayedAct, Rehearsal } from './rehearsal';
import { startStage, type Published, type ScratchCluster, type Stage } from './stage';
import type { Program } from './tools';
import type { Tree } from './tree';
import { changesBetween, lostData, placeMarkers, takeSnapshot, usersData, type Markers } from './upgrade';
import {
  applicationFindings,
  cronJobFindings,
  driftFindings,
  indexTree,
  podAndClaimFindings,
  readFacts,
  stabilityFindings,
  warningFindings,
} from './verdict';
import { counts, distinct, waive } from './waivers';

/** What is rehearsed, and how strictly. */
export interface RehearsalOptions {
  readonly programs: readonly Program[];
  readonly tree: Tree;
  /** The release that is there before; `tree` is then an upgrade of it. */
  readonly from?: Tree | undefined;
  /** Whether to go back to `from` in the end. */
  readonly rollback: boolean;
  /** Whether to let things go wrong in the end. */
  readonly faults: boolean;
  readonly deviceGroups: DeviceGroups;
  readonly waivers: readonly PlatformWaiver[];
  /** What the platform's components declare. */
  readonly standIns: readonly StandIn[];
  /** Files and folders with real definitions of kinds that no tree brings. */
  readonly definitions: readonly string[];
  /** A cluster to play on instead of one of our own. */
  readonly scratch?: ScratchCluster | undefined;
  /** Seconds until an act has failed. */
  readonly timeout: number;
  /** Seconds without any movement after which nothing more is expected. */
  readonly patience: number;
  /** Seconds for which nothing may flap at the end of an act. */
  readonly settle: number;
  readonly signal: AbortSignal;
  /** Hears what is being done between acts. */
  readonly report: (line: string) => void;
  readonly watch: (view: View) => void;
}

/** Minor version of `v1.34.2` or `1.34`. */
const minorOf = (version: string): string => /\d+\.\d+/.exec(version)?.[0] ?? version;

const versionNotes = (stage: Stage, tree: Tree, argoCd: string | undefined): readonly string[] => {
  const notes: string[] = [];
  const wanted = tree.site.kubernetes;
  if (minorOf(stage.cluster.version) !== minorOf(wanted)) {
    notes.push(`Kubernetes ${stage.cluster.version} stands in for ${wanted}, the platform's version.`);
  }
  const found = stage.versions.get('argocd') ?? 'unknown';
  if (argoCd !== undefined && minorOf(found) !== minorOf(argoCd)) {
    notes.push(`Argo CD ${found} stands in for ${argoCd}, the platform's version.`);
  }
  if (stage.mapping.kind === 'rewritten') {
    notes.push(
      'The repository URL goes through no proxy: the throw-away copy names the local repository instead.',
    );
  }
  return notes;
};

/** A play on its stage: acts and findings are added as they come. */
class Play {
  readonly acts: PlayedAct[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly notes: string[] = [];
  readonly phases: Phase[] = [];

  constructor(
    private readonly stage: Stage,
    private readonly options: RehearsalOptions,
  ) {}

  /** Does one part and remembers how long it took. */
  async phase<T>(name: string, body: () => Promise<T>): Promise<T> {
    const start = performance.now();
    this.options.report(name);
    const result = await body();
    this.phases.push({ name, seconds: (performance.now() - start) / 1000 });
    return result;
  }

  /** Publishes a tree and watches Argo CD bring the cluster to it; whether it did. */
  async release(
    tree: Tree,
    title: string,
  ): Promise<{ readonly published: Published; readonly settled: boolean }> {
    const published = await this.stage.publish(tree);
    await refresh(this.stage, published);
    return { published, settled: await this.act(published, title) };
  }

  /** Watches an act and judges its Applications. */
  async act(published: Published, title: string, extra: Pick<PlayedAct, 'note'> = {}): Promise<boolean> {
    const act = await this.phase(title, () => watchAct(this.stage, published, title, this.options));
    this.acts.push({ ...act, ...extra });
    if (act.ending === 'settled') return true;
    const facts = await readFacts(this.stage.api);
    const index = indexTree(published.tree);
    this.diagnostics.push(...(await applicationFindings({ stage: this.stage, index, facts }, act)));
    return false;
  }

  /** What a settled cluster still has to show. */
  async judge({ published }: { readonly published: Published }): Promise<void> {
    const { stage } = this;
    const { settle, signal } = this.options;
    const index = indexTree(published.tree);
    this.diagnostics.push(
      ...(await this.phase('every CronJob runs once', () => cronJobFindings(stage, index, signal))),
      ...(await podAndClaimFindings(stage.api, await readFacts(stage.api), index)),
      ...(await this.phase('the API server is asked for warnings', () =>
        warningFindings(stage, index, signal),
      )),
      ...(await this.phase('a second sync changes nothing', () =>
        stabilityFindings(stage, published, index, { settle, signal }),
      )),
    );
  }

  /** From one release to another, with users' data that must survive. */
  async change(from: Tree, to: Tree, title: string, markers: Markers): Promise<Published | undefined> {
    const { stage } = this;
    const trees = [from, to];
    const namespace = stage.namespace;
    const dataBefore = await usersData(stage, trees, namespace, markers);
    const before = await takeSnapshot(stage, trees);
    const { published, settled } = await this.release(to, title);
    const act = this.acts.at(-1);
    if (act !== undefined) {
      const after = await takeSnapshot(stage, trees);
      this.acts[this.acts.length - 1] = { ...act, changes: changesBetween(before, after, to, act) };
    }
    this.diagnostics.push(
      ...lostData(dataBefore, await usersData(stage, trees, namespace, markers), indexTree(to)),
    );
    if (!settled) return undefined;
    await this.judge({ published });
    return published;
  }

  /** Lets one thing after the other go wrong; each time the end state must be the same. */
  async faults(published: Published): Promise<void> {
    const { stage } = this;
    const trees = [published.tree];
    const dataBefore = await usersData(stage, trees, stage.namespace, {});
    const setting = { stage, published, index: indexTree(published.tree), signal: this.options.signal };
    for (const fault of siteFaults) {
      const why = fault.impossible(setting);
      if (why !== undefined) {
        this.notes.push(`Not tried, "${fault.title}": ${why}.`);
        continue;
      }
      const { diagnostics, note } = await this.phase(fault.title, () => fault.strike(setting));
      this.diagnostics.push(...diagnostics);
      if (!(await this.act(published, fault.title, { note }))) return;
    }
    const data = await usersData(stage, trees, stage.namespace, {});
    this.diagnostics.push(
      ...lostData(dataBefore, data, setting.index),
      ...(await driftFindings(stage, setting.index)),
    );
  }
}

const play = async (stage: Stage, options: RehearsalOptions, all: Play): Promise<void> => {
  const { tree, from, rollback, faults, signal } = options;
  let last: Published | undefined;
  const first = await all.release(from ?? tree, from === undefined ? 'installation' : 'the release before');
  if (!first.settled) return;
  if (from === undefined) {
    await all.judge(first);
    last = first.published;
  } else {
    // What only a run of a CronJob makes, volumes above all, is there on every site that has lived for a day.
    const index = indexTree(from);
    all.diagnostics.push(
      ...(await all.phase('every CronJob runs once', () => cronJobFindings(stage, index, signal))),
    );
    const markers = await all.phase('marker data', () => placeMarkers(stage.api, from, signal));
    if (markers.note !== undefined) all.notes.push(`${markers.note}.`);
    last = await all.change(from, tree, 'upgrade', markers);
    if (last !== undefined && rollback) last = await all.change(tree, from, 'rollback', markers);
  }
  if (last !== undefined && faults) await all.faults(last);
};

/**
 * Lets the real Argo CD apply a tree to a scratch control plane, and judges what came of it. Everything that was
 * started is ended and removed, whatever happens.
 * @throws Refusal for missing programs, trees that cannot be delivered, and scratch clusters that are in use.
 */
export const rehearse = async (
  options: RehearsalOptions & { readonly argoCdVersion?: string | undefined },
): Promise<Rehearsal> => {
  const { tree, from, waivers, argoCdVersion } = options;
  const start = performance.now();
  const stage = await startStage({ ...options, tree: from ?? tree });
  const setUp = (performance.now() - start) / 1000;
  const all = new Play(stage, options);
  all.phases.push({ name: 'the stage', seconds: setUp });
  try {
    all.notes.push(...stage.cluster.notes, ...versionNotes(stage, tree, argoCdVersion), ...tree.notPlayed);
    await play(stage, options, all);
  } finally {
    await stage.stop();
  }
  const diagnostics = waive(distinct(all.diagnostics), waivers);
  return {
    platform: tree.platform,
    verdict: diagnostics.some(counts) ? 'failed' : 'passed',
    acts: all.acts,
    diagnostics,
    standIns: stage.standIns(),
    notes: all.notes,
    phases: all.phases,
    seconds: (performance.now() - start) / 1000,
  };
};
