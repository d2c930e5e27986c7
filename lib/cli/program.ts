import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Refusal, renderGithub, renderJson, renderSarif, renderText } from '../diagnostics';
import type { CheckFormat } from './commands/check';
import type { GraphFormat } from './commands/graph';
import { registerKustomize } from './commands/kustomize/register';
import { addPipelineCommands } from './commands/pipeline';
import { registerRehearse } from './commands/rehearse/register';
import { registerVendor } from './commands/vendor/register';
import type { CommandContext, ExitCode } from './context';
import { drydockVersion } from './drydock-version';
import type { Terminal } from './terminal';

/** Runs one command; the module of each is loaded only when it is used, for start-up time. */
type Run = (context: CommandContext) => Promise<ExitCode>;

const examples = (lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ drydock ${line}`).join('\n')}\n`;

const nonEmpty = (word: string): string => {
  if (word === '') throw new InvalidArgumentError('It must not be empty.');
  return word;
};

const outputOption = (): Option =>
  new Option('-o, --output <folder>', 'folder that holds one folder per platform')
    .default('dist')
    .argParser(nonEmpty);

const exitCodes = `
Exit codes: 0 same or clean, 1 differs or violates a rule, 2 bad input.
`;

const allCommands = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(allCommands),
];

const define = (terminal: Terminal, run: (command: Run) => void): Command => {
  const program = new Command('drydock')
    .description(
      'One typed definition of an on-premises machine-learning platform becomes Kubernetes manifests that are reviewed in Git and applied by Argo CD. Nothing here needs a network or a cluster of yours.',
    )
    .version(`drydock ${drydockVersion}`, '-V, --version', 'print the version')
    .option('-C, --directory <folder>', 'work in this folder instead of the current one')
    .showHelpAfterError('(add --help for what is possible)')
    .addHelpText('after', exitCodes);

  program
    .command('synth')
    .description('render platforms and write their trees; nothing is written when a rule is broken')
    .argument('[platform...]', 'names in platforms/ or paths of files; all of platforms/ when left out')
    .addOption(outputOption())
    .option('--json', 'report as JSON', false)
    .addHelpText(
      'after',
      examples(['synth', 'synth onprem', 'synth platforms/staging.yaml --output /tmp/out']),
    )
    .action((platforms: string[], options: { output: string; json: boolean }) => {
      run(async (context) => (await import('./commands/synth')).synth({ platforms, ...options }, context));
    });

  program
    .command('check')
    .description('compare the committed trees with what the platforms render to, and apply the rules')
    .argument('[platform...]', 'names in platforms/ or paths of files; all of platforms/ when left out')
    .addOption(outputOption())
    .addOption(
      new Option('-f, --format <format>', 'how to report')
        .choices(['text', 'json', 'sarif', 'github'])
        .default('text'),
    )
    .option('--json', 'short for --format json', false)
    .option('--strict', 'count warnings as violations', false)
    .addHelpText(
      'after',
      examples(['check', 'check onprem --format github', 'check --format sarif > drydock.sarif']),
    )
    .action(
      (
        platforms: string[],
        options: { output: string; format: CheckFormat; json: boolean; strict: boolean },
      ) => {
        const format = options.json ? 'json' : options.format;
        run(async (context) =>
          (await import('./commands/check')).check(
            { platforms, output: options.output, format, strict: options.strict },
            context,
          ),
        );
      },
    );

  program
    .command('explain')
    .description('say which component, construct and platform field an object comes from')
    .argument('<object>', 'Kind/name, Kind/namespace/name, or a file of the output')
    .option('-p, --platform <name>', 'look in this platform only')
    .addOption(outputOption())
    .option('--json', 'report as JSON', false)
    .addHelpText(
      'after',
      examples(['explain Deployment/iris', 'explain dist/onprem/serving/Service-iris.yaml --json']),
    )
    .action((object: string, options: { platform?: string; output: string; json: boolean }) => {
      run(async (context) =>
        (await import('./commands/explain')).explain(
          { object, ...options, platform: options.platform },
          context,
        ),
      );
    });

  program
    .command('graph')
    .description('show the components and the waves in which Argo CD applies them')
    .argument('[platform...]', 'names in platforms/ or paths of files; all of platforms/ when left out')
    .addOption(
      new Option('-f, --format <format>', 'how to draw')
        .choices(['text', 'mermaid', 'dot', 'json'])
        .default('text'),
    )
    .option('--json', 'short for --format json', false)
    .option('--objects', 'list the objects of each component (text and json)', false)
    .addHelpText('after', examples(['graph', 'graph onprem --objects', 'graph --format mermaid']))
    .action((platforms: string[], options: { format: GraphFormat; json: boolean; objects: boolean }) => {
      const format = options.json ? 'json' : options.format;
      run(async (context) =>
        (await import('./commands/graph')).graph({ platforms, format, objects: options.objects }, context),
      );
    });

  registerKustomize(program, run);
  registerRehearse(program, run);
  registerVendor(program, run);

  program
    .command('schema')
    .description('print the JSON Schema of platform files, for editors')
    .addHelpText('after', examples(['schema > platforms/platform.schema.json']))
    .action(() => {
      run(async (context) => (await import('./commands/schema')).schema(context));
    });

  program
    .command('init')
    .description('write a starter platform into a folder; no file is ever overwritten')
    .argument('<folder>', 'folder to write into; made when it is missing')
    .option('-n, --name <name>', 'name of the platform', 'onprem')
    .option(
      '--repo-url <url>',
      'Git repository that Argo CD will read',
      'https://git.example.internal/platform/deploy.git',
    )
    .option('--json', 'report as JSON', false)
    .addHelpText(
      'after',
      examples([
        'init ../our-platform',
        'init . --name lab --repo-url ssh://git@git.example.internal/lab.git',
      ]),
    )
    .action((folder: string, { name, repoUrl, json }: { name: string; repoUrl: string; json: boolean }) => {
      run(async (context) =>
        (await import('./commands/init')).init({ folder, name, repoURL: repoUrl, json }, context),
      );
    });

  program
    .command('version')
    .description('print the version of Drydock and the component versions that it knows')
    .option('--json', 'report as JSON', false)
    .action((options: { json: boolean }) => {
      run(async (context) => (await import('./commands/version')).version(options, context));
    });

  addPipelineCommands(program, run);

  for (const command of allCommands(program)) {
    command.exitOverride().configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
  }
  return program;
};

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

const workingFolder = (directory: string | undefined, cwd: string): string => {
  if (directory === undefined) return cwd;
  const folder = resolve(cwd, directory);
  if (isFolder(folder)) return folder;
  throw new Refusal([
    {
      rule: 'cli/directory',
      severity: 'error',
      where: { kind: 'argument', argument: '--directory' },
      got: directory,
      want: 'a folder that exists',
      fix: 'correct the path',
    },
  ]);
};

/** A mistake of ours: short by default, whole for whoever reports it. */
const reportDefect = (error: unknown, terminal: Terminal): void => {
  const text = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  terminal.err(`drydock: internal error: ${text}\n`);
  terminal.err(
    process.env['DRYDOCK_DEBUG'] === undefined
      ? 'This is a defect of Drydock. Run again with DRYDOCK_DEBUG=1 for the stack trace to report.\n'
      : `${stack ?? ''}\n`,
  );
};

/** The format that the command line asks for, also where it cannot be carried out. */
const formatOf = (words: readonly string[]): string => {
  if (words.includes('--json')) return 'json';
  const position = words.findIndex((word) => word === '--format' || word === '-f');
  const joined = words.find((word) => word.startsWith('--format='));
  return joined?.slice('--format='.length) ?? (position < 0 ? 'text' : (words[position + 1] ?? 'text'));
};

const reportRefusal = (refusal: Refusal, words: readonly string[], terminal: Terminal): void => {
  switch (formatOf(words)) {
    case 'json':
      terminal.out(renderJson(refusal.diagnostics));
      return;
    case 'github':
      terminal.out(renderGithub(refusal.diagnostics));
      return;
    case 'sarif':
      terminal.out(renderSarif(refusal.diagnostics));
      return;
    default:
      terminal.err(renderText(refusal.diagnostics, { colour: terminal.colour }));
  }
};

/**
 * Runs one command line.
 * @param words the arguments after the program's name.
 */
export const runProgram = async (
  words: readonly string[],
  { cwd, terminal, signal }: CommandContext,
): Promise<ExitCode> => {
  let command: Run | undefined;
  const program = define(terminal, (chosen) => {
    command = chosen;
  });
  try {
    await program.parseAsync([...words], { from: 'user' });
    if (command === undefined) return 0;
    const { directory } = program.opts<{ directory?: string }>();
    return await command({ cwd: workingFolder(directory, cwd), terminal, signal });
  } catch (error) {
    if (signal.aborted && error === signal.reason) return 1;
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (Refusal.is(error)) {
      reportRefusal(error, words, terminal);
      return error.exitCode;
    }
    reportDefect(error, terminal);
    return 2;
  }
};
