import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadTypescriptPipeline } from '../../../lib/cli/typescript-pipeline';
import { run } from '../../../lib/program';
import { fieldAt } from '../../../lib/kubernetes';
import { pipelineObjects, refusedByArgo, type Form } from '../../../lib/workflow';
import { emitYaml } from '../../../lib/yaml';
import { expectNone, Unmet, type Scenario } from '../../scenario';
import { prepareTools } from '../../tools';
import { brokenWorkflows } from './broken';

/** Every form of every example. */
const writeExamples = (root: string, scratch: string): readonly string[] => {
  const folder = 'pipelines/typescript';
  const files: string[] = [];
  for (const file of readdirSync(join(root, folder)).filter((name) => name.endsWith('.ts'))) {
    const path = join(folder, file);
    const { pipeline, schedule } = loadTypescriptPipeline(path, root, { kind: 'path', path });
    const forms: readonly Form[] = [
      { kind: 'template' },
      { kind: 'workflow' },
      { kind: 'kfp-run' },
      ...(schedule === undefined ? [] : [{ kind: 'cron', schedule } as const]),
    ];
    for (const form of forms) {
      const { objects } = pipelineObjects(pipeline, { form, namespace: 'argo' });
      const written = join(scratch, `${file.replace(/\.ts$/, '')}-${form.kind}.yaml`);
      writeFileSync(written, objects.map((object) => emitYaml(object)).join('---\n'));
      files.push(written);
    }
  }
  return files;
};

/** Workflows that others compiled, where they lie beside the repository. */
const upstreamFiles = (root: string): readonly string[] =>
  ['kfp-v1', 'kfp-ir/workflows'].flatMap((name) => {
    const folder = join(process.env['DRYDOCK_UPSTREAM'] ?? join(root, '../shared/upstream'), name);
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => join(folder, file))
      .filter((file) => fieldAt(parse(readFileSync(file, 'utf8')), 'kind') === 'Workflow');
  });

/** Argo's own linter takes what is written, and our validator refuses whatever the linter refuses. */
export const workflowsScenario: Scenario = {
  name: 'workflows',
  summary: "Argo's own linter takes every example, and refuses nothing that the validator lets pass",
  run: async (steps, { root, signal }) => {
    const tools = await steps.need('the linter is here', () =>
      prepareTools({ root, signal, report: steps.say }),
    );
    const scratch = mkdtempSync(join(tmpdir(), 'drydock-workflows-'));
    const lint = (files: readonly string[]) => run(join(tools, 'argo-lint'), files, { signal, seconds: 120 });
    try {
      await steps.check('it takes every form of every example', async () => {
        for (const file of writeExamples(root, scratch)) {
          const { code, stdout, stderr } = await lint([file]);
          if (code !== 0) throw new Unmet(`${file}: ${stdout}${stderr}`);
        }
      });
      await steps.check(
        `it refuses each of ${brokenWorkflows.length} broken workflows, and so does the validator`,
        async () => {
          const problems: string[] = [];
          for (const { what, manifest } of brokenWorkflows) {
            const file = join(scratch, 'broken.yaml');
            writeFileSync(file, emitYaml(manifest));
            if ((await lint([file])).code === 0) problems.push(`the linter takes ${what}`);
            if ([...refusedByArgo(manifest)].length === 0) problems.push(`the validator takes ${what}`);
          }
          expectNone(problems);
        },
      );
      const upstream = upstreamFiles(root);
      if (upstream.length === 0)
        steps.skip('both agree on workflows that others compiled', 'none lie beside the repository');
      else {
        await steps.check(`both agree on ${upstream.length} workflows that others compiled`, async () => {
          const problems: string[] = [];
          for (const file of upstream) {
            const linter = (await lint([file])).code === 0;
            const validator = [...refusedByArgo(parse(readFileSync(file, 'utf8')))].length === 0;
            if (linter !== validator) problems.push(`${file}: linter ${linter}, validator ${validator}`);
          }
          expectNone(problems);
        });
      }
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  },
};
