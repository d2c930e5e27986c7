import { fieldAt, stringAt } from '../../lib/kubernetes';
import { snapshotController } from '../../lib/rehearsal/stand-ins/snapshots';
import { whileAvailable } from '../../lib/rehearsal/stand-ins/workload';
import { fakeScene, type FakeScene } from './support/scene';

const apiVersion = 'snapshot.storage.k8s.io/v1';

const claim = (phase: string) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data', namespace: 'play' },
  spec: { volumeName: 'volume' },
  status: { phase, capacity: { storage: '2Gi' } },
});

const volume = {
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'volume', annotations: { 'pv.kubernetes.io/provisioned-by': 'zfs.csi.openebs.io' } },
  spec: {},
};

const snapshotClass = (name: string, driver: string, isDefault = false) => ({
  apiVersion,
  kind: 'VolumeSnapshotClass',
  metadata: {
    name,
    annotations: isDefault ? { 'snapshot.storage.kubernetes.io/is-default-class': 'true' } : {},
  },
  driver,
  deletionPolicy: name === 'keep' ? 'Retain' : 'Delete',
});

const snapshot = (spec: object) => ({
  apiVersion,
  kind: 'VolumeSnapshot',
  metadata: { name: 'shot', namespace: 'play', uid: 'shot-uid' },
  spec,
});

const ofClaim = (className?: string) =>
  snapshot({
    source: { persistentVolumeClaimName: 'data' },
    ...(className === undefined ? {} : { volumeSnapshotClassName: className }),
  });

const path = '/apis/snapshot.storage.k8s.io/v1/namespaces/play/volumesnapshots/shot';
const contentPath = '/apis/snapshot.storage.k8s.io/v1/volumesnapshotcontents/snapcontent-shot-uid';

const status = ({ server }: FakeScene): unknown => fieldAt(server.read(path), 'status');

const site = (...more: readonly Parameters<FakeScene['server']['add']>[0][]): FakeScene => {
  const fake = fakeScene();
  fake.server.add(claim('Bound'));
  fake.server.add(volume);
  fake.server.add(snapshotClass('zfs', 'zfs.csi.openebs.io'));
  fake.server.add(snapshotClass('lvm', 'local.csi.openebs.io'));
  for (const object of more) fake.server.add(object);
  return fake;
};

describe('the stand-in for snapshots', () => {
  it('takes a snapshot of a bound claim with the class of its driver', async () => {
    const fake = site(ofClaim('zfs'));
    await snapshotController(fake.scene, 'why').round();
    expect(status(fake)).toMatchObject({
      boundVolumeSnapshotContentName: 'snapcontent-shot-uid',
      readyToUse: true,
      restoreSize: '2Gi',
    });
    expect(fake.server.read(contentPath)).toMatchObject({
      spec: {
        driver: 'zfs.csi.openebs.io',
        deletionPolicy: 'Delete',
        source: { volumeHandle: 'volume' },
        volumeSnapshotRef: { namespace: 'play', name: 'shot', uid: 'shot-uid' },
      },
      status: { readyToUse: true, restoreSize: 2 ** 31 },
    });
  });

  it.each([
    ['the class is missing', 'none', 'volumesnapshotclass.snapshot.storage.k8s.io "none" not found'],
    [
      'the class is for another driver',
      'lvm',
      'snapshot class lvm is for the driver local.csi.openebs.io, but the volume of data was made by zfs.csi.openebs.io',
    ],
    [
      'no class is named and none is the default',
      undefined,
      'cannot find default snapshot class for the driver zfs.csi.openebs.io',
    ],
  ])('refuses where %s', async (_case, className, message) => {
    const fake = site(ofClaim(className));
    await snapshotController(fake.scene, 'why').round();
    expect(status(fake)).toMatchObject({ readyToUse: false, error: { message } });
    expect(fake.server.read(contentPath)).toBeUndefined();
  });

  it('takes the default class of the driver where none is named', async () => {
    const fake = site(ofClaim(), snapshotClass('usual', 'zfs.csi.openebs.io', true));
    await snapshotController(fake.scene, 'why').round();
    expect(stringAt(fake.server.read(contentPath), 'spec', 'volumeSnapshotClassName')).toBe('usual');
  });

  it('refuses a claim that is not bound, and takes it once it is', async () => {
    const fake = fakeScene();
    fake.server.add(claim('Pending'));
    fake.server.add(volume);
    fake.server.add(snapshotClass('zfs', 'zfs.csi.openebs.io'));
    fake.server.add(ofClaim('zfs'));
    const controller = snapshotController(fake.scene, 'why');
    await controller.round();
    expect(stringAt(status(fake), 'error', 'message')).toContain('is not yet bound to a PV');
    await fake.server.api.patch('/api/v1/namespaces/play/persistentvolumeclaims/data', 'merge', {
      status: { phase: 'Bound' },
    });
    await controller.round();
    expect(fieldAt(status(fake), 'readyToUse')).toBe(true);
    expect(fieldAt(status(fake), 'error')).toBeUndefined();
  });

  it('says a refusal once and a success once', async () => {
    const fake = site(ofClaim('lvm'));
    const controller = snapshotController(fake.scene, 'why');
    await controller.round();
    const writes = fake.server.writes.length;
    await controller.round();
    expect(fake.server.writes.slice(writes)).toEqual([]);
  });

  it('deletes the content of a snapshot that is gone, unless its class retains it', async () => {
    const left = async (className: string): Promise<boolean> => {
      const fake = site(ofClaim(className), snapshotClass('keep', 'zfs.csi.openebs.io'));
      const controller = snapshotController(fake.scene, 'why');
      await controller.round();
      fake.server.drop(path);
      await controller.round();
      return fake.server.read(contentPath) !== undefined;
    };
    expect(await left('zfs')).toBe(false);
    expect(await left('keep')).toBe(true);
  });

  it('rests while the controller that it plays is not available', async () => {
    const fake = site(ofClaim('zfs'));
    const workload = { namespace: 'kube-system', name: 'snapshot-controller' };
    const controller = whileAvailable(fake.scene, workload, snapshotController(fake.scene, 'why'));
    await controller.round();
    expect(status(fake)).toBeUndefined();
    fake.server.add({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: workload,
      status: { availableReplicas: 1 },
    });
    await controller.round();
    expect(fieldAt(status(fake), 'readyToUse')).toBe(true);
  });
});
