import { describeKey, fieldPath, listAt, stringAt } from '../../kubernetes';
import { defaultClassAnnotation, type Claim } from '../context';
import type { Rule } from '../rule';

/** Provisioners of volumes that live on one node: OpenEBS LocalPV (hostpath and device), LVM and ZFS, and the like. */
const nodeLocalProvisioners = new Set([
  'openebs.io/local',
  'local.csi.openebs.io',
  'zfs.csi.openebs.io',
  'rancher.io/local-path',
  'kubernetes.io/no-provisioner',
]);

const sharedModes = new Set(['ReadWriteMany', 'ReadOnlyMany']);

export const nodeLocalSharing: Rule = {
  id: 'storage/node-local-shared',
  severity: 'error',
  summary: 'No claim asks for ReadWriteMany or ReadOnlyMany of a class whose volumes live on one node.',
  why: 'The provisioner refuses the claim, which stays Pending, and with it every pod that mounts it.',
  *check({ storage }) {
    for (const claim of storage.claims) {
      const storageClass = storage.classOf(claim);
      const provisioner = stringAt(storageClass?.object, 'provisioner') ?? '';
      if (storageClass === undefined || !nodeLocalProvisioners.has(provisioner)) continue;
      for (const [index, mode] of listAt(claim.spec, 'accessModes').entries()) {
        if (!sharedModes.has(String(mode))) continue;
        const named = stringAt(claim.spec, 'storageClassName') === undefined ? 'the default class' : 'class';
        yield {
          manifest: claim.manifest,
          path: fieldPath(claim.path, 'accessModes', index),
          got: `${String(mode)} of ${named} ${storageClass.key.name} (${provisioner})`,
          want: 'ReadWriteOnce or ReadWriteOncePod: its volumes live on one node',
          fix: 'write ReadWriteOnce and keep the pods on one node, or name a class of shared storage',
        };
      }
    }
  },
};

export const oneDefaultClass: Rule = {
  id: 'storage/one-default-class',
  severity: 'error',
  summary: 'At most one StorageClass is the default.',
  why: 'Which of them a claim without a class gets depends on when they were created.',
  *check({ storage }) {
    const [first, ...others] = storage.defaultClasses;
    if (first === undefined) return;
    for (const manifest of others) {
      yield {
        manifest,
        path: fieldPath('metadata.annotations', defaultClassAnnotation(manifest) ?? ''),
        got: `true, as on ${describeKey(first.key)}`,
        want: 'one default class',
        fix: `remove the annotation here, or from ${first.key.name}`,
      };
    }
  },
};

const needsDefault = ({ spec }: Claim): boolean =>
  spec['storageClassName'] === undefined && spec['volumeName'] === undefined;

export const defaultClassExists: Rule = {
  id: 'storage/default-class',
  severity: 'warning',
  summary: 'A claim without a class finds a default StorageClass in the release.',
  why: 'Unless the cluster brings one, the claim stays Pending.',
  *check({ storage }) {
    if (storage.defaultClasses.length > 0) return;
    for (const claim of storage.claims) {
      if (!needsDefault(claim)) continue;
      yield {
        manifest: claim.manifest,
        path: fieldPath(claim.path, 'storageClassName'),
        got: 'unset, and no StorageClass of the release is the default',
        want: 'the name of a StorageClass, or a default one',
        fix: 'set storageClassName, or make one class the default',
      };
    }
  },
};
