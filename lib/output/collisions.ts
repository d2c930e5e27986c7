import type { Diagnostic } from '../diagnostics';
import { describeKey } from '../kubernetes';
import type { Manifest, PlainFile } from '../render';
import { recordFile } from './record';

/** The same text for names that a case-insensitive file system takes for one; our file names are ASCII. */
const folded = (path: string): string => path.toLowerCase();

const foldersOf = (path: string): readonly string[] => {
  const steps = path.split('/');
  return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join('/'));
};

/**
 * Objects whose files could not stand next to each other on every file system: one path, paths that differ by case
 * alone, a file where another needs a folder.
 */
export const collisions = (
  files: readonly { readonly path: string; readonly manifest: Manifest }[],
  plainFiles: readonly PlainFile[],
): readonly Diagnostic[] => {
  const taken = new Map<string, { readonly path: string; readonly by: string }>([
    [recordFile, { path: recordFile, by: 'the record of the tree' }],
  ]);
  for (const { path } of plainFiles) {
    for (const folder of foldersOf(path)) taken.set(folded(folder), { path: folder, by: 'a folder' });
    taken.set(folded(path), { path, by: 'another file of the tree' });
  }
  const found: Diagnostic[] = [];
  const take = (path: string, by: string, shared: boolean, manifest: Manifest): void => {
    const known = taken.get(folded(path));
    if (known === undefined) {
      taken.set(folded(path), { path, by });
    } else if (known.path !== path || known.by !== by || !shared) {
      found.push({
        rule: 'output/collision',
        severity: 'error',
        where: {
          kind: 'object',
          component: manifest.component,
          object: describeKey(manifest.key),
          path: '',
          file: path,
        },
        got:
          known.path === path
            ? `a path that ${known.by} has too`
            : `a path that differs from ${known.path} by case alone`,
        want: 'a path of its own on every file system',
        fix: 'rename one of the two',
      });
    }
  };
  for (const { path, manifest } of files) {
    for (const folder of foldersOf(path)) take(folder, 'a folder', true, manifest);
    take(path, describeKey(manifest.key), false, manifest);
  }
  return found;
};
