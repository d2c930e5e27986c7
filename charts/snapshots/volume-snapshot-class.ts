import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { driverNames } from '../../lib/constructs/storage-class';
import type { PlatformSpec } from '../../lib/platform';
import { snapshotGroup } from './crds';

const labels = {
  'app.kubernetes.io/name': 'snapshot-controller',
  'app.kubernetes.io/component': 'snapshot-class',
};

/** Settings of one VolumeSnapshotClass: an entry of `spec.storage.snapshots.classes`. */
export type VolumeSnapshotClassProps = PlatformSpec['storage']['snapshots']['classes'][number];

/** A VolumeSnapshotClass for one of the OpenEBS engines. */
export class VolumeSnapshotClass extends ApiObject {
  constructor(scope: Construct, id: string, props: VolumeSnapshotClassProps) {
    super(scope, id, {
      apiVersion: `${snapshotGroup}/v1`,
      kind: 'VolumeSnapshotClass',
      metadata: {
        name: props.name,
        labels,
        ...(props.default
          ? { annotations: { 'snapshot.storage.kubernetes.io/is-default-class': 'true' } }
          : {}),
      },
      driver: driverNames[props.driver],
      deletionPolicy: props.deletionPolicy,
      ...(Object.keys(props.parameters).length === 0 ? {} : { parameters: props.parameters }),
    });
  }
}
