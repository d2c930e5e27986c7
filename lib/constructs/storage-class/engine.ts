import { stringify } from 'yaml';
import type { StorageKind, VolumeDefinition } from '../../platform';

/** What a storage engine reads in a StorageClass. */
export interface EngineSettings {
  readonly parameters: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

type Of<Kind extends StorageKind> = Extract<VolumeDefinition, { readonly kind: Kind }>;

/** Name under which each engine's driver is known to Kubernetes: a class's provisioner, a snapshot class's driver. */
export const driverNames: Readonly<Record<StorageKind, string>> = {
  hostpath: 'openebs.io/local',
  device: 'openebs.io/local',
  lvm: 'local.csi.openebs.io',
  zfs: 'zfs.csi.openebs.io',
  mayastor: 'io.openebs.csi-mayastor',
};

/** Label by which a driver tells nodes apart in `allowedTopologies`. */
export const topologyKeys: Readonly<Record<Exclude<StorageKind, 'mayastor'>, string>> = {
  hostpath: 'kubernetes.io/hostname',
  device: 'kubernetes.io/hostname',
  lvm: 'openebs.io/nodename',
  zfs: 'openebs.io/nodename',
};

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

/** LocalPV reads its settings from an annotation that holds a YAML list; every scalar in it must be text. */
const localPv = (entries: readonly Readonly<Record<string, unknown>>[]): EngineSettings => ({
  parameters: {},
  annotations: {
    'openebs.io/cas-type': 'local',
    'cas.openebs.io/config': stringify(entries, { version: '1.1', lineWidth: 0 }),
  },
});

/** Soft and hard limit equal the size of the claim: no grace above it. */
const projectQuota = (name: string): Readonly<Record<string, unknown>> => ({
  name,
  enabled: 'true',
  data: { softLimitGrace: '0%', hardLimitGrace: '0%' },
});

const hostpath = (volumes: Of<'hostpath'>, defaultBasePath: string): EngineSettings =>
  localPv([
    { name: 'StorageType', value: 'hostpath' },
    { name: 'BasePath', value: volumes.basePath ?? defaultBasePath },
    ...(volumes.nodeAffinityLabels.length === 0
      ? []
      : [{ name: 'NodeAffinityLabels', list: volumes.nodeAffinityLabels }]),
    ...(volumes.quota === undefined
      ? []
      : [projectQuota({ xfs: 'XFSQuota', ext4: 'EXT4Quota' }[volumes.quota])]),
  ]);

const device = (volumes: Of<'device'>): EngineSettings =>
  localPv([
    { name: 'StorageType', value: 'device' },
    { name: 'FSType', value: volumes.fsType },
    ...(volumes.blockDeviceTag === undefined
      ? []
      : [{ name: 'BlockDeviceTag', value: volumes.blockDeviceTag }]),
  ]);

const csi = (parameters: Readonly<Record<string, string | undefined>>): EngineSettings => ({
  parameters: Object.fromEntries(
    Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ),
  annotations: {},
});

const lvm = ({ volumeGroup, ...volumes }: Of<'lvm'>): EngineSettings =>
  csi({
    storage: 'lvm',
    volgroup: typeof volumeGroup === 'string' ? volumeGroup : undefined,
    vgpattern: typeof volumeGroup === 'string' ? undefined : volumeGroup.pattern,
    fsType: volumes.fsType,
    thinProvision: yesNo(volumes.thin),
    shared: yesNo(volumes.shared),
    scheduler: volumes.scheduler,
  });

const zfs = (volumes: Of<'zfs'>): EngineSettings =>
  csi({
    poolname: volumes.pool,
    fstype: volumes.fsType,
    // A dataset has records; any other file system stands on a ZFS volume, which has blocks.
    [volumes.fsType === 'zfs' ? 'recordsize' : 'volblocksize']: volumes.recordSize,
    compression: volumes.compression,
    dedup: volumes.dedup ? 'on' : 'off',
    thinprovision: yesNo(volumes.thin),
  });

const mayastor = (volumes: Of<'mayastor'>): EngineSettings => {
  const poolLabels = Object.entries(volumes.poolLabels);
  return csi({
    protocol: 'nvmf',
    repl: String(volumes.replicas),
    fsType: volumes.fsType,
    thin: String(volumes.thin),
    ioTimeout: volumes.ioTimeoutSeconds === undefined ? undefined : String(volumes.ioTimeoutSeconds),
    stsAffinityGroup: volumes.spreadStatefulSets ? 'true' : undefined,
    poolAffinityTopologyLabel:
      poolLabels.length === 0 ? undefined : poolLabels.map(([key, value]) => `${key}: ${value}\n`).join(''),
  });
};

/**
 * The parameters and annotations that an engine expects. Source: the storage class pages of https://openebs.io/docs.
 * @param defaultBasePath folder of hostpath volumes whose class names none.
 */
export const engineSettings = (volumes: VolumeDefinition, defaultBasePath: string): EngineSettings => {
  switch (volumes.kind) {
    case 'hostpath':
      return hostpath(volumes, defaultBasePath);
    case 'device':
      return device(volumes);
    case 'lvm':
      return lvm(volumes);
    case 'zfs':
      return zfs(volumes);
    case 'mayastor':
      return mayastor(volumes);
  }
};
