import { existsSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { KubernetesObject } from '../kubernetes';
import { helmTemplate, type RenderTarget } from './helm';
import { withoutHelmHooks } from './hooks';
import { archivePath, lockPath, readLock } from './lock';
import { refuse } from './refuse';
import type { Wanted } from './vendor';

const fetchIt = 'run `drydock vendor`';

/**
 * The objects of a vendored chart, offline.
 * @throws Refusal where it is not vendored, where the archive is not the one of the lock, and for what Helm refuses.
 */
export const renderVendored = (
  cwd: string,
  { name, reference }: Wanted,
  target: RenderTarget,
): readonly KubernetesObject[] => {
  const entry = readLock(cwd).get(name);
  const path = archivePath(name, reference);
  if (
    entry === undefined ||
    entry.repoURL !== reference.repoURL ||
    entry.chart !== reference.chart ||
    entry.version !== reference.version
  ) {
    return refuse('vendor/missing', lockPath, {
      got: entry === undefined ? `no ${name}` : `${name} ${entry.version} of ${entry.repoURL}`,
      want: `${name}: ${reference.chart} ${reference.version} of ${reference.repoURL}`,
      fix: fetchIt,
    });
  }
  const file = join(cwd, path);
  if (!existsSync(file)) {
    return refuse('vendor/missing', path, {
      got: 'no such file',
      want: 'the archive of the lock',
      fix: fetchIt,
    });
  }
  const digest = createHash('sha256').update(readFileSync(file)).digest('hex');
  if (digest !== entry.sha256) {
    return refuse('vendor/digest', path, {
      got: `sha256:${digest}`,
      want: `sha256:${entry.sha256}, as ${lockPath} says`,
      fix: 'take the archive from Git, or remove it and run `drydock vendor`',
    });
  }
  return helmTemplate(file, path, reference, target).flatMap((object) => withoutHelmHooks(object, path));
};
