import { join } from 'node:path';
import { Refusal, type Diagnostic } from '../diagnostics';
import type { EntryKind, FileSystem } from './file-system';
import { ownedPaths, parseRecord, recordFile, type ReleaseRecord } from './record';

/** What stands in an output folder. */
export type Contents =
  | { readonly kind: 'missing' }
  /** Folders without files count as empty. */
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'tree';
      readonly record: ReleaseRecord;
      /** Text of the record. */
      readonly recordText: string;
      /** Paths that the record owns, itself among them. */
      readonly owned: ReadonlySet<string>;
      /** Paths of all files there, sorted. */
      readonly files: readonly string[];
    };

/** How messages name a place in an output folder. */
export type Naming = (path: string) => string;

const refuse = (path: string, got: string, want: string, fix: string): Diagnostic => ({
  rule: 'output/not-ours',
  severity: 'error',
  where: { kind: 'path', path },
  got,
  want,
  fix,
});

const kindNames: Readonly<Record<EntryKind, string>> = {
  file: 'a file',
  folder: 'a folder',
  link: 'a symbolic link',
  other: 'a device, a socket or a pipe',
};

const onlyPlainFiles = (path: string, kind: EntryKind): Diagnostic =>
  refuse(path, kindNames[kind], 'plain files in plain folders', 'move it elsewhere, then run it again');

/** All files below a folder, and what is neither file nor folder. */
const walk = (disk: FileSystem, root: string, naming: Naming) => {
  const files: string[] = [];
  const odd: Diagnostic[] = [];
  const visit = (prefix: string): void => {
    for (const { name, kind } of disk.list(join(root, prefix))) {
      const path = prefix === '' ? name : `${prefix}/${name}`;
      if (kind === 'folder') visit(path);
      else if (kind === 'file') files.push(path);
      else odd.push(onlyPlainFiles(naming(path), kind));
    }
  };
  visit('');
  return { files: files.sort(), odd };
};

/**
 * What stands in an output folder.
 * @throws Refusal where it is no folder, has links in it, has files but no record of ours, or a broken one.
 */
export const contentsOf = (disk: FileSystem, root: string, naming: Naming): Contents => {
  const kind = disk.kindAt(root);
  if (kind === undefined) return { kind: 'missing' };
  if (kind !== 'folder') {
    const fix = 'move it elsewhere, or choose another output folder';
    throw new Refusal([refuse(naming(''), kindNames[kind], 'a folder', fix)]);
  }
  // the record first: whoever reads it again after the files knows whether they belong together
  const recordPath = join(root, recordFile);
  const recordText = disk.kindAt(recordPath) === 'file' ? disk.read(recordPath) : undefined;
  const { files, odd } = walk(disk, root, naming);
  if (odd.length > 0) throw new Refusal(odd);
  if (recordText !== undefined) {
    const record = parseRecord(recordText, naming(recordFile));
    return { kind: 'tree', record, recordText, owned: ownedPaths(record), files };
  }
  const [first] = files;
  if (first === undefined) return { kind: 'empty' };
  throw new Refusal([
    refuse(
      naming(''),
      `a folder with files that Drydock has not written, such as ${first}`,
      `an empty folder, or one with Drydock's ${recordFile}`,
      'move the files elsewhere, or choose another output folder',
    ),
  ]);
};

/** Files that neither the last run has written nor this one will: somebody put them there. */
export const foreignFiles = (
  files: readonly string[],
  owned: ReadonlySet<string>,
  rendered: ReadonlySet<string>,
): readonly string[] => files.filter((path) => !owned.has(path) && !rendered.has(path));

/** Foreign files as findings. */
export const foreignRefusal = (foreign: readonly string[], naming: Naming): Refusal =>
  new Refusal(
    foreign.map((path) =>
      refuse(
        naming(path),
        'a file that Drydock has not written',
        'only its own files in the output folder',
        'move it elsewhere, then run it again',
      ),
    ),
  );
