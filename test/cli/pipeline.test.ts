import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { stringAt } from '../../lib/kubernetes';
import { irOf } from '../kfp/minimal';
import { upstreamFolder, upstreamIr, upstreamNames, upstreamWorkflow } from '../kfp/upstream';
import { drydock, scratch } from './drydock';

const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = scratch();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
};

const small = (): string => folderWith({ 'p.yaml': irOf() });

describe('drydock pipeline compile', () => {
  it('prints the workflow as YAML, or as JSON', async () => {
    const folder = small();
    const yaml = await drydock(folder, 'pipeline', 'compile', 'p.yaml');
    const json = await drydock(folder, 'pipeline', 'compile', 'p.yaml', '--json');
    expect([yaml.code, yaml.err]).toEqual([0, '']);
    expect(JSON.parse(json.out)).toEqual(load(yaml.out));
  });

  (upstreamNames.length === 0 ? it.skip : it)(
    `prints what the backend prints (needs ${upstreamFolder})`,
    async () => {
      const name = 'run_as_user_cache_enabled';
      const folder = folderWith({ 'p.yaml': upstreamIr(name) });
      const { out } = await drydock(
        folder,
        'pipeline',
        'compile',
        'p.yaml',
        '--run-as-user',
        '1001',
        '--log-level',
        '3',
      );
      expect(load(out)).toEqual(upstreamWorkflow(name));
    },
  );

  it.each([
    ['workflowtemplate', 'WorkflowTemplate', 'small'],
    ['cronworkflow', 'CronWorkflow', 'small'],
  ])('prints a %s', async (as, kind, name) => {
    const words = ['--as', as, '--cron', '@daily', '--namespace', 'team-a', '--set', 'count=7'];
    const { out, code } = await drydock(small(), 'pipeline', 'compile', 'p.yaml', ...words);
    const object = load(out);
    expect(code).toBe(0);
    expect([
      stringAt(object, 'kind'),
      stringAt(object, 'metadata', 'name'),
      stringAt(object, 'metadata', 'namespace'),
    ]).toEqual([kind, name, 'team-a']);
    expect(out).toContain('\\"count\\":7');
    expect(out).not.toContain('status:');
  });

  it('prints a PipelineVersion that it reads again', async () => {
    const folder = small();
    const version = await drydock(folder, 'pipeline', 'compile', 'p.yaml', '--as', 'pipelineversion');
    writeFileSync(join(folder, 'version.yaml'), version.out);
    const again = await drydock(folder, 'pipeline', 'compile', 'version.yaml');
    expect(again.out).toBe((await drydock(folder, 'pipeline', 'compile', 'p.yaml')).out);
  });

  it('moves every image to the registry of a site', async () => {
    const { out } = await drydock(small(), 'pipeline', 'compile', 'p.yaml', '--registry', 'registry.site');
    expect(out).toContain('registry.site/docker.io/library/python:3.12');
    expect(out).toContain('image: registry.site/ghcr.io/kubeflow/kfp-launcher:latest');
  });

  it.each([
    [['--set', 'coun=1'], 'did you mean count?'],
    [['--set', 'count=x'], 'count=a whole number'],
    [['--set', 'count'], 'name=value'],
    [['--as', 'cronworkflow'], 'add --cron'],
    [['--as', 'workflowtemplate', '--name', 'A b'], 'a DNS name'],
    [['--ca-bundle-secret', 'a', '--ca-bundle-config-map', 'b'], 'cannot be used with'],
    [['--default-workspace', 'x'], 'JSON object'],
  ])('refuses %j with exit code 2', async (words, message) => {
    const { code, err } = await drydock(small(), 'pipeline', 'compile', 'p.yaml', ...words);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it('refuses a file that is missing or no pipeline with exit code 2, as JSON too', async () => {
    const folder = folderWith({ 'p.yaml': 'kind: Secret\n' });
    expect((await drydock(folder, 'pipeline', 'compile', 'q.yaml')).code).toBe(2);
    const { code, out } = await drydock(folder, 'pipeline', 'compile', 'p.yaml', '--json');
    expect([code, stringAt(JSON.parse(out), 'diagnostics', 0, 'rule')]).toEqual([2, 'kfp/no-pipeline']);
  });
});

describe('drydock pipeline inspect', () => {
  it('shows inputs, steps and images', async () => {
    const { out, code } = await drydock(small(), 'pipeline', 'inspect', 'p.yaml');
    expect(code).toBe(0);
    expect(out).toMatch(/count +NUMBER_INTEGER +3/);
    expect(out).toMatch(/second +docker\.io\/library\/python:3\.12 +first/);
  });
});

describe('drydock pipeline diff', () => {
  it('ends with 0 for the same and with 1 for another pipeline, and says what changed', async () => {
    const other = irOf().replace('- second', '- other').replace('python:3.12', 'python:3.13');
    const folder = folderWith({ 'a.yaml': irOf(), 'b.yaml': other });
    expect(await drydock(folder, 'pipeline', 'diff', 'a.yaml', 'a.yaml')).toMatchObject({
      code: 0,
      out: 'no change\n',
    });
    const { code, out } = await drydock(folder, 'pipeline', 'diff', 'a.yaml', 'b.yaml');
    expect(code).toBe(1);
    expect(out).toContain('~ component comp-second: its program => another program');
    expect(out).toContain('~ image first: docker.io/library/python:3.12 => docker.io/library/python:3.13');
  });
});

describe('pipelines in a platform', () => {
  it('are read from the files that it names, relative to itself', async () => {
    const folder = scratch();
    await drydock(folder, 'init', '.', '--name', 'lab');
    mkdirSync(join(folder, 'pipelines'));
    writeFileSync(join(folder, 'pipelines/small.yaml'), irOf());
    const file = join(folder, 'platforms/lab.yaml');
    const entry = (path: string): string =>
      `  pipelines:\n    definitions:\n    - name: small\n      source: {ir: ${path}}\n`;
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before + entry('../pipelines/small.yaml'));
    expect((await drydock(folder, 'synth')).code).toBe(0);
    expect(readFileSync(join(folder, 'dist/lab/pipelines/WorkflowTemplate-small.yaml'), 'utf8')).toContain(
      '# pipelines, from spec.pipelines.definitions[small]',
    );
    writeFileSync(file, before + entry('../pipelines/smal.yaml'));
    const { code, err } = await drydock(folder, 'synth');
    expect(code).toBe(2);
    expect(err).toContain('no readable file pipelines/smal.yaml');
  });
});
