import { complain } from '../problem';
import { idKey, idText, type ResourceId } from './id';
import type { Resource } from './resource';

interface Index {
  /** By the key of the current and every previous id. */
  readonly byAnyId: ReadonlyMap<string, readonly Resource[]>;
}

const push = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else if (values[values.length - 1] !== value) values.push(value);
};

/** The resources of a build, in the order in which they came. No two have the same current id. */
export class ResourceList {
  private resources: Resource[];
  private index: Index | undefined;

  constructor(resources: readonly Resource[] = []) {
    this.resources = [];
    this.appendAll(resources);
  }

  get all(): readonly Resource[] {
    return this.resources;
  }

  /** Says that ids may have changed since they were last looked up. */
  changed(): void {
    this.index = undefined;
  }

  appendAll(resources: readonly Resource[]): void {
    if (resources.length === 0) return;
    const known = new Map(this.resources.map((each): [string, Resource] => [idKey(each.id), each]));
    for (const each of resources) {
      const key = idKey(each.id);
      if (known.has(key)) {
        complain({
          rule: 'kustomize/duplicate-id',
          got: `may not add resource with an already registered id: ${idText(each.id)}`,
          want: 'each object once',
          fix: 'list the file or folder that holds it only once, or give one of the two another name',
        });
      }
      known.set(key, each);
    }
    for (const each of resources) this.resources.push(each);
    this.changed();
  }

  /** Replaces the whole list. */
  replaceAll(resources: readonly Resource[]): void {
    this.resources = [...resources];
    this.changed();
  }

  /** Puts a resource into the place of another. */
  replace(old: Resource, by: Resource): void {
    this.resources = this.resources.map((each) => (each === old ? by : each));
    this.changed();
  }

  dropEmpty(): void {
    if (this.resources.some((each) => each.isEmpty))
      this.replaceAll(this.resources.filter((each) => !each.isEmpty));
  }

  /** Those that have an id, or had it. */
  byAnyId(id: ResourceId): readonly Resource[] {
    if (this.index === undefined) {
      const byAnyId = new Map<string, Resource[]>();
      for (const each of this.resources) {
        push(byAnyId, idKey(each.id), each);
        for (const previous of each.previousIds) push(byAnyId, idKey(previous), each);
      }
      this.index = { byAnyId };
    }
    return this.index.byAnyId.get(idKey(id)) ?? [];
  }

  /** The one resource that has an id, or had it. */
  theOne(id: ResourceId): Resource {
    const [found, second] = this.byAnyId(id);
    if (found !== undefined && second === undefined) return found;
    const text = idText(id);
    return complain({
      rule: 'kustomize/patch-target',
      got: `${found === undefined ? 'no matches' : 'multiple matches'} for Id ${text}; failed to find unique target for patch ${text}`,
      want: 'exactly one resource with the apiVersion, kind, name and namespace of the patch',
      fix:
        found === undefined
          ? 'correct these fields of the patch, or add the resource that it is for'
          : 'give the patch a target, or make its namespace say which is meant',
    });
  }
}
