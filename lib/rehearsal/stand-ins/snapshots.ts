import { parseQuantity, stringAt, fieldAt, stringMapAt } from '../../kubernetes';
import {
  findObject,
  isGoing,
  listKind,
  nameOf,
  namespaceOf,
  shown,
  type Controller,
  type Live,
  type Scene,
} from './controller';
import { now, writeStatus } from './status';

const apiVersion = 'snapshot.storage.k8s.io/v1';

const kinds = {
  snapshot: 'VolumeSnapshot',
  content: 'VolumeSnapshotContent',
  class: 'VolumeSnapshotClass',
} as const;

/** What a snapshot will be taken of and by whom, or why it will not. */
type Order =
  | { readonly kind: 'take'; readonly volume: Live; readonly snapshotClass: Live; readonly size: string }
  | { readonly kind: 'refuse'; readonly message: string };

const refuse = (message: string): Order => ({ kind: 'refuse', message });

/** The driver that made a volume; undefined for one that no provisioner made. */
const driverOf = (volume: Live): string | undefined =>
  stringAt(volume, 'spec', 'csi', 'driver') ??
  stringMapAt(volume, 'metadata', 'annotations')['pv.kubernetes.io/provisioned-by'];

const isDefault = (snapshotClass: Live): boolean =>
  stringMapAt(snapshotClass, 'metadata', 'annotations')['snapshot.storage.kubernetes.io/is-default-class'] ===
  'true';

const classFor = (snapshot: Live, driver: string, classes: readonly Live[]): Live | Order => {
  const wanted = stringAt(snapshot, 'spec', 'volumeSnapshotClassName');
  if (wanted !== undefined) {
    return (
      classes.find((each) => nameOf(each) === wanted) ??
      refuse(`volumesnapshotclass.snapshot.storage.k8s.io "${wanted}" not found`)
    );
  }
  const defaults = classes.filter((each) => isDefault(each) && stringAt(each, 'driver') === driver);
  const [only] = defaults;
  if (only !== undefined && defaults.length === 1) return only;
  return refuse(
    only === undefined
      ? `cannot find default snapshot class for the driver ${driver}`
      : `${defaults.length} default snapshot classes were found for the driver ${driver}`,
  );
};

const isOrder = (value: Live | Order): value is Order => value['kind'] === 'refuse';

/** What the snapshot controller and its driver make of a VolumeSnapshot. https://kubernetes.io/docs/concepts/storage/volume-snapshots/ */
export const orderOf = (
  snapshot: Live,
  claim: Live | undefined,
  volume: Live | undefined,
  classes: readonly Live[],
): Order => {
  const name = stringAt(snapshot, 'spec', 'source', 'persistentVolumeClaimName') ?? '';
  if (claim === undefined) return refuse(`persistentvolumeclaim "${name}" not found`);
  if (stringAt(claim, 'status', 'phase') !== 'Bound' || volume === undefined)
    return refuse(`the PVC ${name} is not yet bound to a PV, will not attempt to take a snapshot`);
  const driver = driverOf(volume) ?? 'none';
  const snapshotClass = classFor(snapshot, driver, classes);
  if (isOrder(snapshotClass)) return snapshotClass;
  const wanted = stringAt(snapshotClass, 'driver') ?? '';
  if (wanted !== driver) {
    return refuse(
      `snapshot class ${nameOf(snapshotClass)} is for the driver ${wanted}, but the volume of ${name} was made by ${driver}`,
    );
  }
  return {
    kind: 'take',
    volume,
    snapshotClass,
    size:
      stringAt(claim, 'status', 'capacity', 'storage') ??
      stringAt(volume, 'spec', 'capacity', 'storage') ??
      '0',
  };
};

const contentName = (snapshot: Live): string => `snapcontent-${stringAt(snapshot, 'metadata', 'uid') ?? ''}`;

const contentFor = (snapshot: Live, { volume, snapshotClass }: Extract<Order, { kind: 'take' }>): object => ({
  apiVersion,
  kind: kinds.content,
  metadata: { name: contentName(snapshot) },
  spec: {
    deletionPolicy: stringAt(snapshotClass, 'deletionPolicy'),
    driver: stringAt(snapshotClass, 'driver'),
    source: { volumeHandle: stringAt(volume, 'spec', 'csi', 'volumeHandle') ?? nameOf(volume) },
    sourceVolumeMode: stringAt(volume, 'spec', 'volumeMode') ?? 'Filesystem',
    volumeSnapshotClassName: nameOf(snapshotClass),
    volumeSnapshotRef: {
      apiVersion,
      kind: kinds.snapshot,
      namespace: namespaceOf(snapshot),
      name: nameOf(snapshot),
      uid: stringAt(snapshot, 'metadata', 'uid'),
    },
  },
});

const isReady = (object: Live): boolean => fieldAt(object, 'status', 'readyToUse') === true;

const bytesOf = (quantity: string): number => Number(parseQuantity(quantity) ?? 0);

/** Takes a snapshot: its content first, then what the snapshot says of it. */
const take = async (scene: Scene, snapshot: Live, order: Extract<Order, { kind: 'take' }>): Promise<void> => {
  const resource = await scene.resources.of(apiVersion, kinds.content);
  if (resource === undefined) throw new Error(`${kinds.content} is not served`);
  const { status, body } = await scene.api.create(resource.collection(), contentFor(snapshot, order));
  if (status >= 300 && status !== 409)
    throw new Error(`${contentName(snapshot)}: ${stringAt(body, 'message') ?? status}`);
  const content = await findObject(scene, apiVersion, kinds.content, { name: contentName(snapshot) });
  const creationTime = now();
  if (content !== undefined && !isReady(content)) {
    await writeStatus(scene, apiVersion, kinds.content, content, {
      readyToUse: true,
      creationTime: Date.parse(creationTime) * 1_000_000,
      restoreSize: bytesOf(order.size),
      snapshotHandle: contentName(snapshot),
    });
  }
  await writeStatus(scene, apiVersion, kinds.snapshot, snapshot, {
    boundVolumeSnapshotContentName: contentName(snapshot),
    creationTime,
    readyToUse: true,
    restoreSize: order.size,
    error: null,
  });
};

const refused = async (scene: Scene, snapshot: Live, message: string): Promise<boolean> => {
  if (stringAt(snapshot, 'status', 'error', 'message') === message) return false;
  await writeStatus(scene, apiVersion, kinds.snapshot, snapshot, {
    readyToUse: false,
    error: { message, time: now() },
  });
  return true;
};

/** Binds a snapshot to a content that somebody has made beforehand. */
const bindPrepared = async (scene: Scene, snapshot: Live, name: string): Promise<boolean> => {
  const content = await findObject(scene, apiVersion, kinds.content, { name });
  if (content === undefined) return refused(scene, snapshot, `VolumeSnapshotContent ${name} is missing`);
  await writeStatus(scene, apiVersion, kinds.snapshot, snapshot, {
    boundVolumeSnapshotContentName: name,
    creationTime: now(),
    readyToUse: true,
    error: null,
  });
  return true;
};

/** A content whose snapshot is gone goes too, where its class says so. */
const reclaim = async (scene: Scene, snapshots: readonly Live[]): Promise<void> => {
  const live = new Set(snapshots.map((each) => stringAt(each, 'metadata', 'uid')));
  const resource = await scene.resources.of(apiVersion, kinds.content);
  for (const content of await listKind(scene, apiVersion, kinds.content)) {
    const uid = stringAt(content, 'spec', 'volumeSnapshotRef', 'uid');
    if (uid === undefined || live.has(uid) || stringAt(content, 'spec', 'deletionPolicy') !== 'Delete')
      continue;
    if (resource !== undefined) await scene.api.remove(resource.path({ name: nameOf(content) }));
  }
};

/**
 * The snapshot controller and the drivers behind it: takes what they would take and refuses what they would refuse,
 * with the reason where the real ones leave it. Nothing is copied, for nothing is stored.
 */
export const snapshotController = (scene: Scene, why: string): Controller => {
  const settle = async (snapshot: Live, classes: readonly Live[]): Promise<boolean> => {
    const prepared = stringAt(snapshot, 'spec', 'source', 'volumeSnapshotContentName');
    if (prepared !== undefined) return bindPrepared(scene, snapshot, prepared);
    const name = stringAt(snapshot, 'spec', 'source', 'persistentVolumeClaimName') ?? '';
    const namespace = namespaceOf(snapshot);
    const claim = await scene.api.find(`/api/v1/namespaces/${namespace}/persistentvolumeclaims/${name}`);
    const volumeName = stringAt(claim, 'spec', 'volumeName');
    const volume =
      volumeName === undefined ? undefined : await scene.api.find(`/api/v1/persistentvolumes/${volumeName}`);
    const order = orderOf(snapshot, claim, volume, classes);
    if (order.kind === 'refuse') return refused(scene, snapshot, order.message);
    await take(scene, snapshot, order);
    return true;
  };
  return {
    name: 'snapshots',
    round: async () => {
      // Asked first: a content whose snapshot is made in between must not look orphaned.
      const contentsKnown = await scene.resources.of(apiVersion, kinds.content);
      if (contentsKnown === undefined) return;
      const snapshots = await listKind(scene, apiVersion, kinds.snapshot);
      const waiting = snapshots.filter((snapshot) => !isReady(snapshot) && !isGoing(snapshot));
      const classes = waiting.length === 0 ? [] : await listKind(scene, apiVersion, kinds.class);
      for (const snapshot of waiting) {
        if (await settle(snapshot, classes))
          scene.ledger.note('operator snapshots', why, shown(kinds.snapshot, snapshot));
      }
      await reclaim(scene, await listKind(scene, apiVersion, kinds.snapshot));
    },
  };
};
