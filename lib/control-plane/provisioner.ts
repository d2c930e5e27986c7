import { setTimeout as sleep } from 'node:timers/promises';
import { listAt, recordAt, stringAt } from '../kubernetes';
import type { ApiClient } from './api-client';

/** How a volume may be mounted. */
export type AccessMode = 'ReadWriteOnce' | 'ReadWriteOncePod' | 'ReadOnlyMany' | 'ReadWriteMany';

/** A StorageClass that the stand-in serves. */
export interface ServedStorageClass {
  readonly name: string;
  readonly provisioner: string;
  /** What the real provisioner can give; claims that want another mode are refused. */
  readonly accessModes: readonly AccessMode[];
}

/** A running stand-in. */
export interface Provisioner {
  /** Ends it after the round that it is in. */
  readonly stop: () => Promise<void>;
}

type Live = Readonly<Record<string, unknown>>;

/** A claim that the PersistentVolume controller has handed to an external provisioner. */
interface Request {
  readonly claim: Live;
  readonly served: ServedStorageClass;
  readonly storageClass: Live;
  /** Node that the scheduler has chosen; only where the class waits for the first consumer. */
  readonly node?: string;
}

/**
 * The request that a claim makes of us now, if it makes one. The controller names the provisioner in an annotation
 * only when the claim's turn has come: at once, or, with WaitForFirstConsumer, when the scheduler has chosen a node.
 * https://github.com/kubernetes/design-proposals-archive/blob/main/storage/volume-topology-scheduling.md
 */
const requestOf = (
  claim: Live,
  served: readonly ServedStorageClass[],
  storageClasses: readonly Live[],
): Request | undefined => {
  const className = stringAt(claim, 'spec', 'storageClassName');
  const ours = served.find(({ name }) => name === className);
  const storageClass = storageClasses.find(
    (candidate) => stringAt(candidate, 'metadata', 'name') === className,
  );
  if (ours === undefined || storageClass === undefined) return undefined;
  if (
    stringAt(claim, 'status', 'phase') !== 'Pending' ||
    stringAt(claim, 'spec', 'volumeName') !== undefined
  ) {
    return undefined;
  }
  const annotations = recordAt(claim, 'metadata', 'annotations');
  if (annotations['volume.kubernetes.io/storage-provisioner'] !== ours.provisioner) return undefined;
  if (stringAt(storageClass, 'volumeBindingMode') !== 'WaitForFirstConsumer') {
    return { claim, served: ours, storageClass };
  }
  const node = stringAt(annotations, 'volume.kubernetes.io/selected-node');
  return node === undefined ? undefined : { claim, served: ours, storageClass, node };
};

const claimReference = (claim: Live): Record<string, unknown> => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  namespace: stringAt(claim, 'metadata', 'namespace'),
  name: stringAt(claim, 'metadata', 'name'),
  uid: stringAt(claim, 'metadata', 'uid'),
});

const volumeName = (claim: Live): string => `pvc-${stringAt(claim, 'metadata', 'uid') ?? ''}`;

const volumeFor = ({ claim, served, storageClass, node }: Request): object => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: {
    name: volumeName(claim),
    annotations: { 'pv.kubernetes.io/provisioned-by': served.provisioner },
  },
  spec: {
    capacity: recordAt(claim, 'spec', 'resources', 'requests'),
    accessModes: listAt(claim, 'spec', 'accessModes'),
    claimRef: claimReference(claim),
    persistentVolumeReclaimPolicy: stringAt(storageClass, 'reclaimPolicy'),
    storageClassName: served.name,
    volumeMode: stringAt(claim, 'spec', 'volumeMode'),
    ...(node === undefined
      ? { hostPath: { path: `/var/volumes/${volumeName(claim)}` } }
      : {
          local: { path: `/var/volumes/${volumeName(claim)}` },
          nodeAffinity: {
            required: {
              nodeSelectorTerms: [
                { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] },
              ],
            },
          },
        }),
  },
});

/** The Event that a real provisioner leaves on a claim that it refuses. */
const refusalOf = ({ claim, served }: Request, mode: unknown): object => {
  const now = new Date().toISOString();
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: `${stringAt(claim, 'metadata', 'name') ?? ''}.${stringAt(claim, 'metadata', 'uid') ?? ''}`,
      namespace: stringAt(claim, 'metadata', 'namespace'),
    },
    involvedObject: claimReference(claim),
    type: 'Warning',
    reason: 'ProvisioningFailed',
    message: `failed to provision volume with StorageClass "${served.name}": ${served.provisioner} offers ${served.accessModes.join(', ')}, not ${String(mode)}`,
    source: { component: served.provisioner },
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
  };
};

const conflict = 409;

const answer = async (api: ApiClient, request: Request): Promise<string | undefined> => {
  const { claim, served } = request;
  const refused = listAt(claim, 'spec', 'accessModes').find(
    (mode) => !served.accessModes.some((m) => m === mode),
  );
  const { status, body } =
    refused === undefined
      ? await api.create('/api/v1/persistentvolumes', volumeFor(request))
      : await api.create(
          `/api/v1/namespaces/${stringAt(claim, 'metadata', 'namespace') ?? ''}/events`,
          refusalOf(request, refused),
        );
  return status < 300 || status === conflict ? undefined : stringAt(body, 'message');
};

/**
 * Stands in for the provisioners of the given classes: binds what they would bind, refuses what they would refuse.
 * Nothing is stored anywhere, for no container runs. `report` hears of what it could not do.
 */
export const startProvisioner = (
  api: ApiClient,
  served: readonly ServedStorageClass[],
  report: (line: string) => void,
): Provisioner => {
  const stopping = new AbortController();
  const round = async (): Promise<void> => {
    const claims = await api.list('/api/v1/persistentvolumeclaims');
    if (!claims.some((claim) => stringAt(claim, 'status', 'phase') === 'Pending')) return;
    const storageClasses = await api.list('/apis/storage.k8s.io/v1/storageclasses');
    for (const claim of claims) {
      const request = requestOf(claim, served, storageClasses);
      const problem = request === undefined ? undefined : await answer(api, request);
      if (problem !== undefined) report(`provisioner: ${problem}`);
    }
  };
  const rounds = (async () => {
    while (!stopping.signal.aborted) {
      await round().catch((error: unknown) => {
        if (!stopping.signal.aborted) report(`provisioner: ${String(error)}`);
      });
      await sleep(200, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await rounds;
    },
  };
};
