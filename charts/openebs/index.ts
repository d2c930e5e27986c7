import { ComponentChart, fromField, type Component } from '../../lib/constructs';
import { addProvisioner, helperImage } from './provisioner';
import { addStorageClasses } from './storage-classes';

/** OpenEBS LocalPV, and the StorageClasses of every engine. */
export const openebs: Component = {
  name: 'openebs',
  summary: 'The OpenEBS LocalPV provisioner and the storage classes.',
  field: 'spec.storage',
  dependsOn: [],
  enabled: ({ spec }) => spec.storage.openebs.enabled || spec.storage.classes.length > 0,
  namespace: ({ spec }) => spec.storage.openebs.namespace,
  namespaces: ({ spec }) =>
    spec.storage.openebs.enabled
      ? [
          {
            name: spec.storage.openebs.namespace,
            podSecurity: 'privileged',
            because:
              'the provisioner starts privileged pods there that make, limit and remove folders on the nodes',
            apiServerAccess: true,
          },
        ]
      : [],
  version: ({ spec }) => spec.storage.openebs.version,
  images: (platform) => (platform.spec.storage.openebs.enabled ? [helperImage(platform)] : []),
  chart: (scope, { platform }) => {
    const { openebs: settings } = platform.spec.storage;
    const chart = new ComponentChart(scope, 'openebs', { namespace: settings.namespace });
    if (settings.enabled) fromField(addProvisioner(chart, platform), 'spec.storage.openebs');
    addStorageClasses(chart, platform);
    return chart;
  },
};
