import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Refusal, type Diagnostic } from '../../../diagnostics';
import { build, type Build, type RemoteResolver } from '../../../kustomize';
import type { CommandContext, ExitCode } from '../../context';
import type { KustomizeBuildWords } from './register';

const badWord = (argument: string, complaint: Pick<Diagnostic, 'rule' | 'got' | 'want' | 'fix'>): never => {
  throw new Refusal([{ ...complaint, severity: 'error', where: { kind: 'argument', argument } }]);
};

/** `url=folder` entries as a resolver; a URL may itself hold equals signs. */
const resolverOf = (entries: readonly string[]): RemoteResolver => {
  const folders = new Map(
    entries.map((entry): [string, string] => {
      const at = entry.lastIndexOf('=');
      if (at <= 0 || at === entry.length - 1) {
        return badWord('--vendored', {
          rule: 'cli/vendored',
          got: entry,
          want: 'url=folder',
          fix: 'write the URL as the kustomization has it, an equals sign, and the folder that holds it',
        });
      }
      return [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
  return (url) => folders.get(url);
};

/** Writes the result to a file, or one file for each object to a folder. */
const write = (built: Build, path: string): readonly string[] => {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!isFolder) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, built.yaml);
    return [path];
  }
  // all texts are made before the first file is written
  const files = built.files.map(({ name, text }) => ({ path: join(path, name), text }));
  for (const file of files) writeFileSync(file.path, file.text);
  return files.map((file) => file.path);
};

/** Prints or writes what a kustomization builds. */
export const kustomizeBuild = (
  folder: string,
  words: KustomizeBuildWords,
  { cwd, terminal }: CommandContext,
): ExitCode => {
  if (words.enableHelm) {
    badWord('--enable-helm', {
      rule: 'kustomize/helm',
      got: '--enable-helm, which runs Helm and may download charts',
      want: 'plain manifests, which need no other program and no network',
      fix: 'render the chart once with `helm template`, commit the result and list it under resources',
    });
  }
  const built = build(folder, {
    cwd,
    loadRestrictor: words.loadRestrictor === 'LoadRestrictionsNone' ? 'none' : 'rootOnly',
    resolveRemote: resolverOf(words.vendored),
    warn: (message) => terminal.err(`${message}\n`),
  });
  if (words.output === undefined) {
    terminal.out(words.json ? `${JSON.stringify(built.objects, null, 2)}\n` : built.yaml);
    return 0;
  }
  try {
    const written = write(built, resolve(cwd, words.output)).map((path) => relative(cwd, path));
    if (words.json) terminal.out(`${JSON.stringify({ written }, null, 2)}\n`);
    return 0;
  } catch (error) {
    if (Refusal.is(error)) throw error;
    return badWord('--output', {
      rule: 'cli/output',
      got: error instanceof Error ? error.message : String(error),
      want: 'a file or folder that can be written to',
      fix: 'mend its permissions, or choose another',
    });
  }
};
