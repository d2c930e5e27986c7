import { messagesOf, placesOf } from './support/release';
import { claim, deployment, storageClass, workload } from './support/objects';

const local = storageClass('local', { provisioner: 'openebs.io/local' });
const isDefault = { 'storageclass.kubernetes.io/is-default-class': 'true' };

describe('a volume on one node', () => {
  const rule = 'storage/node-local-shared';
  const shared = { accessModes: ['ReadWriteMany'] };

  it('cannot be shared by many', () => {
    expect(messagesOf(rule, [local, claim('a', { ...shared, storageClassName: 'local' })])).toEqual([
      'error: ReadWriteMany of class local (openebs.io/local)',
    ]);
    expect(placesOf(rule, [local, claim('a', { storageClassName: 'local' })])).toEqual([]);
  });

  it.each(['local.csi.openebs.io', 'zfs.csi.openebs.io'])('of %s neither', (provisioner) => {
    expect(
      placesOf(rule, [storageClass('s', { provisioner }), claim('a', { ...shared, storageClassName: 's' })]),
    ).toHaveLength(1);
  });

  it('is found through the default class', () => {
    const standard = storageClass('local', { provisioner: 'openebs.io/local' }, isDefault);
    expect(messagesOf(rule, [standard, claim('a', shared)])).toEqual([
      'error: ReadWriteMany of the default class local (openebs.io/local)',
    ]);
  });

  it('is found in the templates of a StatefulSet and in ephemeral volumes', () => {
    const spec = { ...shared, storageClassName: 'local' };
    const set = workload('StatefulSet', 'db', {
      spec: { volumeClaimTemplates: [{ metadata: { name: 'd' }, spec }] },
    });
    const scratch = deployment('web', {
      pod: { volumes: [{ name: 's', ephemeral: { volumeClaimTemplate: { spec } } }] },
    });
    expect(placesOf(rule, [local, set, scratch])).toEqual([
      'Deployment/app/web spec.template.spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes[0]',
      'StatefulSet/app/db spec.volumeClaimTemplates[0].spec.accessModes[0]',
    ]);
  });

  it('is no issue for shared storage', () => {
    const nfs = storageClass('nfs', { provisioner: 'nfs.csi.k8s.io' });
    expect(placesOf(rule, [nfs, claim('a', { ...shared, storageClassName: 'nfs' })])).toEqual([]);
  });
});

describe('the default StorageClass', () => {
  it('is one at most', () => {
    const rule = 'storage/one-default-class';
    expect(messagesOf(rule, [storageClass('a', {}, isDefault), storageClass('b', {}, isDefault)])).toEqual([
      'error: true, as on StorageClass/a',
    ]);
    expect(placesOf(rule, [storageClass('a', {}, isDefault), storageClass('b')])).toEqual([]);
  });

  it('is there where a claim names no class', () => {
    const rule = 'storage/default-class';
    expect(placesOf(rule, [storageClass('a'), claim('c')])).toEqual([
      'PersistentVolumeClaim/app/c spec.storageClassName',
    ]);
    expect(placesOf(rule, [storageClass('a', {}, isDefault), claim('c')])).toEqual([]);
    expect(placesOf(rule, [claim('c', { storageClassName: '' })])).toEqual([]);
  });
});
