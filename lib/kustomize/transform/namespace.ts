import type { FieldSpec } from '../config/field-spec';
import { fieldSpec } from '../config/field-spec';
import { complain } from '../problem';
import { idKey, idText } from '../resource/id';
import type { ResourceList } from '../resource/list';
import type { Resource } from '../resource/resource';
import { fieldOf, fieldOrCreate, requireKind, setScalar } from '../tree/edit';
import { isMissing, Node, stringTag, textOf } from '../tree/node';
import { applyField, type FieldChange } from './apply-field';
import type { Transformer } from './transformer';

/** Which subjects of role bindings get the namespace. */
export type SubjectMode = 'defaultOnly' | 'allServiceAccounts' | 'none';

/** Settings of the namespace transformer. */
export interface NamespaceProps {
  readonly namespace: string;
  readonly fields: readonly FieldSpec[];
  /** Whether a namespace that is set stays. */
  readonly unsetOnly: boolean;
  readonly subjects: SubjectMode;
}

const ownNamespace = fieldSpec('metadata/namespace', {}, true);

const isRoleBinding = (kind: string): boolean => kind === 'RoleBinding' || kind === 'ClusterRoleBinding';

const setterOf =
  ({ namespace, unsetOnly }: NamespaceProps): FieldChange['set'] =>
  (node) => {
    if (unsetOnly && textOf(node) !== '') return;
    setScalar(node, Node.scalar(namespace, stringTag));
  };

const setSubjects = (resource: Resource, props: NamespaceProps, set: FieldChange['set']): void => {
  if (props.subjects === 'none') return;
  const [field, value] = props.subjects === 'defaultOnly' ? ['name', 'default'] : ['kind', 'ServiceAccount'];
  const subjects = fieldOf(resource.root, 'subjects');
  if (isMissing(subjects)) return;
  requireKind(subjects, 'list');
  for (const subject of subjects.items) {
    const held = fieldOf(subject, String(field));
    if (isMissing(held) || held.text !== value) continue;
    set(fieldOrCreate(subject, 'namespace', 'scalar'));
  }
};

/** Whether a configured field is written as the others are; metadata and subjects have rules of their own. */
const isOrdinary = (field: FieldSpec, resource: Resource): boolean => {
  if (field.path === 'metadata/namespace') return false;
  if (field.path === 'metadata/name') return resource.apiVersion === 'v1';
  return !(isRoleBinding(resource.kind) && isRoleBinding(field.kind) && field.path === 'subjects/namespace');
};

/** Sets the namespace of one resource, and of what it names. */
export const setNamespaceOf = (resource: Resource, props: NamespaceProps): void => {
  const set = setterOf(props);
  if (!resource.id.clusterScoped) applyField(resource, ownNamespace, { set, createKind: 'scalar' });
  if (isRoleBinding(resource.kind)) setSubjects(resource, props, set);
  for (const field of props.fields) {
    if (!isOrdinary(field, resource)) continue;
    applyField(resource, field, { set, createKind: 'scalar', createTag: stringTag });
  }
};

const refuseConflicts = (resources: ResourceList): void => {
  const known = new Set<string>();
  for (const { id } of resources.all) {
    const key = idKey(id);
    if (known.has(key)) {
      complain({
        rule: 'kustomize/namespace-conflict',
        got: `namespace transformation produces ID conflict: ${idText(id)}`,
        want: 'different names for objects that come into one namespace',
        fix: 'rename one of them, or leave it in a kustomization of its own',
      });
    }
    known.add(key);
  }
};

/** Sets the namespace of everything that has one. */
export const setNamespace =
  (props: NamespaceProps): Transformer =>
  (resources) => {
    if (props.namespace === '') return;
    for (const resource of resources.all) {
      if (resource.isEmpty) continue;
      resource.storeId();
      setNamespaceOf(resource, props);
    }
    resources.changed();
    refuseConflicts(resources);
  };
