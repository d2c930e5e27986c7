import { join } from 'node:path';
import { readTree } from '../../lib/output';
import { run, type Finished } from '../../lib/program';
import { readWrittenTree } from '../../lib/rehearsal';
import { deliveryOf, makeAuthority } from '../../lib/rehearsal/stage';
import { startGitServer, type GitServer } from '../../lib/rehearsal/stage/git-server';
import { makeRepository } from '../../lib/rehearsal/stage/repository';
import { scratch } from '../cli/drydock';

describe('the Git server of a rehearsal', () => {
  let server: GitServer;
  let commit: string;
  const tree = readWrittenTree('dist/onprem');
  const folder = scratch();
  const env = { PATH: process.env['PATH'], HOME: folder };

  beforeAll(async () => {
    const repository = await makeRepository('git', join(folder, 'repository'), env, undefined);
    commit = await repository.commit(tree, deliveryOf(tree));
    const authority = await makeAuthority('openssl', folder, undefined);
    const keyPair = await authority.issue(['localhost']);
    server = await startGitServer({ git: 'git', repository: repository.folder, keyPair, env });
  });

  afterAll(() => server.stop());

  const remote = (url: string): Promise<Finished> =>
    run('git', ['-c', 'http.sslVerify=false', '-c', `http.proxy=${server.proxy}`, 'ls-remote', url, 'main'], {
      env: { ...env, GIT_TERMINAL_PROMPT: '0' },
      seconds: 20,
    });

  it.each(['https://git.example.internal/ml-platform/drydock.git', 'http://git.example.internal/x'])(
    'answers for %s with the local repository',
    async (url) => {
      expect((await remote(url)).stdout).toBe(`${commit}\trefs/heads/main\n`);
    },
  );

  it('gives the files of the tree', async () => {
    const clone = join(folder, 'clone');
    const cloned = await run(
      'git',
      [
        '-c',
        'http.sslVerify=false',
        '-c',
        `http.proxy=${server.proxy}`,
        'clone',
        'https://git.example.internal/x.git',
        clone,
      ],
      { env },
    );
    const files = readTree(join(clone, 'dist/onprem'));
    expect([cloned.code, files.kind === 'tree' && files.files]).toEqual([0, tree.files]);
  });

  it('does not answer while it is unreachable, and answers again afterwards', async () => {
    server.reachable(false);
    const during = await remote('https://git.example.internal/x.git');
    server.reachable(true);
    const after = await remote('https://git.example.internal/x.git');
    expect([during.code === 0, after.code === 0]).toEqual([false, true]);
  });
});
