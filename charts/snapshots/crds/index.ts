import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { volumeSnapshot } from './volume-snapshot';
import { volumeSnapshotClass } from './volume-snapshot-class';
import { volumeSnapshotContent } from './volume-snapshot-content';

export { snapshotGroup } from './definition';

/** The three definitions of the snapshot API, v1. */
export const addDefinitions = (scope: Construct): void => {
  const own = new Construct(scope, 'definitions');
  new k8s.KubeCustomResourceDefinition(own, 'snapshots', volumeSnapshot);
  new k8s.KubeCustomResourceDefinition(own, 'classes', volumeSnapshotClass);
  new k8s.KubeCustomResourceDefinition(own, 'contents', volumeSnapshotContent);
};
