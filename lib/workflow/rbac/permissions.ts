import { parse } from 'yaml';
import { groupOf, isRecord, stringAt } from '../../kubernetes';
import { HttpStep, ResourceLikeStep, type ResourceAction } from '../author';
import type { Units } from '../compile';
import { pluralOf } from './plural';

/** What a run may do with one kind of object. */
export interface Permission {
  /** Empty for the namespace of the run. */
  readonly namespace: string;
  readonly cluster: boolean;
  readonly group: string;
  readonly resource: string;
  readonly verbs: readonly string[];
}

/**
 * Verbs that kubectl needs, which Argo's executor runs. After an action the object is read again for its outputs and
 * conditions; a deletion is waited for.
 */
const verbs: Readonly<Record<ResourceAction, readonly string[]>> = {
  create: ['create', 'get'],
  apply: ['get', 'create', 'patch'],
  get: ['get'],
  patch: ['get', 'patch'],
  replace: ['get', 'update'],
  delete: ['delete', 'get', 'list', 'watch'],
};

/** What every run needs: its pods report their results. */
const executor: Permission = {
  namespace: '',
  cluster: false,
  group: 'argoproj.io',
  resource: 'workflowtaskresults',
  verbs: ['create', 'patch'],
};

/** What the agent needs that sends HTTP requests. */
const agent: readonly Permission[] = [
  {
    namespace: '',
    cluster: false,
    group: 'argoproj.io',
    resource: 'workflowtasksets',
    verbs: ['list', 'watch'],
  },
  {
    namespace: '',
    cluster: false,
    group: 'argoproj.io',
    resource: 'workflowtasksets/status',
    verbs: ['patch'],
  },
];

const clusterKinds = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'StorageClass',
  'VolumeSnapshotClass',
  'VolumeSnapshotContent',
]);

const objectOf = (manifest: unknown): unknown => {
  if (typeof manifest !== 'string') return manifest;
  try {
    return parse(manifest);
  } catch {
    return undefined;
  }
};

const ofStep = (step: ResourceLikeStep<string>): readonly Permission[] => {
  const { action, manifest, plural } = step.facts;
  const object = objectOf(manifest);
  if (!isRecord(object)) return [];
  const kind = stringAt(object, 'kind') ?? '';
  const namespace = stringAt(object, 'metadata', 'namespace') ?? '';
  return [
    {
      namespace: namespace.includes('{{') ? '' : namespace,
      cluster: clusterKinds.has(kind),
      group: groupOf(stringAt(object, 'apiVersion') ?? ''),
      resource: plural ?? pluralOf(kind),
      verbs: verbs[action],
    },
  ];
};

const verbOrder = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

/** What a run does with the API, each kind once, in a stable order. */
export const permissionsOf = (units: Units): readonly Permission[] => {
  const merged = new Map<string, Permission>();
  const needed: Permission[] = [executor];
  for (const unit of units.all) {
    if (unit.kind !== 'leaf') continue;
    if (unit.step instanceof ResourceLikeStep) needed.push(...ofStep(unit.step));
    if (unit.step instanceof HttpStep) needed.push(...agent);
  }
  for (const permission of needed) {
    const key = [permission.cluster, permission.namespace, permission.group, permission.resource].join('\0');
    const known = merged.get(key);
    const all = new Set([...(known?.verbs ?? []), ...permission.verbs]);
    merged.set(key, { ...permission, verbs: verbOrder.filter((verb) => all.has(verb)) });
  }
  return [...merged.keys()].sort().flatMap((key) => merged.get(key) ?? []);
};
