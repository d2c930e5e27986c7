import { readdirSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import fc from 'fast-check';
import { Refusal } from '../../lib/diagnostics';
import { filesOf, readTree, writeTree, type OutputFile } from '../../lib/output';
import { faultyDisk, Killed, processes, type Fault } from './faulty-disk';
import { componentOf, configMap, releaseOf, scratch, textsOf } from './samples';

type Files = readonly OutputFile[] | undefined;

const slot = fc.record({
  component: fc.constantFrom('a', 'b'),
  namespace: fc.constantFrom('a', 'other'),
  name: fc.constantFrom('one', 'two', 'three'),
  text: fc.constantFrom('x', 'y'),
});

const anyFiles: fc.Arbitrary<readonly OutputFile[]> = fc
  .uniqueArray(slot, { maxLength: 5, selector: ({ text, ...place }) => JSON.stringify([place, text.length]) })
  .map((slots) =>
    filesOf(
      releaseOf(
        ['a', 'b'].map((name) =>
          componentOf(
            name,
            slots.filter((each) => each.component === name).map((each) => configMap(each.name, each.namespace, { text: each.text })),
          ),
        ),
      ),
    ),
  );

const anyOldFiles: fc.Arbitrary<Files> = fc.option(anyFiles, { nil: undefined });

const codes = ['EIO', 'ENOSPC', 'EACCES', 'EPERM', 'ENOENT', 'EEXIST', 'ENOTEMPTY'];

/** The tree as any reader finds it: the folder, or the old tree where a run was stopped between its two renames. */
const found = (folder: string): Readonly<Record<string, string>> | undefined => {
  const tree = readTree(folder);
  return tree.kind === 'tree' ? Object.fromEntries(tree.files) : undefined;
};

const is = (folder: string, files: Files): boolean =>
  isDeepStrictEqual(found(folder), files === undefined ? undefined : textsOf(files));

const expectThat = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(what);
};

/** Runs once with a fault at one call, then once more without; gives false when the run was over before that call. */
const runWithFault = async (old: Files, next: readonly OutputFile[], fault: Fault, failAt: number): Promise<boolean> => {
  const parent = scratch();
  const folder = join(parent, 'onprem');
  const table = processes();
  if (old !== undefined) await writeTree(folder, old, { processes: table.start() });

  const process = table.start();
  const { disk, calls } = faultyDisk(fault, failAt);
  let failure: unknown;
  try {
    await writeTree(folder, next, { disk, processes: process, patience: 0 });
  } catch (error) {
    failure = error;
  }
  process.end();
  const label = `${JSON.stringify(fault)} at call ${failAt}: `;
  expectThat(failure === undefined || failure instanceof Killed || Refusal.is(failure), `${label}threw ${String(failure)}`);
  if (failure === undefined) expectThat(is(folder, next), `${label}succeeded without the new tree`);
  else if (fault.kind === 'crash') expectThat(is(folder, old) || is(folder, next), `${label}neither old nor new tree`);
  else {
    expectThat(is(folder, old), `${label}refused, but the old tree is gone`);
    const left = readdirSync(parent).join();
    expectThat(left === (old === undefined ? '' : 'onprem'), `${label}left ${left}`);
  }

  await writeTree(folder, next, { processes: table.start(), patience: 0 });
  expectThat(is(folder, next), `${label}the next run did not write the new tree`);
  const left = readdirSync(parent).join();
  expectThat(left === 'onprem', `${label}the next run left ${left}`);
  return calls() >= failAt;
};

const sample = (count: number) => ({ numRuns: count, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true });

describe('after a fault at any call of the file system the folder holds the old tree or the new one,', () => {
  it('when the process is killed there, and the next run brings the new one', async () => {
    await fc.assert(
      fc.asyncProperty(anyOldFiles, anyFiles, async (old, next) => {
        for (let failAt = 1; await runWithFault(old, next, { kind: 'crash' }, failAt); failAt++);
      }),
      sample(30),
    );
  }, 120_000);

  it('when that call fails, in which case it holds the old one and nothing is left beside it', async () => {
    await fc.assert(
      fc.asyncProperty(anyOldFiles, anyFiles, fc.constantFrom(...codes), async (old, next, code) => {
        for (let failAt = 1; await runWithFault(old, next, { kind: 'error', code }, failAt); failAt++);
      }),
      sample(30),
    );
  }, 120_000);
});
