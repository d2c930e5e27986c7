import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { earlierTree } from '../../lib/cli/commands/rehearse/earlier-tree';
import { allObjects } from '../../lib/rehearsal';
import { drydock, repositoryCopy, scratch } from './drydock';

/** A repository with the reference platform in a sub-folder, as it was one commit ago. */
const repository = (): string => {
  const folder = scratch();
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@localhost', ...args], {
      encoding: 'utf8',
    });
  mkdirSync(join(folder, 'site/dist'), { recursive: true });
  cpSync('dist/onprem', join(folder, 'site/dist/onprem'), { recursive: true });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'first');
  writeFileSync(join(folder, 'site/dist/onprem/release.json'), '{}');
  writeFileSync(join(folder, 'site/staged'), 'mine');
  git('add', 'site/staged');
  return folder;
};

describe('drydock rehearse', () => {
  it('teaches: what is real, what is not, and an example of each use', async () => {
    const { code, out } = await drydock('.', 'rehearse', '--help');
    expect(code).toBe(0);
    for (const word of ['--from', '--faults', '--rollback', '--tools', 'Examples:'])
      expect(out).toContain(word);
  });

  it.each([
    ['a rollback to nothing', ['onprem', '--rollback'], 'no release to go back to'],
    ['a context without a kubeconfig', ['onprem', '--context', 'lab'], 'no kubeconfig'],
    ['a platform that is not there', ['onprme'], 'did you mean onprem?'],
    ['a commit that is not there', ['onprem', '--from', 'no-such-ref'], 'neither a folder nor a commit'],
    ['a folder without a tree', ['--tree', 'docs'], 'a folder with files that Drydock has not written'],
    ['a time that is none', ['onprem', '--timeout', 'soon'], 'number of seconds'],
  ])('refuses %s with exit code 2', async (_, words, message) => {
    const { code, err } = await drydock(repositoryCopy(), 'rehearse', ...words);
    expect([code, err.includes(message) ? message : err]).toEqual([2, message]);
  });
});

describe('the release before', () => {
  const signal = new AbortController().signal;

  it('comes from a commit, from a sub-folder too, and leaves index and files alone', async () => {
    const folder = repository();
    const cwd = join(folder, 'site');
    const tree = await earlierTree({ from: 'HEAD', path: 'dist/onprem', cwd, signal });
    expect([tree.platform, allObjects(tree).length > 50]).toEqual(['onprem', true]);
    const status = execFileSync('git', ['-C', folder, 'status', '--porcelain'], { encoding: 'utf8' });
    expect(status).toBe(' M site/dist/onprem/release.json\nA  site/staged\n');
  });

  it('comes from a folder', async () => {
    const tree = await earlierTree({ from: 'dist/onprem', path: '', cwd: '.', signal });
    expect(tree.platform).toBe('onprem');
  });
});
