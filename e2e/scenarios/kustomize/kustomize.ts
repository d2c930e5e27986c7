import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isRecord } from '../../../lib/kubernetes';
import { run } from '../../../lib/program';
import { expectNone, Unmet, type Scenario } from '../../scenario';
import { prepareTools } from '../../tools';
import { smallTrees, type SmallTree } from './trees';

const writeTree = (folder: string, { files }: SmallTree): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
};

/** `drydock kustomize` beside `kubectl kustomize`, and kubectl on what `drydock kustomize create` writes. */
export const kustomizeScenario: Scenario = {
  name: 'kustomize',
  summary: 'kubectl kustomize judges drydock kustomize',
  run: async (steps, { root, tree, signal }) => {
    const folder = mkdtempSync(join(tmpdir(), 'drydock-e2e-kustomize-'));
    const output = async (program: string, words: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await run(program, words, { signal, seconds: 120 });
      if (code === 0) return stdout;
      throw new Unmet(`${program} ${words.join(' ')} ended with ${String(code)}:\n${stderr}`);
    };
    const drydock = (...words: readonly string[]): Promise<string> =>
      output(process.execPath, [join(root, 'bin/drydock.js'), 'kustomize', ...words]);
    try {
      const kubectl = await steps.need('finds or builds kubectl', async () =>
        join(await prepareTools({ root, signal, report: steps.say }), 'kubectl'),
      );
      await steps.check(
        `${smallTrees.length} small trees build to the bytes that kubectl kustomize prints`,
        async () => {
          const problems: string[] = [];
          for (const each of smallTrees) {
            const own = join(folder, each.name.replaceAll(' ', '-'));
            writeTree(own, each);
            const path = join(own, each.root);
            if ((await drydock('build', path)) !== (await output(kubectl, ['kustomize', path])))
              problems.push(each.name);
          }
          expectNone(problems);
        },
      );
      await steps.check(
        'kubectl takes the kustomization over the written tree, every object of it',
        async () => {
          const out = join(folder, 'written');
          const report: unknown = JSON.parse(await drydock('create', tree, '--output', out, '--json'));
          const resources =
            isRecord(report) && Array.isArray(report['resources']) ? report['resources'].length : 0;
          const printed = await output(kubectl, ['kustomize', out]);
          const objects = printed.split(/^---$/m).length;
          expectNone([
            ...(resources > 0 && objects === resources
              ? []
              : [`${objects} objects of ${resources} manifests`]),
            ...((await drydock('build', out)) === printed
              ? []
              : ['drydock kustomize build prints something else']),
          ]);
        },
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
