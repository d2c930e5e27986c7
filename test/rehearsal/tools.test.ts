import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../../lib/diagnostics';
import { findPrograms, type Program } from '../../lib/rehearsal';
import { useTools } from '../../lib/rehearsal/tools';
import { scratch } from '../cli/drydock';

const program = (name: string, rest: Partial<Program> = {}): Program => ({
  name,
  purpose: 'something',
  wanted: '6.0 or newer',
  found: { path: `/usr/bin/${name}`, version: '7.0' },
  fits: true,
  howToGet: `install ${name}`,
  ...rest,
});

const needed = [
  ...['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl', 'kwok', 'kwokctl'],
  ...['argocd', 'argo-cd-crds', 'redis-server', 'git', 'openssl'],
];

describe('the programs of a rehearsal', () => {
  it('are looked for without building or fetching anything, and each says how to get it', async () => {
    const nowhere = scratch();
    const programs = await findPrograms({
      PATH: process.env['PATH'],
      HOME: nowhere,
      XDG_CACHE_HOME: nowhere,
      DRYDOCK_TOOLS: join(nowhere, 'tools'),
    });
    expect(programs.map(({ name }) => name).sort()).toEqual([...needed].sort());
    expect(programs.find(({ name }) => name === 'argocd')?.howToGet).toMatch(/build\.sh$/);
    expect(existsSync(join(nowhere, 'tools'))).toBe(false);
  });

  it('are refused all at once, with their versions, when they are missing or too old', () => {
    const { found: _found, ...missing } = program('kwok', { fits: false });
    const old = program('redis-server', {
      found: { path: '/usr/bin/redis-server', version: '5.0' },
      fits: false,
    });
    const others = needed
      .filter((name) => !['kwok', 'redis-server'].includes(name))
      .map((name) => program(name));
    let got: readonly string[] = [];
    try {
      useTools([missing, old, ...others], join(scratch(), 'tools'));
    } catch (error) {
      if (Refusal.is(error)) got = error.diagnostics.map((each) => `${each.got}; ${each.fix}`);
    }
    expect(got).toEqual([
      'kwok is not here (something); install kwok',
      'redis-server 5.0; install redis-server',
    ]);
  });

  it('are put into one folder, as kwokctl wants them', () => {
    const folder = join(scratch(), 'tools');
    const tools = useTools(
      needed.map((name) => program(name)),
      folder,
    );
    expect([tools.folder, tools.redis, tools.versions.get('etcd')]).toEqual([
      folder,
      '/usr/bin/redis-server',
      '7.0',
    ]);
  });
});
