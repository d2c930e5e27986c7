import { setTimeout as sleep } from 'node:timers/promises';
import { startControlPlane, type ControlPlane } from '../../../lib/control-plane';
import { until } from '../../../lib/program';
import { expectNone, type Scenario, type Setting, type Steps } from '../../scenario';
import { prepareTools } from '../../tools';
import {
  allObjects,
  objectsOf,
  readWrittenTree,
  type Tree,
  type TreeComponent,
  type TreeObject,
} from '../../../lib/rehearsal';
import { applyWave } from './apply';
import { bootstrapArgoCd, argoCdDefinitions, isArgoCd } from './argo-cd';
import { existingKinds, installDefinitions, isOfKinds } from './existing';
import { runCronJobs } from './cron-jobs';
import { readLive, waitHealthy, type Live } from './live';
import { misplacedPods, unboundClaims } from './placement';
import { admitsPrivileged } from './pod-security';
import { changesBetween, unscaled } from './unchanged';

const without = (tree: Tree, leftOut: (object: TreeObject) => boolean): Tree => ({
  ...tree,
  components: tree.components.map((component) => ({
    ...component,
    waves: component.waves.map((wave) => ({ ...wave, objects: wave.objects.filter((o) => !leftOut(o)) })),
  })),
});

const describe = (component: TreeComponent): string => {
  const count = objectsOf(component).length;
  return `${component.name} (wave ${component.wave}, ${count} object${count === 1 ? '' : 's'})`;
};

/** Prepares what the bootstrap prepares; what cannot be applied without it leaves the tree. */
const bootstrap = async (
  steps: Steps,
  setting: Setting,
  controlPlane: ControlPlane,
  tree: Tree,
): Promise<Tree> => {
  const ofArgoCd = allObjects(tree).filter(({ object }) => isArgoCd(object));
  if (ofArgoCd.length === 0) return tree;
  const definitions = argoCdDefinitions(setting.root);
  if (definitions.length === 0) {
    steps.skip(
      `Argo CD's ${ofArgoCd.length} objects are accepted`,
      'its definitions are not in ../shared/upstream',
    );
    return without(tree, ({ object }) => isArgoCd(object));
  }
  const own = new Set(
    allObjects(tree).flatMap(({ object }) => (object.kind === 'Namespace' ? [object.metadata.name] : [])),
  );
  const namespaces = new Set(ofArgoCd.map(({ object }) => object.metadata.namespace ?? 'argocd'));
  await steps.need("Argo CD's definitions and namespace are there, as after the bootstrap", () =>
    bootstrapArgoCd(
      controlPlane,
      definitions,
      [...namespaces].filter((name) => !own.has(name)),
      setting.signal,
    ),
  );
  return tree;
};

const applyTree = async (
  steps: Steps,
  setting: Setting,
  controlPlane: ControlPlane,
  tree: Tree,
): Promise<readonly Live[]> => {
  for (const component of tree.components) {
    await steps.need(`${describe(component)} is accepted without a warning and gets healthy`, async () => {
      for (const wave of component.waves) {
        await applyWave(controlPlane, wave, setting.signal);
        await waitHealthy(controlPlane, wave.objects, setting.signal);
      }
    });
  }
  // An autoscaler acts when it gets to it: what it changes must not look like a change that the second apply made.
  let live: readonly Live[] = [];
  const settled = async (): Promise<true | undefined> => {
    live = await readLive(controlPlane, allObjects(tree));
    return unscaled(live).length === 0 ? true : undefined;
  };
  await until('autoscalers have acted', settled, { seconds: 60, signal: setting.signal });
  return live;
};

/** Prepares what the site's own operators bring; objects of kinds whose definition is not here leave the tree. */
const prepareExisting = async (
  steps: Steps,
  setting: Setting,
  controlPlane: ControlPlane,
  tree: Tree,
): Promise<Tree> => {
  const { kinds, definitions, missing } = existingKinds(tree, setting.root);
  if (kinds.size === 0) return tree;
  if (definitions.length > 0) {
    await steps.need(
      `definitions of what the site installs itself are there (${definitions.length} kinds; their operators are absent)`,
      () => installDefinitions(controlPlane, definitions, setting.signal),
    );
  }
  if (missing.length === 0) return tree;
  steps.skip(
    `objects of ${missing.join(', ')} are accepted`,
    'their definitions are not in ../shared/upstream',
  );
  return without(tree, isOfKinds(missing));
};

const tryTree = async (
  steps: Steps,
  setting: Setting,
  controlPlane: ControlPlane,
  whole: Tree,
): Promise<void> => {
  const tree = await prepareExisting(
    steps,
    setting,
    controlPlane,
    await bootstrap(steps, setting, controlPlane, whole),
  );
  const before = await applyTree(steps, setting, controlPlane, tree);
  const nodes = new Set(tree.site.nodes.map(({ name }) => name));

  const cronJobs = allObjects(tree).filter(({ object }) => object.kind === 'CronJob');
  await steps.check(`each of ${cronJobs.length} CronJobs runs when it is due`, () =>
    runCronJobs(controlPlane, cronJobs, setting.signal),
  );
  await steps.check('every pod runs on a declared node', async () =>
    expectNone(await misplacedPods(controlPlane, nodes)),
  );
  await steps.check('every claim is bound', async () => expectNone(await unboundClaims(controlPlane)));
  await steps.check('a second apply changes nothing', async () => {
    // managedFields count in seconds: a change in the same second as the first apply would not show.
    await sleep(1100);
    for (const wave of tree.components.flatMap(({ waves }) => waves)) {
      await applyWave(controlPlane, wave, setting.signal);
    }
    expectNone(changesBetween(before, await readLive(controlPlane, allObjects(tree))));
  });

  const restricted = allObjects(tree).flatMap(({ object }) =>
    object.kind === 'Namespace' &&
    object.metadata.labels?.['pod-security.kubernetes.io/enforce'] === 'restricted'
      ? [object.metadata.name]
      : [],
  );
  if (restricted.length === 0) {
    steps.skip(
      'a privileged pod is refused',
      'the tree has no namespace that enforces Pod Security `restricted`',
    );
    return;
  }
  await steps.check(
    `a privileged pod is refused in each of ${restricted.length} restricted namespaces`,
    async () => {
      const answers = await Promise.all(
        restricted.map((namespace) => admitsPrivileged(controlPlane, namespace)),
      );
      expectNone(answers.filter((answer) => answer !== undefined));
    },
  );
};

/** A real API server, its controllers and the real scheduler take the whole tree; nodes and volumes are simulated. */
export const applyTreeScenario: Scenario = {
  name: 'apply-tree',
  summary: 'a real control plane takes the whole tree, twice',
  run: async (steps, setting) => {
    const { root, signal } = setting;
    const tools = await steps.need('the programs of a control plane are here', () =>
      prepareTools({ root, signal, report: steps.say }),
    );
    const tree = await steps.need('the tree is what its release.json says', () =>
      Promise.resolve().then(() => readWrittenTree(setting.tree)),
    );
    const { nodes } = tree.site;
    const controlPlane = await steps.need(`a control plane with ${nodes.length} simulated nodes starts`, () =>
      startControlPlane({ tools, nodes, signal, report: steps.say }),
    );
    try {
      await tryTree(steps, setting, controlPlane, tree);
    } finally {
      if (setting.keep && !signal.aborted) {
        await controlPlane.letGo();
        steps.say(`left up: KUBECONFIG=${controlPlane.kubeconfig}`);
        steps.say(`to end it: ${controlPlane.endCommand}`);
      } else {
        await controlPlane.stop();
      }
    }
  },
};
