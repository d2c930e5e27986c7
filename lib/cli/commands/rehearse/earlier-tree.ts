import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Refusal } from '../../../diagnostics';
import { run } from '../../../program';
import { readWrittenTree, type Tree } from '../../../rehearsal';

/** Where the release before is looked for. */
export interface EarlierTreeOptions {
  /** A folder with a written tree, or anything that Git takes for a commit. */
  readonly from: string;
  /** Folder of the tree in the repository, relative to the working folder. */
  readonly path: string;
  readonly cwd: string;
  readonly signal: AbortSignal;
}

const refuse = (from: string, got: string, want: string, fix: string): never => {
  throw new Refusal([
    {
      rule: 'rehearsal/from',
      severity: 'error',
      where: { kind: 'argument', argument: '--from' },
      got: `${from}: ${got}`,
      want,
      fix,
    },
  ]);
};

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** The tree as a commit has it, written out beside the repository; its index and its files stay as they are. */
const treeAtCommit = async ({ from, path, cwd, signal }: EarlierTreeOptions): Promise<Tree> => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-from-'));
  const env = { ...process.env, GIT_INDEX_FILE: join(folder, 'index') };
  const git = (...args: readonly string[]) => run('git', args, { cwd, env, signal });
  try {
    const commit = await git('rev-parse', '--verify', '--quiet', `${from}^{commit}`);
    if (commit.code !== 0) {
      refuse(
        from,
        'neither a folder nor a commit that this repository has',
        'a folder, a branch, a tag or a commit',
        'fetch it, or correct the name',
      );
    }
    const listed = await git('ls-tree', '--name-only', commit.stdout.trim(), `${path}/release.json`);
    if (listed.code !== 0 || listed.stdout.trim() === '') {
      refuse(
        from,
        `no written tree at ${path}`,
        `${path}/release.json in that commit`,
        'name a commit that has it, or a folder',
      );
    }
    // The prefix is relative to the top of the repository, where the index is too.
    const prefix = (await git('rev-parse', '--show-prefix')).stdout.trim();
    const read = await git('read-tree', `${commit.stdout.trim()}:${prefix}${path}`);
    const tree = join(folder, 'tree');
    const written = await git(`--work-tree=${folder}`, 'checkout-index', '--all', `--prefix=${tree}/`);
    if (read.code !== 0 || written.code !== 0) throw new Error(`git: ${read.stderr}${written.stderr}`);
    return readWrittenTree(tree, `${from}:${path}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/**
 * The release that an upgrade starts from.
 * @throws Refusal where the folder or the commit has none.
 */
export const earlierTree = (options: EarlierTreeOptions): Promise<Tree> => {
  const folder = resolve(options.cwd, options.from);
  return isFolder(folder)
    ? Promise.resolve().then(() => readWrittenTree(folder, options.from))
    : treeAtCommit(options);
};
