import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { writeTree, type OutputFile } from '../../lib/output';
import { onDisk, refusedWith, scratch, textsOf, treeOf } from './samples';

/** A program that writes the trees in a JSON file, one after the other, again and again or once, and says when. */
const program = `
import { readFileSync } from 'node:fs';
import { writeTree } from ${JSON.stringify(join(__dirname, '../../lib/output'))};
const [folder, trees, times] = process.argv.slice(2);
const run = async () => {
  const all = JSON.parse(readFileSync(trees, 'utf8'));
  for (let turn = 0; turn < Number(times); turn++) {
    for (const tree of all) {
      process.stdout.write('.');
      await writeTree(folder, tree, { patience: 60000 });
    }
  }
};
run();
`;

const work = scratch();
const bundle = join(work, 'writer.js');
buildSync({
  stdin: { contents: program, resolveDir: __dirname, loader: 'ts' },
  bundle: true,
  platform: 'node',
  outfile: bundle,
});

const names = Array.from({ length: 120 }, (_, index) => `name-${index}`);
const half = names.filter((_, index) => index % 2 === 0);
const trees: readonly (readonly OutputFile[])[] = [treeOf(names, 'a'), treeOf(half, 'b'), treeOf(names, 'c')];
const treesFile = join(work, 'trees.json');
writeFileSync(treesFile, JSON.stringify(trees.map((tree) => tree.map(({ path, text }) => ({ path, text })))));

const startWriter = (folder: string, times: number): ChildProcess =>
  spawn(process.execPath, [bundle, folder, treesFile, String(times)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
};

const textsOfTrees = trees.map(textsOf);

const isOneOfThem = (folder: string): boolean => {
  const found = JSON.stringify(Object.entries(onDisk(folder)).sort());
  return textsOfTrees.some((texts) => JSON.stringify(Object.entries(texts).sort()) === found);
};

describe('processes that write one folder', () => {
  it('can be killed at any moment: the next run finds a whole tree and clears up', async () => {
    const folder = join(scratch(), 'onprem');
    await writeTree(folder, treeOf(names, 'a'));
    const moments = Array.from({ length: 20 }, (_, index) => index * 4);
    for (const moment of moments) {
      const child = startWriter(folder, 1000);
      await once(child.stdout ?? child, 'data');
      await new Promise((resolve) => setTimeout(resolve, moment));
      child.kill('SIGKILL');
      await ended(child);
      const beside = readdirSync(join(folder, '..'));
      const whole = ['onprem', '.drydock-onprem.old'].find((name) => beside.includes(name));
      expect(whole !== undefined && isOneOfThem(join(folder, '..', whole))).toBe(true);
    }
    await writeTree(folder, treeOf(['last']));
    expect(onDisk(folder)).toEqual(textsOf(treeOf(['last'])));
    expect(readdirSync(join(folder, '..'))).toEqual(['onprem']);
  }, 60_000);

  it('wait for each other, and never mix', async () => {
    const folder = join(scratch(), 'onprem');
    const children = [startWriter(folder, 4), startWriter(folder, 4), startWriter(folder, 4)];
    await Promise.all(children.map(ended));
    expect(children.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(isOneOfThem(folder)).toBe(true);
    expect(readdirSync(join(folder, '..'))).toEqual(['onprem']);
  }, 60_000);

  it('may be runs of one process', async () => {
    const folder = join(scratch(), 'onprem');
    await Promise.all(trees.map((tree) => writeTree(folder, tree)));
    expect(isOneOfThem(folder)).toBe(true);
    expect(readdirSync(join(folder, '..'))).toEqual(['onprem']);
  });
});

describe('the lock', () => {
  const self = { host: hostname(), pid: process.pid };
  const started = (pid: number): string => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  };
  const withLock = (content: string): string => {
    const parent = scratch();
    writeFileSync(join(parent, '.drydock-onprem.lock'), content);
    return join(parent, 'onprem');
  };
  const onLinux = process.platform === 'linux' ? it : it.skip;

  it('of a process that has ended is taken over at once', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const folder = withLock(JSON.stringify({ ...self, pid, started: '' }));
    await writeTree(folder, trees[0] ?? [], { patience: 0 });
    expect(readdirSync(join(folder, '..'))).toEqual(['onprem']);
  });

  onLinux('of a process that has ended is taken over though another one got its number', async () => {
    const folder = withLock(JSON.stringify({ ...self, started: '1' }));
    await writeTree(folder, trees[0] ?? [], { patience: 0 });
    expect(readdirSync(join(folder, '..'))).toEqual(['onprem']);
  });

  it('that was left empty is taken over when nobody has written a name into it for long', async () => {
    const folder = withLock('');
    await writeTree(folder, trees[0] ?? [], { patience: 100 });
    expect(readdirSync(join(folder, '..'))).toEqual(['onprem']);
  });

  onLinux('of a process that runs is respected: the refusal says who holds it', async () => {
    const folder = withLock(JSON.stringify({ ...self, started: started(process.pid) }));
    const [diagnostic] = await refusedWith(() =>
      writeTree(folder, trees[0] ?? [], { patience: 50, shownAs: 'dist/onprem' }),
    );
    expect(diagnostic).toMatchObject({
      rule: 'output/locked',
      where: { kind: 'path', path: 'dist/onprem' },
      got: `process ${process.pid} on ${hostname()} is writing this folder`,
      fix: 'wait for it; where that process is gone, delete dist/.drydock-onprem.lock',
    });
    expect(readdirSync(join(folder, '..'))).toEqual(['.drydock-onprem.lock']);
  });

  it('of another host is respected, for nobody here knows whether its holder lives', async () => {
    const folder = withLock(JSON.stringify({ host: 'build-7.example.internal', pid: 1, started: '1' }));
    const [diagnostic] = await refusedWith(() => writeTree(folder, trees[0] ?? [], { patience: 50 }));
    expect(diagnostic?.got).toBe('process 1 on build-7.example.internal is writing this folder');
  });

  it('is given up waiting for when the run is told to end', async () => {
    const folder = withLock(JSON.stringify({ host: 'elsewhere.example.internal', pid: 1, started: '1' }));
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('told to end')), 60);
    const run = writeTree(folder, trees[0] ?? [], { signal: controller.signal });
    await expect(run).rejects.toThrow('told to end');
  });
});
