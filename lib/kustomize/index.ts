export { build, type Build, type BuildOptions, type BuiltObject, type Value } from './build';
export type { FileSystem } from './loader/file-system';
export type { LoadRestrictor, RemoteResolver } from './loader/folder';
