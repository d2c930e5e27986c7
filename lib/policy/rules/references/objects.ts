import { stringAt } from '../../../kubernetes';
import { providesAnnotation, type PolicyContext, type Reference } from '../../context';
import type { Rule } from '../../rule';
import { danglingRule } from './dangling';

/** A class name that only ties claims to volumes which somebody has made by hand. */
const isStaticClass = ({ objects }: PolicyContext, { to, from }: Reference): boolean =>
  from.key.kind === 'PersistentVolumeClaim' &&
  objects
    .ofKind('/PersistentVolume')
    .some(({ object }) => stringAt(object, 'spec', 'storageClassName') === to.name);

/** One rule for each kind that others name. */
export const objectReferences: readonly Rule[] = [
  danglingRule({
    id: 'reference/namespace',
    summary: 'Every object lives in a namespace that the release brings or that every cluster has.',
    why: 'The API server refuses objects of a namespace that does not exist.',
    types: ['/Namespace'],
    fix: ({ name }) => `add the namespace ${name} to the release, or correct metadata.namespace`,
  }),
  danglingRule({
    id: 'reference/secret',
    summary: 'Every Secret that is named is made by something in the release.',
    why: 'The pod stays in CreateContainerConfigError or ContainerCreating until somebody makes the Secret by hand.',
    types: ['/Secret'],
    fix: ({ name }) =>
      `add an ExternalSecret, SealedSecret or Certificate that makes ${name}, mark the reference optional, or name it in the annotation ${providesAnnotation} of what makes it`,
  }),
  danglingRule({
    id: 'reference/config-map',
    summary: 'Every ConfigMap that is named is in the release.',
    why: 'The pod stays in CreateContainerConfigError or ContainerCreating.',
    types: ['/ConfigMap'],
    fix: ({ name }) => `add the ConfigMap ${name}, correct the name, or mark the reference optional`,
  }),
  danglingRule({
    id: 'reference/service-account',
    summary: 'Every ServiceAccount that a pod or a binding names is in the release.',
    why: 'The API server refuses the pods, and a binding gives rights to nobody.',
    types: ['/ServiceAccount'],
    fix: ({ name, namespace }) =>
      `add the ServiceAccount ${name} to namespace ${namespace}, or correct the name`,
  }),
  danglingRule({
    id: 'reference/storage-class',
    summary:
      'Every StorageClass that a claim names is in the release; an empty name asks for a volume made by hand.',
    why: 'The claim stays Pending, and so does every pod that mounts it.',
    types: ['storage.k8s.io/StorageClass'],
    fix: ({ name }) => `add the StorageClass ${name}, or name one of the release`,
    isFine: isStaticClass,
  }),
  danglingRule({
    id: 'reference/claim',
    summary: 'Every PersistentVolumeClaim that is mounted or snapshotted is in the release.',
    why: 'The pod stays Pending.',
    types: ['/PersistentVolumeClaim'],
    fix: ({ name }) => `add the PersistentVolumeClaim ${name}, or correct the name`,
  }),
  danglingRule({
    id: 'reference/priority-class',
    summary: 'Every PriorityClass that a pod names is in the release.',
    why: 'The API server refuses the pods.',
    types: ['scheduling.k8s.io/PriorityClass'],
    fix: ({ name }) => `add the PriorityClass ${name}, or remove priorityClassName`,
  }),
  danglingRule({
    id: 'reference/service',
    summary:
      'Every Service that a webhook, an API service, a route or a StatefulSet names is in the release.',
    why: 'Calls fail; for a webhook with failurePolicy Fail that blocks every object it matches.',
    types: ['/Service'],
    fix: ({ name, namespace }) => `add the Service ${name} to namespace ${namespace}, or correct the name`,
  }),
  danglingRule({
    id: 'reference/role',
    summary: 'Every Role and ClusterRole that a binding names is in the release or built in.',
    why: 'The binding gives no rights, and its roleRef cannot be changed later.',
    types: ['rbac.authorization.k8s.io/Role', 'rbac.authorization.k8s.io/ClusterRole'],
    fix: ({ name, kind }) => `add the ${kind} ${name}, or delete the binding`,
  }),
  danglingRule({
    id: 'reference/snapshot',
    summary: 'Every VolumeSnapshot and VolumeSnapshotClass that is named is in the release.',
    why: 'The snapshot, or the claim made from it, stays Pending.',
    types: ['snapshot.storage.k8s.io/VolumeSnapshot', 'snapshot.storage.k8s.io/VolumeSnapshotClass'],
    fix: ({ name, kind }) => `add the ${kind} ${name}, or correct the name`,
  }),
];
