import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceGroups } from '../../lib/control-plane';
import { startProvisioner } from '../../lib/control-plane/provisioner';
import { fakeServer, type FakeServer } from '../rehearsal/support/fake-api';

const volumes = '/api/v1/persistentvolumes';

const storageClass = (name: string, provisioner: string, rest: Readonly<Record<string, unknown>> = {}) => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name },
  provisioner,
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'WaitForFirstConsumer',
  ...rest,
});

const claim = (className: string, provisioner: string, mode: string, node?: string) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: {
    name: 'data',
    namespace: 'serving',
    uid: 'u1',
    annotations: {
      'volume.kubernetes.io/storage-provisioner': provisioner,
      ...(node === undefined ? {} : { 'volume.kubernetes.io/selected-node': node }),
    },
  },
  spec: { storageClassName: className, accessModes: [mode], resources: { requests: { storage: '1Gi' } } },
  status: { phase: 'Pending' },
});

const lvm = 'local.csi.openebs.io';

/** Lets the stand-in look around a few times. */
const provisioned = async (server: FakeServer, groups: DeviceGroups = new Map()): Promise<void> => {
  const provisioner = startProvisioner(server.api, groups, () => undefined);
  await sleep(50);
  await provisioner.stop();
};

const served = async (
  groups: DeviceGroups,
  mode: string,
  node?: string,
): Promise<readonly [number, string]> => {
  const server = fakeServer();
  server.add(storageClass('fast', lvm, { parameters: { volgroup: 'vg-data' } }));
  server.add(claim('fast', lvm, mode, node));
  await provisioned(server, groups);
  const events = await server.api.list('/api/v1/events');
  return [(await server.api.list(volumes)).length, String(events[0]?.['message'] ?? '')];
};

describe('the stand-in for provisioners', () => {
  it('waits for the scheduler where the class says so', async () => {
    expect(await served(new Map(), 'ReadWriteOnce')).toEqual([0, '']);
  });

  it('makes a volume on the node that was chosen', async () => {
    expect(await served(new Map([['n1', ['vg-data']]]), 'ReadWriteOnce', 'n1')).toEqual([1, '']);
  });

  it('asks nothing of a node whose disks nobody has declared', async () => {
    expect(await served(new Map(), 'ReadWriteOnce', 'n1')).toEqual([1, '']);
  });

  it('refuses a node without the volume group, in an Event that says so', async () => {
    const [made, message] = await served(new Map([['n1', ['vg-other']]]), 'ReadWriteOnce', 'n1');
    expect(made).toBe(0);
    expect(message).toContain('node n1 has no vg-data; it has vg-other');
  });

  it('refuses an access mode that the engine does not offer', async () => {
    const [made, message] = await served(new Map(), 'ReadWriteMany', 'n1');
    expect(made).toBe(0);
    expect(message).toContain('offers ReadWriteOnce, ReadWriteOncePod, not ReadWriteMany');
  });

  it.each([
    ['Delete', 0],
    ['Retain', 1],
  ])('with reclaim policy %s leaves %d volumes of a claim that is gone', async (policy, left) => {
    const server = fakeServer();
    server.add({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'pvc-1' },
      spec: { persistentVolumeReclaimPolicy: policy },
      status: { phase: 'Released' },
    });
    await provisioned(server);
    expect(await server.api.list(volumes)).toHaveLength(left);
  });
});
