import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFileSystem, readTree, writeTree, type FileSystem } from '../../lib/output';
import { onDisk, refusedWith, scratch, textsOf, treeOf } from './samples';

/** A folder that holds the tree of these names. */
const written = async (names: readonly string[], text?: string): Promise<string> => {
  const folder = join(scratch(), 'onprem');
  await writeTree(folder, treeOf(names, text));
  return folder;
};

const osError = (code: string): Error =>
  Object.assign(new Error(`${code}: injected`), { code, syscall: 'test' });

/** The disk, with some operations replaced. */
const diskWith = (changes: Partial<FileSystem>): FileSystem => ({ ...nodeFileSystem, ...changes });

const refuseWith = (code: string) => () => {
  throw osError(code);
};

describe('writeTree', () => {
  it('writes a tree into a folder that does not exist yet, with the folders above it', async () => {
    const folder = join(scratch(), 'a', 'b', 'onprem');
    const tree = treeOf(['one', 'two']);
    const changes = await writeTree(folder, tree);
    expect(onDisk(folder)).toEqual(textsOf(tree));
    expect(changes).toEqual({
      written: ['release.json', 'web/ConfigMap-one.yaml', 'web/ConfigMap-two.yaml'],
      removed: [],
      unchanged: [],
    });
    expect(readdirSync(join(folder, '..'))).toEqual(['onprem']);
  });

  it('writes into an empty folder, and into one that has only empty folders', async () => {
    const folder = scratch();
    mkdirSync(join(folder, 'web', 'old'), { recursive: true });
    await writeTree(folder, treeOf(['one']));
    expect(onDisk(folder)).toEqual(textsOf(treeOf(['one'])));
  });

  it('says what it wrote, removed and left', async () => {
    const folder = await written(['gone', 'stays']);
    expect(await writeTree(folder, treeOf(['new', 'stays']))).toEqual({
      written: ['release.json', 'web/ConfigMap-new.yaml'],
      removed: ['web/ConfigMap-gone.yaml'],
      unchanged: ['web/ConfigMap-stays.yaml'],
    });
    expect(onDisk(folder)).toEqual(textsOf(treeOf(['new', 'stays'])));
  });

  it('touches nothing when nothing has changed, not even the folder above', async () => {
    const folder = await written(['one', 'two']);
    const places = ['..', '.', 'web', 'release.json', 'web/ConfigMap-one.yaml'].map((path) =>
      join(folder, path),
    );
    const state = () =>
      places.map((path) => [lstatSync(path).ino, lstatSync(path).mtimeMs, lstatSync(path).ctimeMs]);
    const before = state();
    expect((await writeTree(folder, treeOf(['one', 'two']))).written).toEqual([]);
    expect(state()).toEqual(before);
  });

  it('keeps inode and time of files that have not changed', async () => {
    const folder = await written(['one', 'two']);
    const file = join(folder, 'web/ConfigMap-one.yaml');
    const { ino, mtimeMs } = lstatSync(file);
    await writeTree(folder, treeOf(['one']));
    expect(lstatSync(file)).toMatchObject({ ino, mtimeMs, nlink: 1 });
  });

  it.each(['EPERM', 'EXDEV', 'EMLINK', 'ENOTSUP'])(
    'copies with the time kept where links give %s',
    async (code) => {
      const folder = await written(['one', 'two']);
      const file = join(folder, 'web/ConfigMap-one.yaml');
      const { mtimeMs } = lstatSync(file);
      await writeTree(folder, treeOf(['one']), { disk: diskWith({ link: refuseWith(code) }) });
      expect(lstatSync(file).mtimeMs).toBeCloseTo(mtimeMs, 0);
      expect(onDisk(folder)).toEqual(textsOf(treeOf(['one'])));
    },
  );

  it('overwrites what was edited by hand in its own files, and brings back deleted ones', async () => {
    const folder = await written(['one', 'two', 'three']);
    writeFileSync(join(folder, 'web/ConfigMap-one.yaml'), 'edited: true\n');
    rmSync(join(folder, 'web/ConfigMap-two.yaml'));
    const changes = await writeTree(folder, treeOf(['one', 'two', 'three']));
    expect(changes.written).toEqual(['web/ConfigMap-one.yaml', 'web/ConfigMap-two.yaml']);
    expect(onDisk(folder)).toEqual(textsOf(treeOf(['one', 'two', 'three'])));
  });

  it('takes over a file of its next tree that is there already, as after a merge', async () => {
    const folder = await written(['one']);
    writeFileSync(join(folder, 'web/ConfigMap-two.yaml'), 'from: the other branch\n');
    await writeTree(folder, treeOf(['one', 'two']));
    expect(onDisk(folder)).toEqual(textsOf(treeOf(['one', 'two'])));
  });

  it('ends between two files when it is told to, leaving the old tree and nothing beside it', async () => {
    const many = Array.from({ length: 450 }, (_, index) => `name-${index}`);
    const folder = await written(['one']);
    const controller = new AbortController();
    let created = 0;
    const disk = diskWith({
      create(file, text) {
        created += 1;
        if (created === 150) controller.abort(new Error('stopped'));
        nodeFileSystem.create(file, text);
      },
    });
    await expect(writeTree(folder, treeOf(many), { signal: controller.signal, disk })).rejects.toThrow(
      'stopped',
    );
    expect(created).toBeLessThan(300);
    expect(onDisk(folder)).toEqual(textsOf(treeOf(['one'])));
    expect(readdirSync(join(folder, '..'))).toEqual(['onprem']);
  });
});

describe('writeTree refuses, and leaves everything as it is,', () => {
  const refusedWriting = async (folder: string, disk?: FileSystem) => {
    const before = onDisk(join(folder, '..'));
    const diagnostics = await refusedWith(() =>
      writeTree(folder, treeOf(['new']), { shownAs: 'dist/onprem', ...(disk === undefined ? {} : { disk }) }),
    );
    expect(onDisk(join(folder, '..'))).toEqual(before);
    return diagnostics.map(({ rule, where, got }) => [
      rule,
      where.kind === 'path' ? where.path : where.kind,
      got,
    ]);
  };

  it('foreign files, each by its name', async () => {
    const folder = await written(['one']);
    mkdirSync(join(folder, 'notes'));
    writeFileSync(join(folder, 'notes', 'todo.md'), 'mine');
    writeFileSync(join(folder, '.gitkeep'), '');
    expect(await refusedWriting(folder)).toEqual([
      ['output/not-ours', 'dist/onprem/.gitkeep', 'a file that Drydock has not written'],
      ['output/not-ours', 'dist/onprem/notes/todo.md', 'a file that Drydock has not written'],
    ]);
  });

  it('foreign files also when its own have not changed', async () => {
    const folder = await written(['new']);
    writeFileSync(join(folder, 'web', 'mine.yaml'), 'mine');
    expect(await refusedWriting(folder)).toHaveLength(1);
  });

  it('a folder that belongs to someone else', async () => {
    const folder = join(scratch(), 'onprem');
    mkdirSync(folder);
    writeFileSync(join(folder, 'thesis.tex'), 'mine');
    expect(await refusedWriting(folder)).toEqual([
      [
        'output/not-ours',
        'dist/onprem',
        'a folder with files that Drydock has not written, such as thesis.tex',
      ],
    ]);
  });

  it("a folder whose release.json is somebody else's", async () => {
    const folder = join(scratch(), 'onprem');
    mkdirSync(folder);
    writeFileSync(join(folder, 'release.json'), '{"version": "1.0.0"}');
    const refusals = await refusedWriting(folder);
    expect(refusals[0]).toEqual([
      'output/record',
      'dist/onprem/release.json',
      expect.stringContaining('writtenBy'),
    ]);
  });

  it('a file where the folder should be', async () => {
    const folder = join(scratch(), 'onprem');
    writeFileSync(folder, 'mine');
    expect(await refusedWriting(folder)).toEqual([['output/not-ours', 'dist/onprem', 'a file']]);
  });

  it('a file where a folder above should be', async () => {
    const parent = join(scratch(), 'dist');
    writeFileSync(parent, 'mine');
    const [diagnostic] = await refusedWith(() => writeTree(join(parent, 'onprem'), treeOf(['new'])));
    expect(diagnostic).toMatchObject({ rule: 'output/io' });
  });

  it('a symbolic link in place of the folder', async () => {
    const parent = scratch();
    mkdirSync(join(parent, 'elsewhere'));
    symlinkSync('elsewhere', join(parent, 'onprem'));
    expect(await refusedWriting(join(parent, 'onprem'))).toEqual([
      ['output/not-ours', 'dist/onprem', 'a symbolic link'],
    ]);
  });

  it('symbolic links and pipes in place of files and folders', async () => {
    const folder = await written(['one']);
    const elsewhere = scratch();
    rmSync(join(folder, 'web/ConfigMap-one.yaml'));
    symlinkSync(join(elsewhere, 'x'), join(folder, 'web/ConfigMap-one.yaml'));
    symlinkSync(elsewhere, join(folder, 'models'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const refusals = await refusedWriting(folder);
    expect(refusals.map(([, path]) => path).sort()).toEqual([
      'dist/onprem/models',
      'dist/onprem/pipe',
      'dist/onprem/web/ConfigMap-one.yaml',
    ]);
  });

  it.each([
    ['no permission to create the lock', { create: refuseWith('EACCES') }, /no permission \(EACCES/],
    ['no permission beside the folder', { makeFolder: refuseWith('EACCES') }, /no permission \(EACCES/],
    ['no permission to read a file', { read: refuseWith('EACCES') }, /EACCES/],
    ['a read-only file system', { create: refuseWith('EROFS') }, /read-only file system/],
    ['a folder that cannot be renamed', { rename: refuseWith('EBUSY') }, /in use, such as a mount point/],
    ['an error without a name', { list: refuseWith('EIO') }, /EIO/],
  ])('%s', async (_, changes, reason) => {
    const folder = await written(['one']);
    expect(await refusedWriting(folder, diskWith(changes))).toEqual([
      ['output/io', 'dist/onprem', expect.stringMatching(reason)],
    ]);
    expect(readdirSync(join(folder, '..'))).toEqual(['onprem']);
  });

  it('a disk that fills up half-way, and sweeps up what it had written', async () => {
    const folder = await written(['one']);
    let room = 3;
    const disk = diskWith({
      create(file, text) {
        room -= 1;
        nodeFileSystem.create(file, room < 0 ? text.slice(0, 10) : text);
        if (room < 0) throw osError('ENOSPC');
      },
    });
    const diagnostics = await refusedWith(() =>
      writeTree(folder, treeOf(['a', 'b', 'c', 'd', 'e']), { disk }),
    );
    expect(diagnostics).toMatchObject([{ rule: 'output/io', fix: 'free some space and run it again' }]);
    expect(onDisk(folder)).toEqual(textsOf(treeOf(['one'])));
    expect(readdirSync(join(folder, '..'))).toEqual(['onprem']);
  });

  // root may write everywhere
  const asUser = process.getuid?.() === 0 ? it.skip : it;

  asUser('a real folder without write permission', async () => {
    const folder = await written(['one']);
    chmodSync(join(folder, '..'), 0o555);
    const [diagnostic] = await refusedWith(() => writeTree(folder, treeOf(['new'])));
    chmodSync(join(folder, '..'), 0o755);
    expect(diagnostic?.got).toMatch(/no permission/);
  });
});

describe('readTree', () => {
  it('gives the files and the record', async () => {
    const folder = await written(['one', 'two']);
    const tree = readTree(folder);
    expect(tree).toMatchObject({ kind: 'tree', record: { platform: 'onprem' } });
    expect(tree.kind === 'tree' && Object.fromEntries(tree.files)).toEqual(textsOf(treeOf(['one', 'two'])));
  });

  it('says that a folder is missing, or empty, as a value', () => {
    const folder = scratch();
    expect(readTree(join(folder, 'none'))).toEqual({ kind: 'missing' });
    expect(readTree(folder)).toEqual({ kind: 'missing' });
  });

  it('gives foreign files too', async () => {
    const folder = await written(['one']);
    writeFileSync(join(folder, 'mine.txt'), 'mine');
    const tree = readTree(folder);
    expect(tree.kind === 'tree' && tree.files.get('mine.txt')).toBe('mine');
  });

  it('refuses a folder that is not ours', async () => {
    const folder = scratch();
    writeFileSync(join(folder, 'mine.txt'), 'mine');
    expect(await refusedWith(() => readTree(folder, { shownAs: 'dist/x' }))).toMatchObject([
      { rule: 'output/not-ours', where: { path: 'dist/x' } },
    ]);
  });

  it('reads again when a run swaps the tree meanwhile, and never mixes two trees', async () => {
    const folder = await written(['one', 'gone'], 'old');
    await writeTree(join(folder, '../next'), treeOf(['one', 'two'], 'new'));
    let reads = 0;
    const disk = diskWith({
      read(file) {
        reads += 1;
        if (reads === 3) {
          nodeFileSystem.rename(folder, join(folder, '../past'));
          nodeFileSystem.rename(join(folder, '../next'), folder);
        }
        return nodeFileSystem.read(file);
      },
    });
    const tree = readTree(folder, { disk });
    expect(tree.kind === 'tree' && Object.fromEntries(tree.files)).toEqual(
      textsOf(treeOf(['one', 'two'], 'new')),
    );
  });
});
