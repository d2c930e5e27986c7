export { build, type Build, type BuildOptions, type BuiltFile, type BuiltObject, type Value } from './build';
export { kustomizationText, type KustomizationText } from './emit-kustomization';
export { manifestsIn } from './manifests-in';
export type { FileSystem } from './loader/file-system';
export type { LoadRestrictor, RemoteResolver } from './loader/folder';
