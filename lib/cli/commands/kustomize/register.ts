import { Option, type Command } from 'commander';
import type { CommandContext, ExitCode } from '../../context';

/** Options of `drydock kustomize build`, as the command line gives them. */
export interface KustomizeBuildWords {
  readonly output?: string;
  readonly loadRestrictor: 'LoadRestrictionsRootOnly' | 'LoadRestrictionsNone';
  readonly enableHelm: boolean;
  readonly vendored: readonly string[];
  readonly json: boolean;
}

/** Options of `drydock kustomize create`. */
export interface KustomizeCreateWords {
  readonly output?: string;
  readonly json: boolean;
}

type Run = (command: (context: CommandContext) => Promise<ExitCode>) => void;

const collect = (word: string, before: readonly string[]): readonly string[] => [...before, word];

/** Adds `drydock kustomize` and its commands. */
export const registerKustomize = (program: Command, run: Run): void => {
  const group = program
    .command('kustomize')
    .description('build kustomization trees as kustomize 5.5 does, and write kustomization files');

  group
    .command('build')
    .description('print what a kustomization makes of its resources; no network, no other program')
    .argument('[folder]', 'folder with a kustomization file', '.')
    .option('-o, --output <path>', 'write to a file, or one file for each object to a folder that exists')
    .addOption(
      new Option('--load-restrictor <restrictor>', 'which files a kustomization may read')
        .choices(['LoadRestrictionsRootOnly', 'LoadRestrictionsNone'])
        .default('LoadRestrictionsRootOnly'),
    )
    .option('--vendored <url=folder>', 'where the repository keeps what a remote URL names', collect, [])
    .option('--enable-helm', 'refused: render charts once and commit the result', false)
    .option('--json', 'print the objects as JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  $ drydock kustomize build vendor/kubeflow/applications/katib/upstream/installs/katib-standalone
  $ drydock kustomize build overlays/site --load-restrictor LoadRestrictionsNone -o site.yaml
  $ drydock kustomize build . --vendored https://github.com/example/repo//base?ref=v1=vendor/repo/base
`,
    )
    .action((folder: string, words: KustomizeBuildWords) => {
      run(async (context) => (await import('./build')).kustomizeBuild(folder, words, context));
    });

  group
    .command('create')
    .description('write a kustomization.yaml that lists the manifests of a folder, for kubectl apply -k')
    .argument('<folder>', 'folder with manifests; one that synth has written needs --output')
    .option('-o, --output <folder>', 'write the file and copies of the manifests into a new folder')
    .option('--json', 'report as JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  $ drydock kustomize create manifests
  $ drydock kustomize create dist/onprem/serving --output out/serving && kubectl apply -k out/serving
`,
    )
    .action((folder: string, words: KustomizeCreateWords) => {
      run(async (context) => (await import('./create')).kustomizeCreate(folder, words, context));
    });
};
