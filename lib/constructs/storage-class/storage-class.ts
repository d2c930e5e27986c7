import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { VolumeDefinition } from '../../platform';
import { driverNames, engineSettings, topologyKeys } from './engine';

/** Settings of one StorageClass. */
export interface StorageClassProps {
  /** Name of the object. Its parameters are immutable: what changes them takes a new name. */
  readonly name: string;
  /** What the volumes are. */
  readonly volumes: VolumeDefinition;
  /** Folder on the nodes for hostpath volumes whose class names none. */
  readonly defaultBasePath: string;
  /** Whether claims that name no class get this one. Default: no. */
  readonly default?: boolean;
  /** StorageClass that new claims should use instead; noted on the object for whoever looks at it. */
  readonly supersededBy?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Volumes on one node are made where the first pod runs: made earlier, they would decide where it has to run. */
const bindingMode = (volumes: VolumeDefinition): string =>
  volumes.kind === 'mayastor' ? volumes.bindingMode : 'WaitForFirstConsumer';

const allowedTopologies = (volumes: VolumeDefinition): k8s.TopologySelectorTerm[] | undefined =>
  volumes.kind === 'mayastor' || volumes.nodes === undefined
    ? undefined
    : [{ matchLabelExpressions: [{ key: topologyKeys[volumes.kind], values: [...volumes.nodes] }] }];

const volumeOptions = (
  volumes: VolumeDefinition,
): Pick<k8s.KubeStorageClassProps, 'allowVolumeExpansion' | 'mountOptions'> =>
  volumes.kind === 'hostpath' || volumes.kind === 'device'
    ? {}
    : {
        allowVolumeExpansion: volumes.allowExpansion,
        ...(volumes.mountOptions.length === 0 ? {} : { mountOptions: [...volumes.mountOptions] }),
      };

const manifest = (props: StorageClassProps): k8s.KubeStorageClassProps => {
  const { name, volumes, labels } = props;
  const { parameters, annotations } = engineSettings(volumes, props.defaultBasePath);
  const topologies = allowedTopologies(volumes);
  const notes = {
    ...(props.default === true ? { 'storageclass.kubernetes.io/is-default-class': 'true' } : {}),
    ...(props.supersededBy === undefined ? {} : { 'drydock.dev/superseded-by': props.supersededBy }),
    ...annotations,
  };
  return {
    metadata: {
      name,
      ...(labels === undefined ? {} : { labels: { ...labels } }),
      ...(Object.keys(notes).length === 0 ? {} : { annotations: notes }),
    },
    provisioner: driverNames[volumes.kind],
    ...(Object.keys(parameters).length === 0 ? {} : { parameters: { ...parameters } }),
    reclaimPolicy: volumes.reclaimPolicy,
    volumeBindingMode: bindingMode(volumes),
    ...volumeOptions(volumes),
    ...(topologies === undefined ? {} : { allowedTopologies: topologies }),
  };
};

/** A StorageClass for one of the OpenEBS engines. */
export class StorageClass extends k8s.KubeStorageClass {
  constructor(scope: Construct, id: string, props: StorageClassProps) {
    super(scope, id, manifest(props));
  }
}
