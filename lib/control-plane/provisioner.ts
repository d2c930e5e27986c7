import { setTimeout as sleep } from 'node:timers/promises';
import { listAt, recordAt, stringAt } from '../kubernetes';
import { accessModesOf } from './access-modes';
import type { ApiClient } from './api-client';

/** Volume groups and pools of each node by its name; where a node is not named, nobody knows what it has. */
export type DeviceGroups = ReadonlyMap<string, readonly string[]>;

/** A running stand-in. */
export interface Provisioner {
  /** Ends it after the round that it is in. */
  readonly stop: () => Promise<void>;
}

type Live = Readonly<Record<string, unknown>>;

/** A claim that the PersistentVolume controller has handed to an external provisioner. */
interface Request {
  readonly claim: Live;
  readonly storageClass: Live;
  readonly provisioner: string;
  /** Node that the scheduler has chosen; only where the class waits for the first consumer. */
  readonly node?: string;
}

/**
 * The request that a claim makes of us now, if it makes one. The controller names the provisioner in an annotation
 * only when the claim's turn has come: at once, or, with WaitForFirstConsumer, when the scheduler has chosen a node.
 * https://github.com/kubernetes/design-proposals-archive/blob/main/storage/volume-topology-scheduling.md
 */
const requestOf = (claim: Live, storageClasses: readonly Live[]): Request | undefined => {
  const className = stringAt(claim, 'spec', 'storageClassName');
  const storageClass = storageClasses.find(
    (candidate) => stringAt(candidate, 'metadata', 'name') === className,
  );
  const provisioner = stringAt(storageClass, 'provisioner');
  if (storageClass === undefined || provisioner === undefined) return undefined;
  if (
    stringAt(claim, 'status', 'phase') !== 'Pending' ||
    stringAt(claim, 'spec', 'volumeName') !== undefined
  ) {
    return undefined;
  }
  const annotations = recordAt(claim, 'metadata', 'annotations');
  if (annotations['volume.kubernetes.io/storage-provisioner'] !== provisioner) return undefined;
  if (stringAt(storageClass, 'volumeBindingMode') !== 'WaitForFirstConsumer') {
    return { claim, storageClass, provisioner };
  }
  const node = stringAt(annotations, 'volume.kubernetes.io/selected-node');
  return node === undefined ? undefined : { claim, storageClass, provisioner, node };
};

const claimReference = (claim: Live): Record<string, unknown> => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  namespace: stringAt(claim, 'metadata', 'namespace'),
  name: stringAt(claim, 'metadata', 'name'),
  uid: stringAt(claim, 'metadata', 'uid'),
});

const volumeName = (claim: Live): string => `pvc-${stringAt(claim, 'metadata', 'uid') ?? ''}`;

const className = ({ storageClass }: Request): string => stringAt(storageClass, 'metadata', 'name') ?? '';

const volumeFor = (request: Request): object => {
  const { claim, storageClass, provisioner, node } = request;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name: volumeName(claim),
      annotations: { 'pv.kubernetes.io/provisioned-by': provisioner },
    },
    spec: {
      capacity: recordAt(claim, 'spec', 'resources', 'requests'),
      accessModes: listAt(claim, 'spec', 'accessModes'),
      claimRef: claimReference(claim),
      persistentVolumeReclaimPolicy: stringAt(storageClass, 'reclaimPolicy'),
      storageClassName: className(request),
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
  };
};

/** What the real provisioner would not do, in words of its kind; undefined where it would do it. */
const whyRefused = (
  { claim, storageClass, provisioner, node }: Request,
  groups: DeviceGroups,
): string | undefined => {
  const offered = accessModesOf(provisioner);
  const mode = listAt(claim, 'spec', 'accessModes').find((each) => !offered.some((one) => one === each));
  if (mode !== undefined) return `${provisioner} offers ${offered.join(', ')}, not ${String(mode)}`;
  const parameters = recordAt(storageClass, 'parameters');
  const group = stringAt(parameters, 'volgroup') ?? stringAt(parameters, 'poolname')?.split('/')[0];
  const present = node === undefined ? undefined : groups.get(node);
  return group === undefined || present === undefined || present.includes(group)
    ? undefined
    : `node ${String(node)} has no ${group}; it has ${present.join(', ') || 'none'}`;
};

/** The Event that a real provisioner leaves on a claim that it refuses. */
const refusalOf = (request: Request, why: string): object => {
  const { claim, provisioner } = request;
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
    message: `failed to provision volume with StorageClass "${className(request)}": ${why}`,
    source: { component: provisioner },
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
  };
};

const conflict = 409;

const answer = async (
  api: ApiClient,
  request: Request,
  groups: DeviceGroups,
): Promise<string | undefined> => {
  const { claim } = request;
  const refused = whyRefused(request, groups);
  const { status, body } =
    refused === undefined
      ? await api.create('/api/v1/persistentvolumes', volumeFor(request))
      : await api.create(
          `/api/v1/namespaces/${stringAt(claim, 'metadata', 'namespace') ?? ''}/events`,
          refusalOf(request, refused),
        );
  return status < 300 || status === conflict ? undefined : stringAt(body, 'message');
};

/** A volume whose claim is gone goes too, where its class says so. */
const reclaim = async (api: ApiClient): Promise<void> => {
  for (const volume of await api.list('/api/v1/persistentvolumes')) {
    const released = stringAt(volume, 'status', 'phase') === 'Released';
    if (released && stringAt(volume, 'spec', 'persistentVolumeReclaimPolicy') === 'Delete') {
      await api.remove(`/api/v1/persistentvolumes/${stringAt(volume, 'metadata', 'name') ?? ''}`);
    }
  }
};

/**
 * Stands in for the provisioners of all classes: binds what they would bind, refuses what they would refuse, deletes
 * what they would delete. Nothing is stored anywhere, for no container runs. `report` hears of what it could not do.
 */
export const startProvisioner = (
  api: ApiClient,
  groups: DeviceGroups,
  report: (line: string) => void,
): Provisioner => {
  const stopping = new AbortController();
  const round = async (): Promise<void> => {
    await reclaim(api);
    const claims = await api.list('/api/v1/persistentvolumeclaims');
    if (!claims.some((claim) => stringAt(claim, 'status', 'phase') === 'Pending')) return;
    const storageClasses = await api.list('/apis/storage.k8s.io/v1/storageclasses');
    for (const claim of claims) {
      const request = requestOf(claim, storageClasses);
      const problem = request === undefined ? undefined : await answer(api, request, groups);
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
