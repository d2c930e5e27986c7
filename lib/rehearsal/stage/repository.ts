import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../../program';
import type { Tree } from '../tree';
import type { Delivery } from './delivery';

/** A throw-away Git repository in a folder. */
export interface Repository {
  readonly folder: string;
  /** Makes a tree the newest commit of the branch that its Applications follow; gives the commit. */
  readonly commit: (tree: Tree, delivery: Delivery) => Promise<string>;
}

/** How the repository's URL reaches the local repository. */
export type RepositoryMapping =
  /** Argo CD goes through a proxy that answers with the local repository; the manifests are as they are. */
  | { readonly kind: 'proxied' }
  /** Argo CD knows no proxy for this kind of URL: the throw-away copy names the local repository instead. */
  | { readonly kind: 'rewritten'; readonly url: string; readonly revision: string };

/** https://git-scm.com/docs/git-commit: the same commit for the same tree, whoever runs it. */
const nobody = {
  GIT_AUTHOR_NAME: 'rehearsal',
  GIT_AUTHOR_EMAIL: 'rehearsal@localhost',
  GIT_COMMITTER_NAME: 'rehearsal',
  GIT_COMMITTER_EMAIL: 'rehearsal@localhost',
  GIT_CONFIG_NOSYSTEM: '1',
};

const branch = 'main';

const isCommit = (revision: string): boolean => /^[0-9a-f]{40}$/.test(revision);

/** How a delivery's URL and revision can be served: only http and https go through a proxy, and no commit can be foretold. */
export const mappingOf = ({ repoURL, targetRevision }: Delivery, folder: string): RepositoryMapping =>
  /^https?:\/\//.test(repoURL) && !isCommit(targetRevision)
    ? { kind: 'proxied' }
    : {
        kind: 'rewritten',
        url: `file://${folder}`,
        revision: isCommit(targetRevision) ? branch : targetRevision,
      };

/** Text of a manifest as the throw-away repository has it. */
export const mappedText = (
  text: string,
  { repoURL, targetRevision }: Delivery,
  mapping: RepositoryMapping,
): string =>
  mapping.kind === 'proxied'
    ? text
    : text
        .replaceAll(repoURL, mapping.url)
        .replaceAll(`targetRevision: ${targetRevision}`, `targetRevision: ${mapping.revision}`);

/** Starts an empty repository. */
export const makeRepository = async (
  git: string,
  folder: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
): Promise<Repository> => {
  const call = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await run(git, ['-C', folder, ...args], {
      env: { ...env, ...nobody },
      signal,
    });
    if (code !== 0) throw new Error(`git ${args[0] ?? ''}: ${stderr.trim()}`);
    return stdout.trim();
  };
  mkdirSync(folder, { recursive: true });
  await call('init', '--quiet', `--initial-branch=${branch}`);
  // Argo CD asks for single commits, as real servers let it.
  await call('config', 'uploadpack.allowAnySHA1InWant', 'true');
  return {
    folder,
    commit: async (tree, delivery) => {
      const mapping = mappingOf(delivery, folder);
      rmSync(join(folder, delivery.path), { recursive: true, force: true });
      for (const [path, text] of tree.files) {
        const file = join(folder, delivery.path, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, mappedText(text, delivery, mapping));
      }
      await call('add', '--all');
      await call('commit', '--quiet', '--allow-empty', '--message', `release of ${tree.platform}`);
      const revision = mapping.kind === 'rewritten' ? mapping.revision : delivery.targetRevision;
      if (revision !== 'HEAD' && revision !== branch) await call('branch', '--force', revision);
      return call('rev-parse', 'HEAD');
    },
  };
};
