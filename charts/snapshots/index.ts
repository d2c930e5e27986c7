import { ComponentChart, fromField, type Component } from '../../lib/constructs';
import { addDefinitions } from './crds';
import { controllerName, controllerNamespace } from './labels';
import { addSnapshotController } from './snapshot-controller';
import { VolumeSnapshotClass } from './volume-snapshot-class';

/** Snapshots of volumes: definitions, controller and classes. */
export const snapshots: Component = {
  name: 'snapshots',
  summary: 'The CSI snapshot controller, its definitions and the snapshot classes.',
  field: 'spec.storage.snapshots',
  dependsOn: [],
  enabled: ({ spec }) => spec.storage.snapshots.enabled,
  namespace: () => controllerNamespace,
  namespaces: () => [
    { name: controllerNamespace, podSecurity: 'restricted', apiServerAccess: true, existing: true },
  ],
  version: ({ spec }) => spec.storage.snapshots.version,
  standIns: () => [
    {
      kind: 'operator',
      operator: 'snapshots',
      workload: { namespace: controllerNamespace, name: controllerName },
      because: 'the snapshot controller and the drivers take the snapshots',
    },
  ],
  chart: (scope, { platform }) => {
    const chart = new ComponentChart(scope, 'snapshots', { namespace: controllerNamespace });
    addDefinitions(chart);
    addSnapshotController(chart, platform);
    for (const each of platform.spec.storage.snapshots.classes) {
      fromField(
        new VolumeSnapshotClass(chart, `class-${each.name}`, each),
        `spec.storage.snapshots.classes[${each.name}]`,
      );
    }
    return chart;
  },
};
