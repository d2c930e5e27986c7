import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../lib/program';
import { findPrograms } from '../../../lib/rehearsal';
import { Skipped, Unmet, type Scenario, type Setting, type Steps } from '../../scenario';
import { prepareTools } from '../../tools';
import { breakTree, brokenChanges, mustFailFor } from './broken-changes';
import { mustPass, rehearsed } from './command';
import { interruptAt, moments } from './interrupt';
import { tryScratchCluster } from './scratch-cluster';

/** Starts work now and lets a later step wait for it; its failure is that step's. */
const started = <T>(work: Promise<T>): Promise<T> => {
  work.catch(() => undefined);
  return work;
};

/** Does something once other work has ended, well or not. */
const after = <T>(work: Promise<unknown>, next: () => Promise<T>): Promise<T> => work.then(next, next);

const writeMinimalTree = async ({ root, signal }: Setting, folder: string): Promise<string> => {
  const definition = join(root, 'e2e/scenarios/rehearsal/minimal.yaml');
  const synth = await run(
    process.execPath,
    [join(root, 'bin/drydock.js'), '-C', root, 'synth', definition, '--output', folder],
    { cwd: root, signal },
  );
  if (synth.code !== 0) throw new Unmet(synth.stderr);
  return join(folder, 'minimal');
};

/** The commit before the last one that changed the reference platform's output. */
const earlierCommit = async ({ root, signal }: Setting): Promise<string> => {
  const { stdout } = await run('git', ['-C', root, 'log', '-n', '2', '--format=%H', '--', 'dist/onprem'], {
    signal,
  });
  const commit = stdout.trim().split('\n')[1];
  if (commit === undefined) throw new Skipped('this clone has no earlier commit that changed dist/onprem');
  return commit;
};

const everythingIsHere = async (setting: Setting, say: Steps['say']): Promise<string> => {
  const tools = await prepareTools({ root: setting.root, signal: setting.signal, report: say });
  const missing = (await findPrograms(process.env, setting.signal)).filter(({ fits }) => !fits);
  if (missing.length > 0)
    throw new Skipped(missing.map(({ name, howToGet }) => `${name}: ${howToGet}`).join('\n'));
  return tools;
};

const rehearseBrokenChanges = async (
  steps: Steps,
  setting: Setting,
  tree: string,
  folder: string,
): Promise<void> => {
  for (const [index, broken] of brokenChanges.entries()) {
    await steps.check(`${broken.name} fails by name`, async () => {
      const copy = join(folder, `broken-${index}`);
      breakTree(tree, copy, broken);
      const from = broken.upgrade ? ['--from', tree] : [];
      const words = ['--tree', copy, ...from, '--patience', '20', '--settle', '2'];
      mustFailFor(broken, await rehearsed(setting, words));
    });
  }
};

const play = async (steps: Steps, setting: Setting, tools: string, folder: string): Promise<void> => {
  const tree = await steps.need('a minimal platform is synthesized', () => writeMinimalTree(setting, folder));
  // Two at a time, the large ones beside the small ones: rehearsals must not get into each other's way, and mostly wait.
  const fromScratch = started(rehearsed(setting, ['onprem']));
  const upgrade = started(
    after(fromScratch, async () => rehearsed(setting, ['onprem', '--from', await earlierCommit(setting)])),
  );
  const again = started(after(upgrade, () => rehearsed(setting, ['onprem', '--settle', '2'])));
  await steps.check('the minimal platform ends Synced and Healthy, whatever goes wrong', async () => {
    const result = await rehearsed(setting, ['--tree', tree, '--faults', '--settle', '5']);
    mustPass(result);
    if (result.report.acts.length < 7)
      throw new Unmet(`not all faults were tried: ${result.report.notes.join(' ')}`);
  });
  await rehearseBrokenChanges(steps, setting, tree, folder);
  await steps.check("somebody else's cluster is refused; an empty one is used and emptied", () =>
    tryScratchCluster(setting, tools, tree),
  );
  for (const [moment, line] of moments) {
    await steps.check(`Ctrl-C ${moment} leaves nothing`, () => interruptAt(setting, tree, line));
  }
  await steps.check('the reference platform ends Synced and Healthy', async () =>
    mustPass(await fromScratch),
  );
  await steps.check(
    'the reference platform, upgraded from the commit that last changed its output, ends Synced and Healthy',
    async () => mustPass(await upgrade),
  );
  await steps.check('the reference platform does so again', async () => mustPass(await again));
};

/** The real Argo CD applies trees: good ones, their upgrades, and broken ones that must fail for the right reason. */
export const rehearsalScenario: Scenario = {
  name: 'rehearsal',
  summary: 'the real Argo CD applies the platforms; broken changes fail by name',
  run: async (steps, setting) => {
    const tools = await steps.need('the programs of a rehearsal are here', () =>
      everythingIsHere(setting, steps.say),
    );
    const folder = mkdtempSync(join(tmpdir(), 'drydock-e2e-'));
    try {
      await play(steps, setting, tools, folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
