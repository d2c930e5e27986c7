import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { stringAt } from '../lib/kubernetes';
import { runScenarios, type Scenario } from './scenario';
import { applyTreeScenario } from './scenarios/apply-tree';
import { customResourcesScenario } from './scenarios/custom-resources';
import { irisScenario } from './scenarios/iris';
import { kustomizeScenario } from './scenarios/kustomize';
import { pipelinesScenario } from './scenarios/pipelines';
import { rehearsalScenario } from './scenarios/rehearsal';
import { schemasScenario } from './scenarios/schemas';
import { standInsScenario } from './scenarios/stand-ins';
import { workflowsScenario } from './scenarios/workflows';

const scenarios: readonly Scenario[] = [
  applyTreeScenario,
  customResourcesScenario,
  standInsScenario,
  schemasScenario,
  kustomizeScenario,
  irisScenario,
  rehearsalScenario,
  pipelinesScenario,
  workflowsScenario,
];

const exitCodes = { failed: 1, usage: 2, interrupted: { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } } as const;

const isRoot = (folder: string): boolean => {
  const file = join(folder, 'package.json');
  return existsSync(file) && stringAt(JSON.parse(readFileSync(file, 'utf8')), 'name') === 'drydock';
};

/** The repository's root: this folder, or the nearest one above it, that has Drydock's package.json. */
const findRoot = (folder: string): string | undefined => {
  if (isRoot(folder)) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : findRoot(parent);
};

interface Options {
  readonly only?: string;
  readonly tree?: string;
  readonly keep?: true;
}

const command = new Command('e2e')
  .description('Tries the written tree and the example model on real programs.')
  .option('--only <name>', `one scenario: ${scenarios.map(({ name }) => name).join(', ')}`)
  .option('--tree <folder>', 'the written tree to try (default: dist/onprem)')
  .option('--keep', 'leave the control plane up and say how to reach it and how to end it')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : exitCodes.usage));

const fail = (message: string): never => {
  console.error(`error: ${message}`);
  process.exit(exitCodes.usage);
};

const main = async (): Promise<void> => {
  const options = command.parse().opts<Options>();
  const chosen = scenarios.filter(({ name }) => options.only === undefined || name === options.only);
  if (chosen.length === 0) {
    fail(`no scenario ${String(options.only)}; there are ${scenarios.map(({ name }) => name).join(', ')}`);
  }
  const root = findRoot(process.cwd()) ?? fail('not inside the Drydock repository');
  const interrupt = new AbortController();
  let interruptedBy: keyof typeof exitCodes.interrupted | undefined;
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (interruptedBy !== undefined) return;
      interruptedBy = signal;
      console.log(`  ${signal}: ending what was started`);
      interrupt.abort(new Error('interrupted'));
    });
  }
  const setting = {
    root,
    tree: resolve(options.tree ?? join(root, 'dist/onprem')),
    keep: options.keep === true,
    signal: interrupt.signal,
  };
  try {
    const tally = await runScenarios(chosen, setting, console.log);
    console.log(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
    process.exitCode = tally.failed > 0 ? exitCodes.failed : 0;
  } catch (error) {
    if (interruptedBy === undefined) throw error;
    process.exitCode = exitCodes.interrupted[interruptedBy];
  }
};

void main();
