import { complain } from '../problem';
import type { Gvk } from '../resource/id';
import { gvkText, isSelected } from '../resource/id';
import { splitPath } from '../tree/path';

/** A field that a transformer writes, in the kinds that it selects. */
export interface FieldSpec extends Gvk {
  /** As in `spec/template/metadata/labels`; lists on the way need no part of their own. */
  readonly path: string;
  /** Whether the field is made where it is missing. */
  readonly create: boolean;
  /** The path taken apart. */
  readonly parts: readonly string[];
}

export const fieldSpec = (path: string, gvk: Partial<Gvk> = {}, create = false): FieldSpec => ({
  group: '',
  version: '',
  kind: '',
  ...gvk,
  path,
  create,
  parts: splitPath(path, '/'),
});

/** Adds a field unless it is there already; the same field with another `create` contradicts it. */
export const mergeField = (fields: readonly FieldSpec[], incoming: FieldSpec): readonly FieldSpec[] => {
  const same = fields.find((each) => each.path === incoming.path && isSelected(each, incoming));
  if (same === undefined) return [...fields, incoming];
  if (same.create === incoming.create) return fields;
  return complain({
    rule: 'kustomize/conflicting-fields',
    got: `the field ${incoming.path} of ${gvkText(incoming)} both with and without create`,
    want: 'one setting per field',
    fix: 'let all configurations agree on create',
  });
};

export const mergeFields = (
  fields: readonly FieldSpec[],
  incoming: readonly FieldSpec[],
): readonly FieldSpec[] => (fields === incoming ? fields : incoming.reduce(mergeField, fields));

const first = [
  'Namespace',
  'ResourceQuota',
  'StorageClass',
  'CustomResourceDefinition',
  'ServiceAccount',
  'PodSecurityPolicy',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'ConfigMap',
  'Secret',
  'Endpoints',
  'Service',
  'LimitRange',
  'PriorityClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
] as const;

const last = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'] as const;

/** The kinds that come before all others, and those that come after them. */
export const kindOrder = { first, last } as const;

/** Ranks of kinds: negative for the first, positive for the last, none for the others. */
export const kindRanks = (order: {
  readonly first: readonly string[];
  readonly last: readonly string[];
}): ReadonlyMap<string, number> =>
  new Map([
    ...order.first.map((kind, index): [string, number] => [kind, index - order.first.length]),
    ...order.last.map((kind, index): [string, number] => [kind, index + 1]),
  ]);

const ranks = kindRanks(kindOrder);

/** `apps_v1_Deployment`, with marks that sort after letters for parts that are missing. */
export const gvkSortKey = ({ group, version, kind }: Gvk): string =>
  `${group === '' ? '~G' : group}_${version === '' ? '~V' : version}_${kind === '' ? '~K' : kind}`;

/** Things of kinds in the order in which configured fields are applied; those of one kind stay as they were. */
export const sortByGvk = <T extends Gvk>(list: readonly T[]): readonly T[] => {
  if (list.length < 2) return list;
  const keyed = list.map((each) => ({ each, rank: ranks.get(each.kind) ?? 0, key: gvkSortKey(each) }));
  keyed.sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ each }) => each);
};
