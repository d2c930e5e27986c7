import { placementOf, type Dataset, type Mount, type PinnedImage, type Placement } from '../../platform';
import { imageReference } from '../model-server/image';
import { downloadScript, downloadVariables } from '../model-server/download';
import type { KubeflowSite } from './site';

type Fields = Readonly<Record<string, unknown>>;

/** Variables: texts, and references to keys of Secrets. */
export type Variables = Readonly<
  Record<string, string | { readonly secret: { readonly name: string; readonly key: string } }>
>;

/** What one pod is given. */
export interface PodResources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly cpu?: string | undefined; readonly memory?: string | undefined };
  readonly gpus: number;
  readonly gpuResource: string;
  readonly sharedMemory?: string | undefined;
  readonly temporaryStorage: string;
}

/** Whom the processes of a pod run as. */
export interface PodIdentity {
  readonly user: number;
  readonly group: number;
  readonly userNamespace?: boolean;
}

/** A pod with one container, as a custom resource holds it. */
export interface PodProps {
  readonly container: string;
  readonly image?: PinnedImage | undefined;
  readonly command?: readonly string[] | undefined;
  readonly args?: readonly string[];
  readonly env?: Variables;
  readonly ports?: readonly Fields[];
  readonly resources?: PodResources | undefined;
  readonly placement: Placement;
  readonly priorityClass?: string | undefined;
  readonly security: PodIdentity;
  /** Volumes with the names of their claims. */
  readonly mounts?: readonly (Omit<Mount, 'claim'> & { readonly claimName: string })[];
  readonly dataset?: Dataset | undefined;
  /** Whether the image must write outside of `/tmp` and its volumes. */
  readonly writableRoot?: boolean;
  readonly serviceAccountName?: string;
  /** Whether the pod gets a token for the API server. */
  readonly token?: boolean;
  readonly restartPolicy?: string;
  readonly site: KubeflowSite;
}

/** Where every pod finds its dataset. */
export const datasetFolder = '/workspace/dataset';

const defined = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** Variables as a container lists them. */
export const variablesOf = (variables: Variables): readonly Fields[] =>
  Object.entries(variables).map(([name, value]) =>
    typeof value === 'string'
      ? { name, value }
      : { name, valueFrom: { secretKeyRef: { name: value.secret.name, key: value.secret.key } } },
  );

/** Requests and limits; devices stand in both, for they cannot differ. */
export const resourcesOf = ({ requests, limits, gpus, gpuResource }: PodResources): Fields => {
  const devices = gpus === 0 ? {} : { [gpuResource]: String(gpus) };
  return {
    requests: { cpu: requests.cpu, memory: requests.memory, ...devices },
    limits: defined({ cpu: limits.cpu, memory: limits.memory ?? requests.memory, ...devices }),
  };
};

/** What a container may do under Pod Security `restricted`. */
export const containerSecurity = (writableRoot = false): Fields => ({
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  ...(writableRoot ? {} : { readOnlyRootFilesystem: true }),
});

/** Whom a pod runs as under Pod Security `restricted`; volumes belong to the group. */
export const podSecurity = ({ user, group }: PodIdentity): Fields => ({
  runAsNonRoot: true,
  runAsUser: user,
  runAsGroup: group,
  fsGroup: group,
  fsGroupChangePolicy: 'OnRootMismatch',
  seccompProfile: { type: 'RuntimeDefault' },
});

/** Which nodes a pod may go to. */
export const nodesOf = (placement: Placement, site: KubeflowSite): Fields => {
  const { nodeSelector, tolerations } = placementOf(placement, site.taintsOf(placement.pool));
  return {
    ...(Object.keys(nodeSelector).length === 0 ? {} : { nodeSelector }),
    ...(tolerations.length === 0 ? {} : { tolerations }),
  };
};

interface Volume {
  readonly volume: Fields;
  readonly mount: Fields;
}

const volume = (name: string, source: Fields, mount: Fields): Volume => ({
  volume: { name, ...source },
  mount: { name, ...mount },
});

const datasetVolume = (dataset: Dataset): Volume =>
  dataset.kind === 'claim'
    ? volume(
        'dataset',
        { persistentVolumeClaim: { claimName: dataset.claim, readOnly: true } },
        defined({ mountPath: datasetFolder, subPath: dataset.subPath, readOnly: true }),
      )
    : volume(
        'dataset',
        { emptyDir: { sizeLimit: dataset.sizeLimit } },
        { mountPath: datasetFolder, readOnly: true },
      );

const volumesOf = ({ resources, mounts = [], dataset }: PodProps): readonly Volume[] => [
  volume('tmp', { emptyDir: { sizeLimit: resources?.temporaryStorage ?? '1Gi' } }, { mountPath: '/tmp' }),
  ...(resources?.sharedMemory === undefined
    ? []
    : [
        volume(
          'shm',
          { emptyDir: { medium: 'Memory', sizeLimit: resources.sharedMemory } },
          { mountPath: '/dev/shm' },
        ),
      ]),
  ...mounts.map(({ claimName, mountPath, subPath, readOnly }, index) =>
    volume(
      `volume-${index}`,
      { persistentVolumeClaim: { claimName, ...(readOnly ? { readOnly } : {}) } },
      defined({ mountPath, subPath, ...(readOnly ? { readOnly } : {}) }),
    ),
  ),
  ...(dataset === undefined ? [] : [datasetVolume(dataset)]),
];

/** The container that copies a dataset out of its bucket before training starts. */
const downloads = (dataset: Dataset | undefined): readonly Fields[] =>
  dataset?.kind !== 's3'
    ? []
    : [
        {
          name: 'download',
          image: imageReference(dataset.image),
          command: ['/bin/sh', '-c', downloadScript(dataset)],
          env: variablesOf(downloadVariables(dataset, datasetFolder)),
          resources: {
            requests: { cpu: dataset.resources.cpu, memory: dataset.resources.memory },
            limits: { memory: dataset.resources.memory },
          },
          securityContext: containerSecurity(),
          volumeMounts: [
            { name: 'dataset', mountPath: datasetFolder },
            { name: 'tmp', mountPath: '/tmp' },
          ],
        },
      ];

/** The spec of a pod that passes Pod Security `restricted`: no token, no root, a root file system that is read-only. */
export const podSpecOf = (props: PodProps): Fields => {
  const { image, command, args = [], env = {}, ports, resources, site, dataset } = props;
  const volumes = volumesOf(props);
  const download = downloads(dataset);
  return {
    ...defined({
      restartPolicy: props.restartPolicy,
      serviceAccountName: props.serviceAccountName,
      priorityClassName: props.priorityClass,
    }),
    automountServiceAccountToken: props.token ?? false,
    enableServiceLinks: false,
    ...(props.security.userNamespace === true ? { hostUsers: false } : {}),
    securityContext: podSecurity(props.security),
    ...nodesOf(props.placement, site),
    ...(site.pullSecrets.length === 0
      ? {}
      : { imagePullSecrets: site.pullSecrets.map((name) => ({ name })) }),
    ...(download.length === 0 ? {} : { initContainers: download }),
    containers: [
      defined({
        name: props.container,
        image: image === undefined ? undefined : imageReference(image),
        command,
        args: args.length === 0 ? undefined : args,
        env: variablesOf({ HOME: '/tmp', ...env }),
        ports,
        resources: resources === undefined ? undefined : resourcesOf(resources),
        securityContext: containerSecurity(props.writableRoot),
        volumeMounts: volumes.map(({ mount }) => mount),
      }),
    ],
    volumes: volumes.map(({ volume: each }) => each),
  };
};
