import type { NameReference } from '../config/transformer-config';
import type { FieldSpec } from '../config/field-spec';
import { complain } from '../problem';
import { effectiveNamespace, gvkText, idText, isSelected, type Gvk, type ResourceId } from '../resource/id';
import type { ResourceList } from '../resource/list';
import type { Resource } from '../resource/resource';
import { fieldOf, requireKind, setField, setScalar } from '../tree/edit';
import { isMissing, Node } from '../tree/node';
import { changeField } from './apply-field';
import type { Transformer } from './transformer';

const sameEnd = (a: readonly string[], b: readonly string[]): boolean => {
  const [shorter, longer] = a.length > b.length ? [b, a] : [a, b];
  if (shorter.length === 0) return longer.length === 0;
  const skipped = longer.length - shorter.length;
  return shorter.every((each, index) => longer[index + skipped] === each);
};

/** Whether two resources went through the same prefixes and suffixes; `loosely` lets none match any. */
const sameAffixes = (a: Resource, b: Resource, loosely: boolean): boolean => {
  const same = (x: readonly string[], y: readonly string[]): boolean =>
    (loosely && (x.length === 0 || y.length === 0)) || sameEnd(x, y);
  return same(a.prefixes, b.prefixes) && same(a.suffixes, b.suffixes);
};

const sameNamespace = (a: ResourceId, b: ResourceId): boolean =>
  effectiveNamespace(a) === effectiveNamespace(b);

/** Namespaces of the service accounts that a role binding names. */
const accountNamespaces = (resource: Resource): ReadonlySet<string> => {
  const namespaces = new Set<string>();
  if (resource.kind !== 'RoleBinding') return namespaces;
  for (const subject of resource.root.field('subjects')?.items ?? []) {
    const namespace = subject.field('namespace');
    if (namespace === undefined || subject.field('kind')?.text !== 'ServiceAccount') continue;
    if (namespace.isNull) {
      complain({
        rule: 'kustomize/blank-namespace',
        got: `namespace is blank for resource "${idText(resource.id)}"`,
        want: 'a namespace, or none',
        fix: 'remove the empty field from the subject',
      });
    }
    namespaces.add(namespace.text);
  }
  return namespaces;
};

/** The group and kind in the roleRef of a binding; undefined when one is missing. */
const roleOf = (referrer: Resource): Gvk | undefined => {
  const roleRef = referrer.root.field('roleRef');
  const group = roleRef?.field('apiGroup');
  const kind = roleRef?.field('kind');
  return group === undefined || kind === undefined
    ? undefined
    : { group: group.text, version: '', kind: kind.text };
};

const grouped = (
  resources: ResourceList,
  keysOf: (resource: Resource) => Iterable<string>,
): ReadonlyMap<string, readonly Resource[]> => {
  const groups = new Map<string, Resource[]>();
  for (const resource of resources.all) {
    for (const key of keysOf(resource)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [resource]);
      else group.push(resource);
    }
  }
  return groups;
};

/** What a build holds, by what references go by. */
interface Lookup {
  /** Renamed resources by each name that they had. */
  readonly byPreviousName: ReadonlyMap<string, readonly Resource[]>;
  readonly byOriginalNamespace: ReadonlyMap<string, readonly Resource[]>;
}

const lookupOf = (resources: ResourceList): Lookup => ({
  byPreviousName: grouped(resources, ({ previousIds }) => new Set(previousIds.map(({ name }) => name))),
  byOriginalNamespace: grouped(resources, ({ originalId }) => [effectiveNamespace(originalId)]),
});

/** Corrects the names that one resource refers to others by. */
class Referrer {
  private readonly id: ResourceId;
  private readonly accounts: ReadonlySet<string>;

  constructor(
    private readonly resource: Resource,
    private readonly lookup: Lookup,
  ) {
    this.id = resource.id;
    this.accounts = accountNamespaces(resource);
  }

  correct(field: FieldSpec, target: Gvk): void {
    changeField(this.resource, field, { set: (node) => this.set(node, field, target) });
  }

  private set(node: Node, field: FieldSpec, target: Gvk): void {
    if (isMissing(node)) return;
    switch (node.kind) {
      case 'scalar':
        return this.setName(node, field, target);
      case 'map':
        return this.setNameAndNamespace(node, field, target);
      case 'list':
        for (const item of node.items) {
          if (isMissing(item)) continue;
          if (item.kind === 'scalar') this.setName(item, field, target);
          else if (item.kind === 'map') this.setNameAndNamespace(item, field, target);
          else requireKind(item, 'scalar');
        }
    }
  }

  private setName(node: Node, field: FieldSpec, target: Gvk): void {
    const referral = this.find(node.text, field, target, undefined);
    if (referral === undefined || referral.name === node.text) return;
    setScalar(node, Node.scalar(referral.name));
  }

  private setNameAndNamespace(node: Node, field: FieldSpec, target: Gvk): void {
    const nameNode = fieldOf(node, 'name');
    if (nameNode === undefined) {
      complain({
        rule: 'kustomize/name-reference',
        got: "path config error; no 'name' field in node",
        want: 'a path to a name, or to a map with one',
        fix: 'correct the path of the name reference, or add the name',
      });
      return;
    }
    const namespaceNode = fieldOf(node, 'namespace');
    const referral = this.find(nameNode.text, field, target, { namespace: namespaceNode?.text });
    if (referral === undefined) return;
    const { name, namespace } = referral;
    if (name === nameNode.text && namespace === '') return;
    if (name !== '') setField(node, 'name', Node.scalar(name));
    if (namespace !== '') setField(node, 'namespace', Node.scalar(namespace));
  }

  /**
   * The resource that is meant by an old name.
   * @param written the namespace beside the name, for references that hold both.
   */
  private find(
    name: string,
    field: FieldSpec,
    target: Gvk,
    written: { readonly namespace: string | undefined } | undefined,
  ): Resource | undefined {
    let candidates: readonly Resource[] =
      this.lookup.byPreviousName.get(name)?.filter((each) => this.isInReach(each)) ?? [];
    if (written?.namespace !== undefined) candidates = this.inNamespace(candidates, written.namespace);
    candidates = candidates.filter((each) => each.previousIds.some((id) => isSelected(id, target)));
    if (field.path.endsWith('roleRef/name')) {
      const role = roleOf(this.resource);
      if (role !== undefined)
        candidates = candidates.filter((each) => each.previousIds.some((id) => isSelected(id, role)));
    }
    candidates = candidates.filter((each) => this.mayReach(each));
    if (candidates.length > 1 || candidates.length === 0) {
      candidates = candidates.filter((each) => sameAffixes(each, this.resource, true));
      if (candidates.length > 1)
        candidates = candidates.filter((each) => sameAffixes(each, this.resource, false));
    }
    const [first, ...others] = candidates;
    if (first === undefined) return undefined;
    const alike = others.every(
      (each) => each.name === first.name && (written === undefined || each.namespace === first.namespace),
    );
    if (!alike) {
      complain({
        rule: 'kustomize/ambiguous-reference',
        got: `found multiple possible referrals: ${candidates.map((each) => idText(each.id)).join(', ')}`,
        want: `one ${target.kind} that ${JSON.stringify(name)} in ${idText(this.id)} can mean`,
        fix: 'give one of them another name',
      });
    }
    return first;
  }

  /** Whether an object in its namespace can refer to another at all. */
  private isInReach({ id, namespace }: Resource): boolean {
    return (
      this.id.clusterScoped || id.clusterScoped || sameNamespace(id, this.id) || this.accounts.has(namespace)
    );
  }

  /** Those that were in a namespace, or are in it now where nothing in reach was. */
  private inNamespace(candidates: readonly Resource[], namespace: string): readonly Resource[] {
    const before = this.lookup.byOriginalNamespace.get(namespace) ?? [];
    const wasUsed = before.some((each) => this.isInReach(each));
    return candidates.filter((each) => effectiveNamespace(wasUsed ? each.originalId : each.id) === namespace);
  }

  private mayReach({ id, kind }: Resource): boolean {
    return (
      this.id.clusterScoped || id.clusterScoped || kind === 'ServiceAccount' || sameNamespace(this.id, id)
    );
  }
}

interface Reference {
  readonly field: FieldSpec;
  readonly target: Gvk;
}

/** The references that resources of a kind may hold, in the order in which they are corrected. */
const referencesByKind = (references: readonly NameReference[]): ((gvk: Gvk) => readonly Reference[]) => {
  const known = new Map<string, readonly Reference[]>();
  return (gvk) => {
    const key = gvkText(gvk);
    let list = known.get(key);
    if (list === undefined) {
      list = references.flatMap((target) =>
        target.referrers.filter((field) => isSelected(gvk, field)).map((field) => ({ field, target })),
      );
      known.set(key, list);
    }
    return list;
  };
};

/** Corrects every reference by name to what was renamed. */
export const fixNameReferences =
  (references: readonly NameReference[]): Transformer =>
  (resources) => {
    const lookup = lookupOf(resources);
    const referencesOf = referencesByKind(references);
    for (const resource of resources.all) {
      const referrer = new Referrer(resource, lookup);
      for (const { field, target } of referencesOf(resource.originalId)) referrer.correct(field, target);
    }
    resources.changed();
  };
