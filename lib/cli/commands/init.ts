import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Refusal } from '../../diagnostics';
import { isDnsLabel } from '../../kubernetes';
import { platformJsonSchema } from '../../platform';
import type { CommandContext, ExitCode } from '../context';
import { starterPlatform, starterReadme } from '../starter';

/** Options of `drydock init`. */
export interface InitOptions {
  readonly folder: string;
  readonly name: string;
  readonly repoURL: string;
  readonly json: boolean;
}

/** Writes a starter platform: small, complete, and clean by every rule. Never overwrites a file. */
export const init = (options: InitOptions, { cwd, terminal }: CommandContext): ExitCode => {
  const root = resolve(cwd, options.folder);
  if (!isDnsLabel(options.name)) {
    throw new Refusal([
      {
        rule: 'init/name',
        severity: 'error',
        where: { kind: 'argument', argument: '--name' },
        got: options.name,
        want: 'a DNS label (lower-case letters, digits and -)',
        fix: 'choose another name',
      },
    ]);
  }
  const files = [
    { path: `platforms/${options.name}.yaml`, text: starterPlatform(options.name, options.repoURL) },
    { path: 'platforms/platform.schema.json', text: `${JSON.stringify(platformJsonSchema(), null, 2)}\n` },
    { path: '.gitattributes', text: 'dist/** text eol=lf linguist-generated=true\n' },
    { path: 'README.md', text: starterReadme(options.name) },
  ].map(({ path, text }) => ({ path, text, file: join(root, path) }));
  const taken = files.filter(({ file }) => existsSync(file));
  if (taken.length > 0) {
    throw new Refusal(
      taken.map(({ path, file }) => ({
        rule: 'init/exists',
        severity: 'error',
        where: { kind: 'path', path: relative(cwd, file) },
        got: 'a file that is there already',
        want: `a folder without ${path}`,
        fix: 'choose another folder or --name, or move the file away',
      })),
    );
  }
  try {
    for (const { file, text } of files) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, { flag: 'wx' });
    }
  } catch (error) {
    throw new Refusal([
      {
        rule: 'init/writable',
        severity: 'error',
        where: { kind: 'path', path: options.folder },
        got: error instanceof Error ? error.message : String(error),
        want: 'a folder that can be written to',
        fix: 'mend its permissions, or choose another',
      },
    ]);
  }
  const shown = files.map(({ file }) => relative(cwd, file));
  if (options.json) {
    terminal.out(`${JSON.stringify({ written: shown }, null, 2)}\n`);
    return 0;
  }
  const go = relative(cwd, root);
  terminal.out(
    [
      ...shown.map((file) => `wrote ${file}`),
      '',
      'Next:',
      ...(go === '' ? [] : [`  cd ${go}`]),
      `  edit platforms/${options.name}.yaml: the nodes and the repository are examples`,
      '  drydock synth',
      '  drydock check',
      '',
    ].join('\n'),
  );
  return 0;
};
