import type { SchemaBook } from '../schema/merge-schema';

/** Group, version and kind; an empty part of a selector stands for any. */
export interface Gvk {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** What kustomize calls an object by. */
export interface ResourceId extends Gvk {
  readonly name: string;
  readonly namespace: string;
  readonly clusterScoped: boolean;
}

/** An apiVersion taken apart at its first slash. */
export const groupVersion = (apiVersion: string): { readonly group: string; readonly version: string } => {
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
};

export const resourceId = (
  apiVersion: string,
  kind: string,
  name: string,
  namespace: string,
  book: SchemaBook,
): ResourceId => ({
  ...groupVersion(apiVersion),
  kind,
  name,
  namespace,
  clusterScoped: book.isClusterScoped(apiVersion, kind),
});

/** The namespace that counts when ids are compared: none is `default`, cluster-scoped kinds share one of their own. */
export const effectiveNamespace = ({ clusterScoped, namespace }: ResourceId): string =>
  clusterScoped ? '_non_namespaceable_' : namespace === '' ? 'default' : namespace;

/** Two ids are equal when their keys are. */
export const idKey = (id: ResourceId): string =>
  `${id.kind}\n${id.group}\n${id.version}\n${id.name}\n${effectiveNamespace(id)}`;

/** Whether a selector, whose empty parts stand for any, selects a kind. */
export const isSelected = (gvk: Gvk, selector: Gvk): boolean =>
  (selector.group === '' || selector.group === gvk.group) &&
  (selector.version === '' || selector.version === gvk.version) &&
  (selector.kind === '' || selector.kind === gvk.kind);

/** `Deployment.v1.apps`, with words for parts that are missing. */
export const gvkText = ({ group, version, kind }: Gvk): string =>
  `${kind === '' ? '[noKind]' : kind}.${version === '' ? '[noVer]' : version}.${group === '' ? '[noGrp]' : group}`;

/** `Deployment.v1.apps/name.namespace` */
export const idText = (id: ResourceId): string =>
  `${gvkText(id)}/${id.name === '' ? '[noName]' : id.name}.${id.namespace === '' ? '[noNs]' : id.namespace}`;
