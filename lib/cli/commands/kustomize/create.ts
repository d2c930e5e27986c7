import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { Refusal, type Diagnostic } from '../../../diagnostics';
import { kustomizationText, manifestsIn } from '../../../kustomize';
import { recordFile } from '../../../output';
import type { CommandContext, ExitCode } from '../../context';
import type { KustomizeCreateWords } from './register';

const fileName = 'kustomization.yaml';
const otherNames = ['kustomization.yml', 'Kustomization'];

const refuse = (path: string, complaint: Pick<Diagnostic, 'rule' | 'got' | 'want' | 'fix'>): never => {
  throw new Refusal([{ ...complaint, severity: 'error', where: { kind: 'path', path } }]);
};

interface ManifestFile {
  /** With `/` between folders, relative to the folder that was named. */
  readonly path: string;
  readonly text: string;
}

/** The manifests below a folder, and the YAML files that hold something else. */
const filesBelow = (
  folder: string,
): { readonly manifests: readonly ManifestFile[]; readonly others: readonly string[] } => {
  const manifests: ManifestFile[] = [];
  const others: string[] = [];
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = entry.split(sep).join('/');
    const name = path.split('/').pop() ?? '';
    if (!/\.ya?ml$/.test(name) || name === fileName || otherNames.includes(name)) continue;
    const text = readFileSync(join(folder, entry), 'utf8');
    if (manifestsIn(text) > 0) manifests.push({ path, text });
    else others.push(path);
  }
  return { manifests, others };
};

/** Where the file goes; a tree that synth owns takes no other file. */
const destination = (folder: string, shown: string, output: string | undefined, cwd: string): string => {
  const isOwned = [folder, dirname(folder)].some((each) => existsSync(join(each, recordFile)));
  if (output === undefined) {
    if (!isOwned) return folder;
    return refuse(shown, {
      rule: 'kustomize/owned-tree',
      got: 'a tree that drydock synth owns; it would call the new file foreign',
      want: 'a folder of its own for the kustomization',
      fix: 'name one with --output',
    });
  }
  const target = resolve(cwd, output);
  if (existsSync(target) && readdirSync(target).length > 0) {
    return refuse(output, {
      rule: 'kustomize/not-empty',
      got: 'a folder that holds something',
      want: 'a new or empty folder; nothing is overwritten',
      fix: 'remove it, or name another',
    });
  }
  return target;
};

/** Writes a kustomization file over the manifests of a folder. */
export const kustomizeCreate = (
  folder: string,
  { output, json }: KustomizeCreateWords,
  { cwd, terminal }: CommandContext,
): ExitCode => {
  const source = resolve(cwd, folder);
  if (!(statSync(source, { throwIfNoEntry: false })?.isDirectory() ?? false)) {
    return refuse(folder, {
      rule: 'kustomize/not-a-folder',
      got: 'no such folder',
      want: 'a folder with manifests',
      fix: 'correct the path',
    });
  }
  const target = destination(source, folder, output, cwd);
  const existing = [fileName, ...otherNames].find((name) => existsSync(join(target, name)));
  if (existing !== undefined) {
    return refuse(join(relative(cwd, target), existing), {
      rule: 'kustomize/exists',
      got: 'a kustomization file',
      want: 'none; nothing is overwritten',
      fix: 'delete it first',
    });
  }
  const { manifests, others } = filesBelow(source);
  const text = kustomizationText({ resources: manifests.map(({ path }) => path) });
  if (target !== source) {
    for (const manifest of manifests) {
      const path = join(target, manifest.path);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, manifest.text);
    }
  }
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, fileName), text);
  const written = join(relative(cwd, target), fileName);
  if (json) {
    const resources = manifests.map(({ path }) => path);
    terminal.out(`${JSON.stringify({ written, resources, leftOut: others }, null, 2)}\n`);
    return 0;
  }
  terminal.out(`${written}: ${manifests.length} manifests\n`);
  if (others.length > 0) terminal.err(`left out, for they hold no objects: ${others.join(', ')}\n`);
  return 0;
};
