import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import {
  argoCdVersions,
  fitsKubernetes,
  supportedKubernetes,
  type KubernetesMinor,
} from '../../../lib/platform';
import { run } from '../../../lib/program';
import { pythonEnvironment } from '../../python';
import { expectNone, Unmet, type Scenario } from '../../scenario';

/** A newer Kubernetes than any that is supported: what it refuses tomorrow is worth knowing today. */
const newest = '1.37';

/** The reference platform on another Kubernetes, with an Argo CD that is known to run there. */
const variant = (name: string, base: string, kubernetes: KubernetesMinor): string => {
  const argoCD = argoCdVersions.find((known) => fitsKubernetes(known, kubernetes));
  if (argoCD === undefined) throw new Unmet(`no Argo CD is known to run on Kubernetes ${kubernetes}`);
  return [
    'apiVersion: drydock.dev/v1',
    'kind: Platform',
    `extends: ${base}`,
    `metadata: {name: ${name}}`,
    'spec:',
    `  kubernetes: {version: "${kubernetes}"}`,
    `  delivery: {argoCD: {version: "${argoCD.version}"}}`,
    '',
  ].join('\n');
};

/** Every file that holds an object; the bootstrap also has user data of machines and values of a chart. */
const manifestsIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => join(folder, file))
    .filter((file) => /^apiVersion: /m.test(readFileSync(file, 'utf8')));

/** Custom resources have no schema there; the API server of `apply-tree` judges them. */
const isComplaint = (line: string): boolean =>
  line !== '' && !/^(INFO|WARN .*Couldn't find schema)/.test(line);

/** The published schemas of every supported Kubernetes version take the reference platform, strictly. */
export const schemasScenario: Scenario = {
  name: 'schemas',
  summary: 'the schemas of every supported Kubernetes version take the reference platform',
  run: async (steps, { root, signal }) => {
    const python = await steps.need('the pinned validator is installed', () =>
      pythonEnvironment({ requirements: join(root, 'e2e/scenarios/schemas/requirements.txt'), signal }),
    );
    const scratch = mkdtempSync(join(tmpdir(), 'drydock-schemas-'));
    const validate = async (folder: string, kubernetes: string): Promise<void> => {
      const files = manifestsIn(folder);
      const words = ['-k', kubernetes, '--strict', ...files];
      const { stdout, stderr, code } = await run(python, ['-m', 'kubernetes_validate', ...words], {
        signal,
        seconds: 120,
      });
      const complaints = `${stdout}\n${stderr}`.split('\n').filter(isComplaint);
      expectNone(code === 0 ? complaints : [`exit code ${code}`, ...complaints]);
    };
    try {
      const platforms = join(scratch, 'platforms');
      mkdirSync(platforms);
      // Sources of pipelines are found beside the platform file that extends the reference platform.
      symlinkSync(join(root, 'pipelines'), join(scratch, 'pipelines'));
      const base = relative(platforms, join(root, 'platforms/onprem.yaml'));
      for (const kubernetes of supportedKubernetes) {
        await steps.check(`Kubernetes ${kubernetes} takes every built-in kind of it`, async () => {
          const name = `on-${kubernetes.replace('.', '-')}`;
          writeFileSync(join(platforms, `${name}.yaml`), variant(name, base, kubernetes));
          const synth = await run(
            process.execPath,
            [join(root, 'bin/drydock.js'), '-C', scratch, 'synth', name],
            { signal },
          );
          if (synth.code !== 0) throw new Unmet(synth.stderr.trim());
          await validate(join(scratch, 'dist', name), kubernetes);
        });
      }
      await steps.check(`Kubernetes ${newest} takes what is written for the newest supported one`, () =>
        validate(join(scratch, 'dist', `on-${(supportedKubernetes.at(-1) ?? '').replace('.', '-')}`), newest),
      );
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  },
};
