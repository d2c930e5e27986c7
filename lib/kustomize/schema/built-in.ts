import { builtInSchema, type SchemaBook } from './merge-schema';
import { clusterScoped } from './table';

const known: ReadonlySet<string> = new Set(clusterScoped);

/** The kinds that kustomize knows without being told. */
export const builtIn: SchemaBook = {
  ofKind: builtInSchema,
  isClusterScoped: (apiVersion, kind) => known.has(`${apiVersion}/${kind}`),
};
