import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { minimal } from '../platform/minimal';
import { drydock, scratch } from './drydock';

const source = `
import { ContainerStep, definePipeline, VolumeStep } from 'drydock/workflow';

export const schedule = { schedules: ['0 3 * * *'], timeZone: 'Europe/Helsinki' };

export const pipeline = definePipeline(
  'hello',
  { parameters: { text: { type: 'String', default: 'hello' } } },
  (scope) => {
    const { volume } = new VolumeStep(scope, 'make', { size: '1Gi' });
    new ContainerStep(scope, 'say', {
      image: 'docker.io/library/busybox:1.37.0',
      command: ['echo', scope.parameters.text],
      volumes: { '/data': volume },
    });
  },
);
`;

/** A folder with one pipeline, and a platform that asks for it. */
const site = (definition: string, text = source): string => {
  const folder = scratch();
  for (const part of ['platforms', 'pipelines', 'node_modules']) mkdirSync(join(folder, part));
  symlinkSync(resolve('.'), join(folder, 'node_modules/drydock'));
  writeFileSync(join(folder, 'pipelines/hello.ts'), text);
  const section = `  images: {registry: registry.example.internal}\n  pipelines:\n    namespace: team\n    definitions:\n    - ${definition}\n`;
  writeFileSync(join(folder, 'platforms/lab.yaml'), minimal + section);
  return folder;
};

const written = (folder: string, kind: string): string => {
  const home = join(folder, 'dist/lab/pipelines');
  const file = readdirSync(home).find((name) => name.startsWith(`${kind}-`));
  if (file === undefined) throw new Error(`no ${kind} in ${readdirSync(home).join(', ')}`);
  return readFileSync(join(home, file), 'utf8');
};

describe('a pipeline in TypeScript on a platform', () => {
  it('is compiled, placed, pulled from the registry of the site and run on its own schedule', async () => {
    const folder = site(
      '{name: hello, source: {typescript: ../pipelines/hello.ts}, placement: {nodeSelector: {disk: fast}}, parameters: {text: bye}}',
    );
    const { code, err } = await drydock(folder, 'synth');
    expect([code, err]).toEqual([0, expect.not.stringContaining('error')]);
    const template = written(folder, 'WorkflowTemplate');
    expect(template).toContain('image: registry.example.internal/docker.io/library/busybox:1.37.0');
    expect(template).toContain('disk: fast');
    const cron = written(folder, 'CronWorkflow');
    expect(cron).toContain('timezone: Europe/Helsinki');
    expect(cron).toContain('value: bye');
    expect(written(folder, 'Role')).toContain('persistentvolumeclaims');
    expect(readFileSync(join(folder, 'dist/lab/release.json'), 'utf8')).toContain(
      'registry.example.internal/docker.io/library/busybox:1.37.0',
    );
  });

  it('is refused with what its storage cannot give, and with settings that only compiled Python has', async () => {
    const many = source.replace("size: '1Gi'", "size: '1Gi', accessModes: ['ReadWriteMany']");
    const mode = await drydock(
      site('{name: hello, source: {typescript: ../pipelines/hello.ts}}', many),
      'synth',
    );
    expect([mode.code, mode.err]).toEqual([2, expect.stringContaining('workflow/access-mode')]);
    const version = await drydock(
      site('{name: hello, source: {typescript: ../pipelines/hello.ts}, objects: [pipelineVersion]}'),
      'synth',
    );
    expect([version.code, version.err]).toEqual([
      2,
      expect.stringMatching(/platforms\/lab\.yaml:\d+.*pipelines\/typescript/s),
    ]);
  });

  it('is refused where the module exports no pipeline, or is not there', async () => {
    const none = await drydock(
      site('{name: hello, source: {typescript: ../pipelines/hello.ts}}', 'export const other = 1;\n'),
      'synth',
    );
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('exports no pipeline')]);
    const lost = await drydock(site('{name: hello, source: {typescript: ../pipelines/lost.ts}}'), 'synth');
    expect([lost.code, lost.err]).toEqual([
      2,
      expect.stringContaining('a module that loads: pipelines/lost.ts'),
    ]);
  });
});

describe('drydock pipeline on a TypeScript module', () => {
  const hello = site('{name: hello, source: {typescript: ../pipelines/hello.ts}}');

  it('compiles to what is asked for', async () => {
    const kinds = async (...words: string[]): Promise<readonly unknown[]> => {
      const { out } = await drydock(hello, 'pipeline', 'compile', 'pipelines/hello.ts', '--json', ...words);
      const objects: readonly { readonly kind: string }[] = JSON.parse(out);
      return objects.map(({ kind }) => kind);
    };
    const permissions = ['ServiceAccount', 'Role', 'RoleBinding'];
    expect(await kinds()).toEqual([...permissions, 'Workflow']);
    expect(await kinds('--as', 'workflowtemplate')).toEqual([...permissions, 'WorkflowTemplate']);
    expect(await kinds('--as', 'cronworkflow')).toEqual([...permissions, 'WorkflowTemplate', 'CronWorkflow']);
    expect(await kinds('--as', 'kfp-run', '--set', 'text=x=y')).toEqual([...permissions, 'Workflow']);
  });

  it('refuses a parameter that is not there, with exit code 2', async () => {
    const { code, err } = await drydock(hello, 'pipeline', 'compile', 'pipelines/hello.ts', '--set', 'x=1');
    expect([code, err]).toEqual([2, expect.stringContaining('one of text')]);
  });

  it('draws it', async () => {
    const svg = await drydock(hello, 'pipeline', 'graph', 'pipelines/hello.ts');
    expect([svg.code, svg.out]).toEqual([0, expect.stringMatching(/^<svg [^]*class="volume"[^]*<\/svg>\n$/)]);
    const { out } = await drydock(hello, 'pipeline', 'graph', 'pipelines/hello.ts', '--format', 'mermaid');
    expect(out).toBe('flowchart TB\n  make[("make")]\n  say["say"]\n  make --> say\n');
  });
});
