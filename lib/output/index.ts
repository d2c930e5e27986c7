export { compareTree, type TreeDifference } from './compare';
export { type Entry, type EntryKind, type FileSystem, nodeFileSystem } from './file-system';
export { filesOf, type OutputFile } from './layout';
export { pathOf } from './paths';
export type { TreeChanges } from './plan';
export type { ProcessIdentity, ProcessTable } from './processes';
export { type CommittedTree, type ReadOptions, readTree } from './read';
export { parseRecord, recordFile, type RecordedFile, type ReleaseRecord } from './record';
export { type WriteOptions, writeTree } from './write';
