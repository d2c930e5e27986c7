import { Refusal } from '../diagnostics';
import { fieldPath, isRecord } from '../kubernetes';
import { orderedKeys, parseManifestText } from '../yaml';
import type { OutputFile } from './layout';
import { comparePaths } from './paths';
import type { CommittedTree } from './read';
import { ownedPaths, parseRecord, recordFile, type ReleaseRecord } from './record';

/** One difference between what a platform renders to and what is committed. */
export type TreeDifference =
  /** Rendered, but not committed. */
  | { readonly kind: 'added'; readonly path: string }
  /** Committed by an earlier run, but no longer rendered. */
  | { readonly kind: 'removed'; readonly path: string }
  /** Committed by somebody else. */
  | { readonly kind: 'foreign'; readonly path: string }
  | {
      readonly kind: 'changed';
      readonly path: string;
      /** The first differing field in the order of the file, as in `spec.replicas`; `line 7` where there are no fields. */
      readonly field: string;
      /** What is committed there, as JSON; `nothing` for nothing. */
      readonly got: string;
      /** What is rendered there. */
      readonly want: string;
    }
  /** Another text that means the same. */
  | { readonly kind: 'format'; readonly path: string; readonly what: 'comments' | 'formatting' };

/** Where two values differ first. */
interface FieldDifference {
  readonly field: string;
  readonly got: unknown;
  readonly want: unknown;
}

const firstDifference = (
  got: unknown,
  want: unknown,
  field: string,
  key: string,
): FieldDifference | undefined => {
  if (Array.isArray(got) && Array.isArray(want)) {
    for (let index = 0; index < Math.max(got.length, want.length); index++) {
      const found = firstDifference(got[index], want[index], fieldPath(field, index), '');
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (isRecord(got) && isRecord(want)) {
    for (const each of orderedKeys({ ...got, ...want }, key)) {
      const found = firstDifference(got[each], want[each], fieldPath(field, each), each);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return got === want ? undefined : { field, got, want };
};

const longestShown = 80;

const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown - 1)}…` : text;
};

const changed = (path: string, { field, got, want }: FieldDifference): TreeDifference => ({
  kind: 'changed',
  path,
  field: field === '' ? 'the whole document' : field,
  got: shown(got),
  want: shown(want),
});

const isComment = (line: string): boolean => line.startsWith('#');

const withoutComments = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !isComment(line))
    .join('\n');

const formatOnly = (path: string, got: string, want: string): TreeDifference => ({
  kind: 'format',
  path,
  what: withoutComments(got) === withoutComments(want) ? 'comments' : 'formatting',
});

/** A hand-edited file may be broken; that is a difference like any other. */
const parsed = (text: string, path: string): { readonly value: unknown } | TreeDifference => {
  try {
    return { value: parseManifestText(text, path) };
  } catch (error) {
    const where = Refusal.is(error) ? error.diagnostics[0]?.where : undefined;
    if (!Refusal.is(error) || where?.kind !== 'source') throw error;
    const got = error.diagnostics[0]?.got ?? error.message;
    return { kind: 'changed', path, field: `line ${where.line}`, got, want: 'the YAML that is rendered' };
  }
};

const manifestDifference = (path: string, got: string, want: string, object: unknown): TreeDifference => {
  const committed = parsed(got, path);
  if ('kind' in committed) return committed;
  const found = firstDifference(committed.value, object, '', '');
  return found === undefined ? formatOnly(path, got, want) : changed(path, found);
};

const lineDifference = (path: string, got: string, want: string): TreeDifference => {
  const gotLines = got.split('\n');
  const wantLines = want.split('\n');
  const differing = wantLines.findIndex((line, index) => line !== gotLines[index]);
  const index = differing < 0 ? wantLines.length : differing;
  return changed(path, { field: `line ${index + 1}`, got: gotLines[index], want: wantLines[index] });
};

/** Without the lists of files, whose digests differ whenever a file does. */
const withoutFiles = ({ components, plainFiles: _plainFiles, ...rest }: ReleaseRecord): unknown => ({
  ...rest,
  components: components.map((component) => ({ ...component, files: [] })),
});

const recordDifference = (
  committed: { readonly record: ReleaseRecord; readonly text: string },
  want: string,
  isOnlyOne: boolean,
): readonly TreeDifference[] => {
  const rendered = parseRecord(want, recordFile);
  const beyondFiles = firstDifference(withoutFiles(committed.record), withoutFiles(rendered), '', '');
  if (beyondFiles !== undefined) return [changed(recordFile, beyondFiles)];
  if (!isOnlyOne) return [];
  const found = firstDifference(committed.record, rendered, '', '');
  return [found === undefined ? formatOnly(recordFile, committed.text, want) : changed(recordFile, found)];
};

/**
 * What differs between the rendered files and a committed tree, sorted by path. Only files whose text differs are
 * parsed. That the record's digests differ is not reported beside the files that make them differ.
 */
export const compareTree = (
  rendered: readonly OutputFile[],
  committed: CommittedTree,
): readonly TreeDifference[] => {
  const added = ({ path }: OutputFile): TreeDifference => ({ kind: 'added', path });
  if (committed.kind === 'missing') return rendered.map(added);
  const differences: TreeDifference[] = [];
  for (const file of rendered) {
    const got = committed.files.get(file.path);
    if (got === undefined) differences.push(added(file));
    else if (got !== file.text && file.path !== recordFile) {
      differences.push(
        file.manifest === undefined
          ? lineDifference(file.path, got, file.text)
          : manifestDifference(file.path, got, file.text, file.manifest.object),
      );
    }
  }
  const renderedPaths = new Set(rendered.map(({ path }) => path));
  const owned = ownedPaths(committed.record);
  for (const path of committed.files.keys()) {
    if (!renderedPaths.has(path)) differences.push({ kind: owned.has(path) ? 'removed' : 'foreign', path });
  }
  const record = rendered.find(({ path }) => path === recordFile);
  const text = committed.files.get(recordFile);
  if (record !== undefined && text !== undefined && text !== record.text) {
    const isOnlyOne = differences.length === 0;
    differences.push(...recordDifference({ record: committed.record, text }, record.text, isOnlyOne));
  }
  return differences.sort((a, b) => comparePaths(a.path, b.path));
};
