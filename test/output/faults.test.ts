import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { Refusal } from '../../lib/diagnostics';
import { filesOf, readTree, writeTree, type FileSystem, type OutputFile } from '../../lib/output';
import { faultyDisk, Killed, processes, type Fault } from './faulty-disk';
import { memoryDisk } from './memory-disk';
import { componentOf, configMap, releaseOf, textsOf } from './samples';

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
            slots
              .filter((each) => each.component === name)
              .map((each) => configMap(each.name, each.namespace, { text: each.text })),
          ),
        ),
      ),
    ),
  );

const anyOldFiles: fc.Arbitrary<Files> = fc.option(anyFiles, { nil: undefined });

const codes = ['EIO', 'ENOSPC', 'EACCES', 'EPERM', 'ENOENT', 'EEXIST', 'ENOTEMPTY'];

const folder = '/dist/onprem';

/** Whether any reader finds these files: in the folder, or beside it where a run was stopped between its two renames. */
const holds = (real: FileSystem, files: Files): boolean => {
  const tree = readTree(folder, { disk: real });
  const found = tree.kind === 'tree' ? Object.fromEntries(tree.files) : undefined;
  return isDeepStrictEqual(found, files === undefined ? undefined : textsOf(files));
};

const namesBeside = (real: FileSystem): string =>
  real.kindAt('/dist') === undefined
    ? ''
    : real
        .list('/dist')
        .map(({ name }) => name)
        .join();

/** Runs once with a fault at one call, then once more without; gives false when the run was over before that call. */
const runWithFault = async (
  old: Files,
  next: readonly OutputFile[],
  fault: Fault,
  failAt: number,
): Promise<boolean> => {
  const real = memoryDisk();
  const table = processes();
  if (old !== undefined) await writeTree(folder, old, { disk: real, processes: table.start() });

  const process = table.start();
  const { disk, calls } = faultyDisk(real, fault, failAt);
  let failure: unknown;
  try {
    await writeTree(folder, next, { disk, processes: process, patience: 0 });
  } catch (error) {
    failure = error;
  }
  process.end();
  const expectThat = (isTrue: boolean, otherwise: string): void => {
    if (!isTrue)
      throw new Error(
        `${JSON.stringify(fault)} at call ${failAt}: ${otherwise}; there is ${namesBeside(real)}`,
      );
  };
  if (failure === undefined) {
    expectThat(holds(real, next), 'succeeded without the new tree');
  } else if (failure instanceof Killed) {
    expectThat(holds(real, old) || holds(real, next), 'neither old nor new tree');
  } else {
    expectThat(Refusal.is(failure), `threw ${String(failure)}`);
    expectThat(holds(real, old), 'refused, but the old tree is gone');
    expectThat(
      namesBeside(real) === (old === undefined ? '' : 'onprem'),
      'refused, but left something behind',
    );
  }

  await writeTree(folder, next, { disk: real, processes: table.start(), patience: 0 });
  expectThat(holds(real, next), 'the next run did not write the new tree');
  expectThat(namesBeside(real) === 'onprem', 'the next run left something behind');
  return calls() >= failAt;
};

describe('after a fault at any call of the file system the folder holds the old tree or the new one,', () => {
  it('when the process is killed there, and the next run brings the new one', async () => {
    await fc.assert(
      fc.asyncProperty(anyOldFiles, anyFiles, async (old, next) => {
        for (let failAt = 1; await runWithFault(old, next, { kind: 'crash' }, failAt); failAt++);
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 100) },
    );
  }, 120_000);

  it('when that call fails, in which case it holds the old one and nothing is left beside it', async () => {
    await fc.assert(
      fc.asyncProperty(anyOldFiles, anyFiles, fc.constantFrom(...codes), async (old, next, code) => {
        for (let failAt = 1; await runWithFault(old, next, { kind: 'error', code }, failAt); failAt++);
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 100) },
    );
  }, 120_000);

  it('also when one run after the other is killed, recovering or not', async () => {
    const killedRun = fc.tuple(anyFiles, fc.integer({ min: 1, max: 90 }));
    await fc.assert(
      fc.asyncProperty(fc.array(killedRun, { minLength: 2, maxLength: 6 }), anyFiles, async (runs, last) => {
        const real = memoryDisk();
        const table = processes();
        const run = async (files: readonly OutputFile[], disk: FileSystem): Promise<void> => {
          const process = table.start();
          await writeTree(folder, files, { disk, processes: process, patience: 0 }).finally(process.end);
        };
        let present: Files;
        for (const [next, failAt] of runs) {
          await run(next, faultyDisk(real, { kind: 'crash' }, failAt).disk).catch((error: unknown) => {
            if (!(error instanceof Killed)) throw error;
          });
          if (holds(real, next)) present = next;
          else expect(holds(real, present)).toBe(true);
        }
        await run(last, real);
        expect(holds(real, last)).toBe(true);
        expect(namesBeside(real)).toBe('onprem');
      }),
      { numRuns: 5 * Number(process.env['FC_RUNS'] ?? 100) },
    );
  });

  it('and half an old tree never passes for the tree, not even when somebody deletes the new one', async () => {
    await fc.assert(
      fc.asyncProperty(anyFiles, anyFiles, async (old, next) => {
        let killed = true;
        for (let failAt = 1; killed; failAt++) {
          const real = memoryDisk();
          const table = processes();
          await writeTree(folder, old, { disk: real, processes: table.start() });
          const process = table.start();
          const { disk, calls } = faultyDisk(real, { kind: 'crash' }, failAt);
          await writeTree(folder, next, { disk, processes: process }).catch(() => undefined);
          process.end();
          if (real.kindAt(folder) !== undefined) real.rename(folder, '/deleted');
          expect(holds(real, undefined) || holds(real, old)).toBe(true);
          await writeTree(folder, next, { disk: real, processes: table.start(), patience: 0 });
          expect(holds(real, next)).toBe(true);
          killed = calls() >= failAt;
        }
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 50) },
    );
  });
});
