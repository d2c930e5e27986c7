import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal, type Diagnostic } from '../../diagnostics';
import type { Program, RehearsalTools } from './program';

const problemWith = ({ name, purpose, wanted, found, howToGet }: Program): Diagnostic => ({
  rule: 'rehearsal/tools',
  severity: 'error',
  where: { kind: 'path', path: found?.path ?? name },
  got: found === undefined ? `${name} is not here (${purpose})` : `${name} ${found.version}`,
  want: `${name} ${wanted}`,
  fix: howToGet,
});

/**
 * Puts links to the control plane's programs into one folder, as kwokctl wants them.
 * @throws Refusal that names every program that is missing or too old.
 */
export const useTools = (programs: readonly Program[], folder: string): RehearsalTools => {
  const problems = programs.filter(({ fits }) => !fits).map(problemWith);
  if (problems.length > 0) throw new Refusal(problems);
  const paths = new Map(
    programs.flatMap(({ name, found }) => (found === undefined ? [] : [[name, found.path]])),
  );
  const path = (name: string): string => {
    const found = paths.get(name);
    if (found === undefined) throw new Error(`nobody looked for ${name}`);
    return found;
  };
  mkdirSync(folder, { recursive: true });
  for (const name of [
    'etcd',
    'kube-apiserver',
    'kube-controller-manager',
    'kube-scheduler',
    'kubectl',
    'kwok',
    'kwokctl',
  ]) {
    symlinkSync(path(name), join(folder, name));
  }
  return {
    folder,
    argocd: path('argocd'),
    definitions: path('argo-cd-crds'),
    redis: path('redis-server'),
    git: path('git'),
    openssl: path('openssl'),
    versions: new Map(
      programs.flatMap(({ name, found }) => (found === undefined ? [] : [[name, found.version]])),
    ),
  };
};
