import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { compileWorkflow, readPipeline } from '../../../lib/kfp';
import { run } from '../../../lib/program';
import { pythonEnvironment } from '../../python';
import { expectNone, Unmet, type Scenario, type Setting } from '../../scenario';
import { prepareTools } from '../../tools';
import { messageCount, wrongMessages } from './messages';

const here = 'e2e/scenarios/pipelines';

const upstreamOf = (root: string): string =>
  join(process.env['DRYDOCK_UPSTREAM'] ?? join(root, '../shared/upstream'), 'kfp-ir/ir');

const yamlIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => join(folder, file));

/** The pipelines of the repository: each folder of `pipelines/` has a source and what the SDK made of it. */
const examplesIn = (root: string): readonly string[] =>
  readdirSync(join(root, 'pipelines'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, 'pipelines', entry.name, 'pipeline.py')))
    .map((entry) => join(root, 'pipelines', entry.name));

/** Programs of one run, and the folder that they write into. */
interface Bench {
  readonly linter: string;
  readonly python: string;
  readonly scratch: string;
  readonly setting: Setting;
}

const must = async (file: string, words: readonly string[], { setting, scratch }: Bench): Promise<string> => {
  const ended = await run(file, words, { cwd: scratch, signal: setting.signal, seconds: 300 });
  if (ended.code !== 0)
    throw new Unmet(
      `${basename(file)} ${words.join(' ')}\n${`${ended.stdout}${ended.stderr}`.trim().slice(-2000)}`,
    );
  return ended.stdout;
};

/** Compiles a pipeline as users do, on the command line, and gives the file of the result. */
const compiled = async (
  ir: string,
  name: string,
  bench: Bench,
  ...words: readonly string[]
): Promise<string> => {
  const drydock = join(bench.setting.root, 'bin/drydock.js');
  const out = join(bench.scratch, `${name}.yaml`);
  writeFileSync(out, await must(process.execPath, [drydock, 'pipeline', 'compile', ir, ...words], bench));
  return out;
};

const lint = async (files: readonly string[], bench: Bench): Promise<void> => {
  await must(bench.linter, files, bench);
};

/** A workflow that the linter must refuse: else its silence would say nothing. */
const broken = `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: broken-}
spec: {entrypoint: main, templates: [{name: main, dag: {tasks: [{name: a, template: missing}]}}]}
`;

const refuses = async ({ linter, scratch, setting }: Bench): Promise<void> => {
  const file = join(scratch, 'broken.yaml');
  writeFileSync(file, broken);
  const { code } = await run(linter, [file], { signal: setting.signal });
  if (code === 0) throw new Unmet('it takes a workflow whose template is missing');
};

/** A site that demands all that a site can demand. */
const sitePlatform = (root: string, scratch: string): string => `apiVersion: drydock.dev/v1
kind: Platform
metadata: {name: site}
spec:
  kubernetes: {version: "1.34"}
  delivery: {repoURL: https://git.example.internal/site.git}
  images: {registry: registry.site.example, pullSecrets: [pull]}
  nodes:
  - {name: control-1, role: control-plane, capacity: {cpu: 4, memory: 16Gi}}
  - {name: worker-1, role: worker, capacity: {cpu: 8, memory: 32Gi}}
  - {name: worker-2, role: worker, pool: general, capacity: {cpu: 16, memory: 64Gi}, taints: [{key: dedicated, value: steps, effect: NoSchedule}]}
  storage: {classes: [{name: local, kind: hostpath, default: true}]}
  pipelines:
    pip: {indexUrl: https://pypi.site.example/simple}
    definitions:
${examplesIn(root)
  .map(
    (folder) => `    - name: ${basename(folder)}
      source: {ir: ${relative(join(scratch, 'platforms'), join(folder, 'pipeline.yaml'))}}
      objects: [workflowTemplate, pipelineVersion]
      schedule: {cron: "30 2 * * *"}
      placement: {pool: general}
      ceiling: {cpu: 2, memory: 2Gi}
      storageClass: local
      security: {runAsUser: 1000}
`,
  )
  .join('')}`;

/** What the platform writes of the kinds that the linter knows. */
const siteObjects = async (bench: Bench): Promise<readonly string[]> => {
  const { root } = bench.setting;
  mkdirSync(join(bench.scratch, 'platforms'));
  writeFileSync(join(bench.scratch, 'platforms/site.yaml'), sitePlatform(root, bench.scratch));
  await must(process.execPath, [join(root, 'bin/drydock.js'), 'synth', 'site'], bench);
  return yamlIn(join(bench.scratch, 'dist/site/pipelines')).filter((file) =>
    /^(WorkflowTemplate|CronWorkflow)-/.test(basename(file)),
  );
};

/** The compiled IR without the comment that names its inputs. */
const content = (file: string): string => readFileSync(file, 'utf8').replace(/^#.*\n/gm, '');

const isCompiledFrom = async (folder: string, bench: Bench): Promise<void> => {
  const fresh = join(bench.scratch, `${basename(folder)}-ir.yaml`);
  const command = ['-c', 'from kfp.cli.__main__ import main; main()', 'dsl', 'compile'];
  const words = [...command, '--py', join(folder, 'pipeline.py'), '--output', fresh];
  await must(bench.python, words, bench);
  if (content(fresh) !== content(join(folder, 'pipeline.yaml')))
    throw new Unmet(`pipeline.yaml is not what the SDK compiles now: compile ${folder}/pipeline.py again`);
};

/** Argo's linter and the Python SDK judge what pipelines are compiled to. */
export const pipelinesScenario: Scenario = {
  name: 'pipelines',
  summary: 'Argo’s linter takes every compiled pipeline; the Python SDK and protobuf agree with the reader',
  run: async (steps, setting) => {
    const { root, signal } = setting;
    const tools = await steps.need('Argo’s linter is built', () =>
      prepareTools({ root, signal, report: steps.say }),
    );
    const python = await steps.need('the pinned Python SDK is installed', () =>
      pythonEnvironment({ requirements: join(root, here, 'requirements.txt'), signal }),
    );
    const scratch = mkdtempSync(join(tmpdir(), 'drydock-pipelines-'));
    const bench: Bench = { linter: join(tools, 'argo-lint'), python, scratch, setting };
    try {
      await steps.check('the linter refuses a workflow that cannot run', () => refuses(bench));

      await steps.check(`protobuf knows the same fields of ${messageCount()} messages`, async () => {
        const fields: unknown = JSON.parse(await must(python, [join(root, here, 'fields.py')], bench));
        expectNone(wrongMessages(fields));
      });

      const upstream = upstreamOf(root);
      if (!existsSync(upstream))
        steps.skip('the linter takes upstream’s pipelines', `there is no ${upstream}`);
      else {
        const sources = yamlIn(upstream);
        await steps.check(`the linter takes each of upstream’s ${sources.length} pipelines`, async () => {
          mkdirSync(join(scratch, 'upstream'));
          const files = sources.map((ir) => {
            const out = join(scratch, 'upstream', basename(ir));
            const { pipeline } = readPipeline(readFileSync(ir, 'utf8'), ir);
            writeFileSync(out, JSON.stringify(compileWorkflow(pipeline)));
            return out;
          });
          await lint(files, bench);
        });
      }

      for (const folder of examplesIn(root)) {
        const name = basename(folder);
        await steps.check(`pipelines/${name} is what the SDK compiles from its source`, () =>
          isCompiledFrom(folder, bench),
        );
        await steps.check(`the linter takes pipelines/${name} in each form`, async () => {
          const ir = join(folder, 'pipeline.yaml');
          await lint(
            [
              await compiled(ir, `${name}-workflow`, bench),
              await compiled(ir, `${name}-template`, bench, '--as', 'workflowtemplate'),
              await compiled(ir, `${name}-cron`, bench, '--as', 'cronworkflow', '--cron', '30 2 * * *'),
            ],
            bench,
          );
        });
      }

      await steps.check(
        'the linter takes them as objects of a platform, with all that a site can demand',
        async () => {
          const files = await siteObjects(bench);
          if (files.length !== examplesIn(root).length * 2) throw new Unmet(`only ${files.join(', ')}`);
          await lint(files, bench);
        },
      );

      await steps.check('a pipeline that the SDK compiles in this run goes through', async () => {
        const ir = join(scratch, 'fresh-ir.yaml');
        await must(python, [join(root, here, 'fresh.py'), ir], bench);
        await lint([await compiled(ir, 'fresh', bench)], bench);
      });
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  },
};
