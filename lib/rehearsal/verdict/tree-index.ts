import { groupOf } from '../../kubernetes';
import { allObjects, type Tree, type TreeObject } from '../tree';

/** Finds objects of a tree. */
export interface TreeIndex {
  readonly tree: Tree;
  /** The object of this kind and name, in this namespace or in none. */
  readonly find: (kind: string, namespace: string, name: string, group?: string) => TreeObject | undefined;
  readonly where: (accept: (object: TreeObject) => boolean) => readonly TreeObject[];
  /** Whether Argo CD applies `a` only after `b` is healthy. */
  readonly isAfter: (a: TreeObject, b: TreeObject) => boolean;
  /** Place in the order, in words: `wave 1 of serving`. */
  readonly place: (object: TreeObject) => string;
}

/** Indexes a tree. */
export const indexTree = (tree: Tree): TreeIndex => {
  const objects = allObjects(tree);
  const waves = new Map(tree.components.map(({ name, wave }) => [name, wave]));
  const waveOf = ({ component }: TreeObject): number => waves.get(component) ?? 0;
  const id = (kind: string, namespace: string, name: string): string => `${kind}|${namespace}|${name}`;
  const byId = new Map<string, TreeObject[]>();
  for (const each of objects) {
    const { kind, metadata } = each.object;
    const key = id(kind, metadata.namespace ?? '', metadata.name);
    byId.set(key, [...(byId.get(key) ?? []), each]);
  }
  return {
    tree,
    find: (kind, namespace, name, group) =>
      [...(byId.get(id(kind, namespace, name)) ?? []), ...(byId.get(id(kind, '', name)) ?? [])].find(
        ({ object }) => group === undefined || groupOf(object.apiVersion) === group,
      ),
    where: (accept) => objects.filter(accept),
    isAfter: (a, b) => (a.component === b.component ? a.wave > b.wave : waveOf(a) > waveOf(b)),
    place: (object) => `wave ${object.wave} of ${object.component}`,
  };
};
