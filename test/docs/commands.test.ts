import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { recordAt } from '../../lib/kubernetes';
import { generatedDocs } from '../../scripts/generated-docs';
import { blocksOf, type Block } from './blocks';

const root = resolve('.');
let scratch = '';
let programs = '';

const program = (name: string, script: string): void => {
  writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
};

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'drydock-docs-'));
  programs = join(scratch, 'bin');
  mkdirSync(programs);
  program('drydock', `exec "${process.execPath}" "${root}/bin/drydock.js" "$@"`);
  // There is no cluster here: the folder must exist and hold manifests; e2e applies it to a real API server.
  program('kubectl', 'for last; do :; done; ls "$last"/*.yaml > /dev/null');
});

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

/** Runs the lines of a block in a shell that goes on where the block before ended. */
const shell = (folder: string, block: Block): string => {
  const result = spawnSync('bash', ['-e', '-c', `${block.text}\npwd > "$DRYDOCK_DOCS_PWD"`], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${programs}:${process.env['PATH'] ?? ''}`,
      NO_COLOR: '1',
      DRYDOCK_DOCS_PWD: join(scratch, 'pwd'),
    },
  });
  if (result.status !== 0)
    throw new Error(
      `${block.text}\nexited with ${result.status ?? 'a signal'}:\n${result.stdout}${result.stderr}`,
    );
  return readFileSync(join(scratch, 'pwd'), 'utf8').trim();
};

const starter = (name: string): string => {
  const folder = join(scratch, name);
  mkdirSync(folder);
  return shell(folder, {
    language: 'sh',
    text: 'drydock init . --name lab > /dev/null\ndrydock synth > /dev/null',
  });
};

const edit = (file: string, change: (text: string) => string): void => {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
};

describe('every command in the documentation works as it stands there', () => {
  it('in the quick start, from an empty folder', () => {
    let folder = join(scratch, 'quick-start');
    mkdirSync(folder);
    for (const block of blocksOf('docs/quick-start.md')) {
      if (block.language === 'sh') folder = shell(folder, block);
      if (block.language === 'yaml' && block.text.includes('snapshots:')) {
        edit(join(folder, 'platforms/lab.yaml'), (text) =>
          text.replace(/^ {2}storage:\n/m, (line) => line + block.text),
        );
      }
      if (block.language === 'yaml' && block.text.includes('extends:')) {
        writeFileSync(join(folder, 'platforms/staging.yaml'), block.text);
      }
      if (block.language === 'ts') {
        mkdirSync(join(folder, 'node_modules'));
        symlinkSync(root, join(folder, 'node_modules/drydock'));
        writeFileSync(join(folder, 'platforms/code.ts'), block.text);
      }
    }
    shell(folder, { language: 'sh', text: 'drydock synth' });
    expect(readdirSync(join(folder, 'dist')).sort()).toEqual(['code', 'lab', 'staging']);
  });

  it('shows in the quick start the very message that a mistake gives', () => {
    const folder = starter('mistake');
    edit(join(folder, 'platforms/lab.yaml'), (text) =>
      text.replace(/^ {2}storage:\n/m, (line) => `${line}    snapshots:\n      enabeld: true\n`),
    );
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'bin/drydock.js'), 'synth'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const shown = blocksOf('docs/quick-start.md').find(({ language }) => language === 'text')?.text ?? '';
    expect(status).toBe(2);
    expect(stderr).toContain(shown.trimEnd());
  });

  it('in the page on kustomize', () => {
    let folder = join(scratch, 'kustomize');
    mkdirSync(folder);
    for (const block of blocksOf('docs/kustomize.md').filter(({ language }) => language === 'sh'))
      folder = shell(folder, block);
    expect(readFileSync(join(folder, 'site.yaml'), 'utf8')).toContain('replicas: 3');
  });

  it('in the page on upgrades', () => {
    let folder = starter('upgrade');
    for (const block of blocksOf('docs/upgrade.md').filter(({ language }) => language === 'sh'))
      folder = shell(folder, block);
  });

  it('in the page on rehearsals, as far as the programs that e2e has', () => {
    const folder = starter('rehearsal');
    const commit =
      'git add --all && git -c user.name=t -c user.email=t@localhost commit --quiet --message first';
    shell(folder, { language: 'sh', text: `git init --quiet --initial-branch=main && ${commit}` });
    const nothing = join(scratch, 'no-programs');
    const commands = blocksOf('docs/rehearsal.md')
      .filter(({ language }) => language === 'sh')
      .flatMap(({ text }) => text.trim().split('\n'));
    expect(commands.length).toBeGreaterThan(4);
    for (const command of commands) {
      const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
        cwd: folder,
        encoding: 'utf8',
        env: {
          ...process.env,
          PATH: `${programs}:${process.env['PATH'] ?? ''}`,
          XDG_CACHE_HOME: nothing,
          DRYDOCK_TOOLS: nothing,
        },
      });
      // It is understood, and lists or asks for the programs that are not here.
      expect([command, status]).toEqual([command, command.includes('--tools') ? 1 : 2]);
      expect(`${stdout}${stderr}`).toContain('kwokctl');
    }
  });

  it('in the job for pull requests: steps that exist here, options that the command has', () => {
    const job = readFileSync('docs/ci/rehearse.yaml', 'utf8');
    const runs = [...JSON.stringify(parse(job)).matchAll(/"run":"((?:[^"\\]|\\.)*)"/g)].map(
      ([, run = '']) => run,
    );
    expect(runs.some((run) => run.includes('bash e2e/tools/build.sh'))).toBe(true);
    const help = spawnSync(process.execPath, ['bin/drydock.js', 'rehearse', '--help'], {
      encoding: 'utf8',
    }).stdout;
    const options =
      runs
        .filter((run) => run.includes('drydock.js rehearse'))
        .join(' ')
        .match(/ --[a-z]+/g) ?? [];
    expect(options.length).toBeGreaterThan(2);
    for (const option of options) expect(help).toContain(option.trim());
  });

  it('in the page on pipelines', () => {
    const folder = starter('pipelines');
    cpSync(join(root, 'pipelines'), join(folder, 'pipelines'), { recursive: true });
    const [settings] = blocksOf('docs/pipelines.md').filter(({ language }) => language === 'yaml');
    edit(join(folder, 'platforms/lab.yaml'), (text) => text + (settings?.text ?? ''));
    for (const block of blocksOf('docs/pipelines.md').filter(({ language }) => language === 'sh'))
      shell(folder, block);
    shell(folder, { language: 'sh', text: 'drydock synth' });
    expect(readdirSync(join(folder, 'dist/lab/pipelines'))).toContain('CronWorkflow-iris-training.yaml');
  });

  it('in the page on constructs of your own', () => {
    let folder = starter('extend');
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    mkdirSync(join(folder, 'extensions'));
    const [module] = blocksOf('docs/extend.md').filter(({ language }) => language === 'ts');
    const [setting] = blocksOf('docs/extend.md').filter(({ language }) => language === 'yaml');
    // Here `drydock` is this repository itself, not a package beside cdk8s.
    writeFileSync(
      join(folder, 'extensions/banner.ts'),
      (module?.text ?? '').replace("'drydock'", `'${root}'`),
    );
    edit(join(folder, 'platforms/lab.yaml'), (text) => text + (setting?.text ?? ''));
    for (const block of blocksOf('docs/extend.md').filter(({ language }) => language === 'sh'))
      folder = shell(folder, block);
    expect(readFileSync(join(folder, 'dist/lab/banner/ConfigMap-banner.yaml'), 'utf8')).toContain(
      'text: Maintenance on Sunday.',
    );
  });

  it('in the page on pipelines in TypeScript', () => {
    let folder = starter('pipelines-typescript');
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules/drydock'));
    mkdirSync(join(folder, 'pipelines'), { recursive: true });
    const blocks = blocksOf('docs/pipelines-typescript.md');
    const [module] = blocks.filter(({ language }) => language === 'ts');
    const [setting] = blocks.filter(({ language }) => language === 'yaml');
    writeFileSync(join(folder, 'pipelines/count.ts'), module?.text ?? '');
    edit(join(folder, 'platforms/lab.yaml'), (text) => text + (setting?.text ?? ''));
    for (const block of blocks.filter(({ language }) => language === 'sh')) folder = shell(folder, block);
    expect(readdirSync(join(folder, 'dist/lab/pipelines')).map((file) => file.split('-')[0])).toEqual([
      'CronWorkflow',
      'Role',
      'RoleBinding',
      'ServiceAccount',
      'WorkflowTemplate',
    ]);
    expect(readFileSync(join(folder, 'count.svg'), 'utf8')).toContain('make-volume');
  });

  it('in the page on components, in a copy of this repository', () => {
    const folder = join(scratch, 'component');
    mkdirSync(folder);
    for (const part of [
      'bin',
      'charts',
      'docs',
      'lib',
      'main.ts',
      'package.json',
      'platforms',
      'pipelines',
      'scripts',
    ]) {
      cpSync(join(root, part), join(folder, part), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const block of blocksOf('docs/add-a-component.md').filter(({ language }) => language === 'sh'))
      shell(folder, block);
  });

  it('in the README: what CI runs on a clean checkout, and commands that exist', () => {
    const readme = readFileSync('README.md', 'utf8');
    const ci = readFileSync('.ci/run', 'utf8');
    expect(blocksOf('README.md')[0]?.text).toBe('npm ci && npm run synth\nnpm ci && npm test\n');
    for (const command of ['npm ci', 'npm test', 'npm run --silent synth', 'npm run e2e'])
      expect(ci).toContain(command);
    const help = spawnSync(process.execPath, ['bin/drydock.js', '--help'], { encoding: 'utf8' }).stdout;
    const named = [...readme.matchAll(/`drydock (\w+)/g)].map(([, command = '']) => command);
    expect(named.length).toBeGreaterThan(6);
    for (const command of named) expect(help).toMatch(new RegExp(`^ {2}${command} `, 'm'));
  });
});

describe('the READMEs of folders', () => {
  const readmes = spawnSync('git', ['ls-files', '*README.md'], { encoding: 'utf8' })
    .stdout.trim()
    .split('\n');

  it('name npm scripts that exist', () => {
    const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'));
    const scripts = Object.keys(recordAt(manifest, 'scripts'));
    const named = readmes.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/npm run ([a-z0-9]+)/g)].map(([, script = '']) => script),
    );
    expect(named.length).toBeGreaterThan(3);
    for (const script of named) expect(scripts).toContain(script);
  });

  it('of the example model shows an entry that a platform takes', () => {
    const folder = starter('iris');
    const [entry] = blocksOf('models/iris/README.md').filter(({ language }) => language === 'yaml');
    edit(join(folder, 'platforms/lab.yaml'), (text) => text + (entry?.text ?? '').replace(/^spec:\n/, ''));
    shell(folder, { language: 'sh', text: 'drydock synth && drydock explain Deployment/iris' });
  });
});

describe('generated pages', () => {
  it.each(Object.entries(generatedDocs()))('%s is what `npm run docs` writes', (path, text) => {
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});

describe('links in the documentation', () => {
  const pages = [
    'README.md',
    ...readdirSync('docs')
      .filter((file) => file.endsWith('.md'))
      .map((file) => `docs/${file}`),
  ];

  it.each(pages)('of %s lead to files that exist', (page) => {
    const targets = [...readFileSync(page, 'utf8').matchAll(/\[[^\]]+\]\((?!https?:)([^)#\s]+)/g)].map(
      ([, target = '']) => target,
    );
    for (const target of targets)
      expect(readdirSync(resolve(page, '..', target, '..'))).toContain(target.split('/').at(-1));
  });
});
