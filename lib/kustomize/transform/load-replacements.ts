import { parseFile } from '../kustomization/file';
import { replacementShape, type ReplacementEntry } from '../kustomization/kustomization';
import { listOf, readDocument } from '../kustomization/shape';
import type { Folder } from '../loader/folder';
import { complain } from '../problem';
import { describeKind } from '../tree/edit';
import type { Replacement } from './replacement';

const inFile = (path: string, folder: Folder): readonly Replacement[] => {
  const { shown, text } = folder.read(path);
  const source = { file: shown, text };
  const root = parseFile(source);
  const reading = { source, root, mode: 'loose' } as const;
  if (root.kind === 'list') return readDocument(listOf(replacementShape), reading);
  if (root.kind === 'map') return [readDocument(replacementShape, reading)];
  return complain({
    rule: 'kustomize/replacement',
    got: `unsupported replacement type encountered within replacement path: ${describeKind(root)}`,
    want: 'a replacement, or a list of them',
    fix: `correct ${shown}`,
  });
};

/** Replacements, those in files read. */
export const loadReplacements = (
  entries: readonly ReplacementEntry[],
  folder: Folder,
): readonly Replacement[] =>
  entries.flatMap((entry) => {
    if (entry.path === '') return [entry];
    if (entry.source !== undefined || (entry.targets ?? []).length > 0) {
      complain({
        rule: 'kustomize/replacement',
        got: 'cannot specify both path and inline replacement',
        want: 'a path, or source and targets',
        fix: 'remove one of the two',
      });
    }
    return inFile(entry.path, folder);
  });
