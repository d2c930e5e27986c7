import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { configMap, deployment, writeTree } from '../kustomize/trees';
import { drydock, scratch } from './drydock';

const tree = (): string => {
  const folder = scratch();
  writeTree(folder, {
    'app/kustomization.yaml': 'resources: [a.yaml, b.yaml]\nnamePrefix: eu-\n',
    'app/a.yaml': configMap,
    'app/b.yaml': deployment,
  });
  return folder;
};

describe('drydock kustomize build', () => {
  it('prints what the kustomization builds, and nothing else', async () => {
    const { code, out, err } = await drydock(tree(), 'kustomize', 'build', 'app');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^apiVersion: v1\ndata:\n {2}a: b\n/);
  });

  it('writes to a file, or one file for each object to a folder', async () => {
    const folder = tree();
    const { out } = await drydock(folder, 'kustomize', 'build', 'app');
    expect((await drydock(folder, 'kustomize', 'build', 'app', '-o', 'out/all.yaml')).code).toBe(0);
    expect(readFileSync(join(folder, 'out/all.yaml'), 'utf8')).toBe(out);
    const { out: report } = await drydock(folder, 'kustomize', 'build', 'app', '-o', 'out', '--json');
    expect(JSON.parse(report)).toEqual({
      written: ['out/v1_configmap_eu-settings.yaml', 'out/apps_v1_deployment_eu-web.yaml'],
    });
  });

  it('gives the objects as JSON', async () => {
    const { out } = await drydock(tree(), 'kustomize', 'build', 'app', '--json');
    expect(JSON.parse(out)).toMatchObject([{ kind: 'ConfigMap' }, { kind: 'Deployment' }]);
  });

  it('warns of deprecated fields on standard error', async () => {
    const folder = tree();
    writeTree(folder, { 'old/kustomization.yaml': 'bases: [../app]\n' });
    const { code, err } = await drydock(folder, 'kustomize', 'build', 'old');
    expect([code, err]).toEqual([
      0,
      expect.stringContaining("'bases' is deprecated. Please use 'resources' instead."),
    ]);
  });

  it('reports a mistake with file, line and fix, and ends with 2', async () => {
    const folder = tree();
    writeTree(folder, { 'app/kustomization.yaml': 'resources: [a.yaml]\nnamePrefx: x\n' });
    const { code, out, err } = await drydock(folder, 'kustomize', 'build', 'app');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('app/kustomization.yaml:2:12');
    expect(err).toContain('write namePrefix');
  });

  it('refuses Helm with what to do instead', async () => {
    const { code, err } = await drydock(tree(), 'kustomize', 'build', 'app', '--enable-helm');
    expect(code).toBe(2);
    expect(err).toContain('helm template');
  });

  it('takes what is vendored for a URL, and refuses it otherwise', async () => {
    const folder = tree();
    const url = 'https://example.com/org/repo//app?ref=v1';
    writeTree(folder, { 'site/kustomization.yaml': `resources: ["${url}"]\n` });
    expect((await drydock(folder, 'kustomize', 'build', 'site')).err).toContain(url);
    const vendored = await drydock(folder, 'kustomize', 'build', 'site', '--vendored', `${url}=app`);
    expect(vendored.out).toBe((await drydock(folder, 'kustomize', 'build', 'app')).out);
  });
});

describe('the engine alone', () => {
  it('is there for other programs as drydock/kustomize', () => {
    const folder = tree();
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(resolve('.'), join(folder, 'node_modules/drydock'));
    const script = "process.stdout.write(require('drydock/kustomize').build('app').objects[0].metadata.name)";
    const { stdout } = spawnSync(process.execPath, ['-e', script], { cwd: folder, encoding: 'utf8' });
    expect(stdout).toBe('eu-settings');
  });
});

describe('drydock kustomize create', () => {
  it('writes a kustomization over manifests that builds to the same objects', async () => {
    const folder = scratch();
    writeTree(folder, { 'm/a.yaml': configMap, 'm/deep/b.yaml': deployment, 'm/values.yaml': 'x: 1\n' });
    const { code, out, err } = await drydock(folder, 'kustomize', 'create', 'm');
    expect([code, out]).toEqual([0, 'm/kustomization.yaml: 2 manifests\n']);
    expect(err).toContain('values.yaml');
    expect(readFileSync(join(folder, 'm/kustomization.yaml'), 'utf8')).toBe(
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n- a.yaml\n- deep/b.yaml\n',
    );
    expect((await drydock(folder, 'kustomize', 'build', 'm')).out).toContain('kind: Deployment');
  });

  it('leaves a tree that synth owns alone, and copies it where it is told', async () => {
    const folder = scratch();
    writeTree(folder, { 'dist/lab/release.json': '{}', 'dist/lab/app/a.yaml': configMap });
    expect((await drydock(folder, 'kustomize', 'create', 'dist/lab/app')).err).toContain('--output');
    expect(existsSync(join(folder, 'dist/lab/app/kustomization.yaml'))).toBe(false);
    expect((await drydock(folder, 'kustomize', 'create', 'dist/lab/app', '-o', 'out')).code).toBe(0);
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['a.yaml', 'kustomization.yaml']);
  });

  it('overwrites nothing', async () => {
    const folder = tree();
    expect((await drydock(folder, 'kustomize', 'create', 'app')).code).toBe(2);
    expect((await drydock(folder, 'kustomize', 'create', 'app', '-o', 'app')).err).toContain(
      'nothing is overwritten',
    );
  });
});
