import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve('.');
let scratch = '';

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'drydock-golden-'));
});

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

const treeAt = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(folder, path)).isFile())
      .sort()
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  );

const golden = treeAt('dist/onprem');

const synth = (output: string, environment: Readonly<Record<string, string>> = {}): void => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['bin/drydock.js', 'synth', 'onprem', '--output', output],
    {
      encoding: 'utf8',
      env: { ...process.env, ...environment },
    },
  );
  if (status !== 0) throw new Error(stderr);
};

describe('the tree of the reference platform', () => {
  it('is, byte for byte, what is committed', () => {
    synth(join(scratch, 'plain'));
    expect(treeAt(join(scratch, 'plain/onprem'))).toEqual(golden);
  });

  it('is the same in another locale, time zone and home', () => {
    synth(join(scratch, 'elsewhere'), {
      LANG: 'tr_TR.UTF-8',
      LC_ALL: 'tr_TR.UTF-8',
      TZ: 'Pacific/Kiritimati',
      HOME: scratch,
    });
    expect(treeAt(join(scratch, 'elsewhere/onprem'))).toEqual(golden);
  });

  it('is the same when cdk8s writes it', () => {
    const folder = join(scratch, 'cdk8s');
    mkdirSync(folder);
    for (const part of [
      'bin',
      'charts',
      'lib',
      'main.ts',
      'cdk8s.yaml',
      'package.json',
      'platforms',
      'pipelines',
      'scripts',
    ]) {
      cpSync(join(root, part), join(folder, part), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const { status, stdout, stderr } = spawnSync(join(root, 'node_modules/.bin/cdk8s'), ['synth'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, CDK8S_DISABLE_VERSION_CHECK: '1' },
    });
    expect([status, stdout + stderr]).toEqual([0, expect.any(String)]);
    expect(treeAt(join(folder, 'dist/onprem'))).toEqual(golden);
  }, 60_000);

  it('holds no plain Secret, no address of this machine and no clock', () => {
    const text = Object.values(golden).join('\n');
    expect(text).not.toMatch(/^kind: Secret$/m);
    expect(text).not.toContain(root);
    expect(text).not.toMatch(/\b20\d\d-\d\d-\d\dT/);
  });
});
