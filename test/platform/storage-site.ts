import { platformSchema, type Platform, type PlatformInput } from '../../lib/platform';

type SpecInput = PlatformInput['spec'];
type StorageInput = NonNullable<SpecInput['storage']>;

const capacity = { cpu: 8, memory: '32Gi' };

/** One control-plane node and two workers; both have volume group `vg-nvme`, the second has ZFS pool `tank` too. */
export const nodes: SpecInput['nodes'] = [
  { name: 'cp-1', role: 'control-plane', capacity },
  { name: 'worker-1', role: 'worker', capacity, volumeGroups: ['vg-nvme'] },
  { name: 'worker-2', role: 'worker', capacity, volumeGroups: ['vg-nvme', 'vg-hdd'], zfsPools: ['tank'] },
];

/** A platform on those nodes with these storage settings, read by the schema as a file would be. */
export const platformWith = (storage: StorageInput, more: Partial<SpecInput> = {}): Platform => ({
  name: 'site',
  file: 'platforms/site.yaml',
  spec: platformSchema.parse({
    apiVersion: 'drydock.dev/v1',
    kind: 'Platform',
    metadata: { name: 'site' },
    spec: {
      kubernetes: { version: '1.34' },
      delivery: { repoURL: 'https://git.example.internal/site.git' },
      nodes,
      ...more,
      storage,
    },
  }).spec,
  locate: (field) => ({ kind: 'field', file: 'platforms/site.yaml', field }),
});
