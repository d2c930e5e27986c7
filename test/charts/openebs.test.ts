import { App } from 'cdk8s';
import { parse } from 'yaml';
import { openebs } from '../../charts/openebs';
import { fieldOf } from '../../lib/constructs';
import type { Platform } from '../../lib/platform';
import { recordAt, stringAt } from '../../lib/kubernetes';
import { platformWith } from '../platform/storage-site';

const chartOf = (platform: Platform) => openebs.chart(new App(), { platform, namespaces: [] });
const objectsOf = (platform: Platform): readonly unknown[] => chartOf(platform).toJson();

const find = (platform: Platform, kind: string, name = 'openebs-localpv-provisioner'): unknown => {
  const found = objectsOf(platform).filter(
    (object) => stringAt(object, 'kind') === kind && stringAt(object, 'metadata', 'name') === name,
  );
  expect(found).toHaveLength(1);
  return found[0];
};

const names = (platform: Platform) =>
  objectsOf(platform).map(
    (object) => `${stringAt(object, 'kind') ?? ''}/${stringAt(object, 'metadata', 'name') ?? ''}`,
  );

type Storage = Parameters<typeof platformWith>[0];
type Class = NonNullable<Storage['classes']>[number];

const classOf = (definition: Class, more: Partial<Storage> = {}) => {
  const object = find(platformWith({ classes: [definition], ...more }), 'StorageClass', definition.name);
  return Object.fromEntries(Object.entries(recordAt(object)).filter(([field]) => field !== 'metadata'));
};

const casConfig = (definition: Class): unknown =>
  parse(
    stringAt(
      find(platformWith({ classes: [definition] }), 'StorageClass', definition.name),
      'metadata',
      'annotations',
      'cas.openebs.io/config',
    ) ?? '',
  );

describe('the provisioner', () => {
  const site = platformWith({}, { images: { pullSecrets: ['registry', 'mirror'] } });
  const deployment = find(site, 'Deployment');
  const pod = recordAt(deployment, 'spec', 'template', 'spec');
  const [container] = Array.isArray(pod['containers']) ? pod['containers'] : [];

  it('is all there is on a site without classes', () => {
    expect(names(platformWith({}))).toEqual([
      'ServiceAccount/openebs-localpv-provisioner',
      'ClusterRole/openebs-localpv-provisioner',
      'ClusterRoleBinding/openebs-localpv-provisioner',
      'Role/openebs-localpv-provisioner',
      'RoleBinding/openebs-localpv-provisioner',
      'Deployment/openebs-localpv-provisioner',
    ]);
  });

  it('needs a privileged namespace, says why, and talks to the API server', () => {
    expect(openebs.namespaces(site)).toEqual([
      {
        name: 'openebs',
        podSecurity: 'privileged',
        because:
          'the provisioner starts privileged pods there that make, limit and remove folders on the nodes',
        apiServerAccess: true,
      },
    ]);
    expect(openebs.namespace(platformWith({ openebs: { namespace: 'storage' } }))).toBe('storage');
  });

  it('itself passes Pod Security restricted', () => {
    expect(pod['securityContext']).toEqual({
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container).toMatchObject({
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    });
    expect(pod['volumes']).toEqual([{ name: 'tmp', emptyDir: { sizeLimit: '16Mi' } }]);
  });

  it('is told its folder, its helper image and the pull secrets of its helpers, and reports to nobody', () => {
    expect(container).toMatchObject({
      image: 'docker.io/openebs/provisioner-localpv:4.5.1',
      env: expect.arrayContaining([
        { name: 'OPENEBS_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
        { name: 'OPENEBS_IO_BASE_PATH', value: '/var/openebs/local' },
        { name: 'OPENEBS_IO_HELPER_IMAGE', value: 'docker.io/openebs/linux-utils:4.5.0' },
        { name: 'OPENEBS_IO_IMAGE_PULL_SECRETS', value: 'registry,mirror' },
        { name: 'OPENEBS_IO_ENABLE_ANALYTICS', value: 'false' },
        { name: 'LEADER_ELECTION_ENABLED', value: 'true' },
      ]),
    });
  });

  it.each([
    ['4.5.1', '4.5.0'],
    ['4.4.0', '4.3.0'],
    ['4.3.0', '4.2.0'],
  ] as const)('of version %s declares the helper image %s that it is published with', (version, helper) => {
    const platform = platformWith({ openebs: { version } }, { kubernetes: { version: '1.32' } });
    expect(openebs.images?.(platform)).toEqual([`docker.io/openebs/linux-utils:${helper}`]);
    expect(openebs.version?.(platform)).toBe(version);
  });

  it('is restarted when its process is gone, and moves off a dead node within half a minute', () => {
    expect(container).toMatchObject({
      livenessProbe: { exec: { command: ['sh', '-c', expect.stringContaining('pgrep')] } },
    });
    expect(pod['tolerations']).toEqual([
      { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 },
      {
        key: 'node.kubernetes.io/unreachable',
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 30,
      },
    ]);
  });

  it('selects its pods by name and component, never by instance', () => {
    const labels = {
      'app.kubernetes.io/name': 'localpv-provisioner',
      'app.kubernetes.io/component': 'provisioner',
    };
    expect(recordAt(deployment, 'spec', 'selector')).toEqual({ matchLabels: labels });
    expect(recordAt(deployment, 'spec', 'template', 'metadata', 'labels')).toEqual(labels);
  });

  it('takes the resources of the platform', () => {
    const resources = { requests: { cpu: '100m' }, limits: { memory: '1Gi', cpu: 1 } };
    expect(find(platformWith({ openebs: { resources } }), 'Deployment')).toHaveProperty(
      'spec.template.spec.containers.0.resources',
      { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '1', memory: '1Gi' } },
    );
  });

  it('is one pod without a budget, or several that are spread and drained one by one', () => {
    const several = platformWith({ openebs: { replicas: 2 } });
    expect(names(several)).toContain('PodDisruptionBudget/openebs-localpv-provisioner');
    expect(find(several, 'PodDisruptionBudget')).toMatchObject({ spec: { maxUnavailable: 1 } });
    expect(find(several, 'Deployment')).toMatchObject({
      spec: {
        replicas: 2,
        template: { spec: { topologySpreadConstraints: [{ topologyKey: 'kubernetes.io/hostname' }] } },
      },
    });
    expect(pod['topologySpreadConstraints']).toBeUndefined();
  });

  it('may make pods and hold its lease in its own namespace only, and nothing by wildcard', () => {
    expect(find(site, 'Role')).toMatchObject({
      rules: [
        { apiGroups: [''], resources: ['pods'], verbs: ['create', 'get', 'list', 'watch', 'delete'] },
        { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create', 'get', 'update'] },
      ],
    });
    const clusterRole = JSON.stringify(find(site, 'ClusterRole'));
    expect(clusterRole).not.toContain('"pods"');
    expect(clusterRole).not.toContain('"*"');
    expect(find(site, 'RoleBinding')).toMatchObject({
      subjects: [{ kind: 'ServiceAccount', name: 'openebs-localpv-provisioner', namespace: 'openebs' }],
    });
  });

  it('takes its API token itself, so that the privileged helpers of the same account get none', () => {
    expect(find(site, 'ServiceAccount')).toMatchObject({ automountServiceAccountToken: false });
    expect(pod['automountServiceAccountToken']).toBe(true);
  });

  it('is left out where it is off, with its namespace and image; classes of other drivers stay', () => {
    const classes: Class[] = [{ name: 'fast', kind: 'lvm', volumeGroup: 'vg-nvme', default: true }];
    const off = platformWith({ openebs: { enabled: false }, classes, externalDrivers: ['lvm'] });
    expect(openebs.enabled(off)).toBe(true);
    expect(names(off)).toEqual(['StorageClass/fast']);
    expect(openebs.namespaces(off)).toEqual([]);
    expect(openebs.images?.(off)).toEqual([]);
    expect(openebs.enabled(platformWith({ openebs: { enabled: false } }))).toBe(false);
  });
});

describe('storage classes', () => {
  it('of hostpath wait for the first pod and say what LocalPV is to do in an annotation', () => {
    const definition: Class = { name: 'local', kind: 'hostpath', default: true };
    expect(classOf(definition)).toEqual({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      provisioner: 'openebs.io/local',
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    expect(casConfig(definition)).toEqual([
      { name: 'StorageType', value: 'hostpath' },
      { name: 'BasePath', value: '/var/openebs/local' },
    ]);
  });

  it('of hostpath can have a folder, quotas and node labels of their own; every value stays text', () => {
    const full: Class = {
      name: 'local',
      kind: 'hostpath',
      basePath: '/mnt/nvme',
      quota: 'xfs',
      nodeAffinityLabels: ['example.com/machine'],
      reclaimPolicy: 'Retain',
      nodes: ['worker-1', 'worker-2'],
    };
    expect(casConfig(full)).toEqual([
      { name: 'StorageType', value: 'hostpath' },
      { name: 'BasePath', value: '/mnt/nvme' },
      { name: 'NodeAffinityLabels', list: ['example.com/machine'] },
      { name: 'XFSQuota', enabled: 'true', data: { softLimitGrace: '0%', hardLimitGrace: '0%' } },
    ]);
    expect(classOf(full)).toMatchObject({
      reclaimPolicy: 'Retain',
      allowedTopologies: [
        { matchLabelExpressions: [{ key: 'kubernetes.io/hostname', values: ['worker-1', 'worker-2'] }] },
      ],
    });
  });

  it('of device name the file system and the tag', () => {
    const tagged: Class = { name: 'disk', kind: 'device', blockDeviceTag: 'on', fsType: 'xfs' };
    expect(casConfig(tagged)).toEqual([
      { name: 'StorageType', value: 'device' },
      { name: 'FSType', value: 'xfs' },
      { name: 'BlockDeviceTag', value: 'on' },
    ]);
    expect(classOf(tagged)).toMatchObject({
      provisioner: 'openebs.io/local',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
  });

  it('of LVM name a volume group or a pattern, and can grow', () => {
    expect(classOf({ name: 'fast', kind: 'lvm', volumeGroup: 'vg-nvme', nodes: ['worker-1'] })).toEqual({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      provisioner: 'local.csi.openebs.io',
      parameters: { storage: 'lvm', volgroup: 'vg-nvme', fsType: 'ext4', thinProvision: 'no', shared: 'no' },
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'WaitForFirstConsumer',
      allowVolumeExpansion: true,
      allowedTopologies: [{ matchLabelExpressions: [{ key: 'openebs.io/nodename', values: ['worker-1'] }] }],
    });
    const pattern: Class = {
      name: 'fast',
      kind: 'lvm',
      volumeGroup: { pattern: '^vg-' },
      thin: true,
      shared: true,
      fsType: 'xfs',
      scheduler: 'CapacityWeighted',
      allowExpansion: false,
      mountOptions: ['noatime'],
    };
    expect(classOf(pattern)).toMatchObject({
      parameters: {
        vgpattern: '^vg-',
        thinProvision: 'yes',
        shared: 'yes',
        fsType: 'xfs',
        scheduler: 'CapacityWeighted',
      },
      allowVolumeExpansion: false,
      mountOptions: ['noatime'],
    });
    expect(classOf(pattern)).not.toHaveProperty('parameters.volgroup');
  });

  it('of ZFS set the record size of a dataset, the block size of a volume', () => {
    const zfs: Class = {
      name: 'z',
      kind: 'zfs',
      pool: 'tank',
      recordSize: '128k',
      compression: 'zstd-3',
      dedup: true,
    };
    expect(classOf(zfs)).toMatchObject({
      provisioner: 'zfs.csi.openebs.io',
      parameters: {
        poolname: 'tank',
        fstype: 'zfs',
        recordsize: '128k',
        compression: 'zstd-3',
        dedup: 'on',
        thinprovision: 'no',
      },
    });
    const { parameters } = classOf({ ...zfs, fsType: 'xfs', recordSize: '16k' });
    expect(parameters).toMatchObject({ fstype: 'xfs', volblocksize: '16k' });
    expect(parameters).not.toHaveProperty('recordsize');
  });

  it('of Mayastor have text for every parameter and may bind at once', () => {
    expect(
      classOf({
        name: 'safe',
        kind: 'mayastor',
        replicas: 2,
        thin: true,
        ioTimeoutSeconds: 30,
        spreadStatefulSets: true,
        poolLabels: { 'example.com/tier': 'hot', zone: 'a' },
        bindingMode: 'Immediate',
      }),
    ).toEqual({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      provisioner: 'io.openebs.csi-mayastor',
      parameters: {
        protocol: 'nvmf',
        repl: '2',
        fsType: 'ext4',
        thin: 'true',
        ioTimeout: '30',
        stsAffinityGroup: 'true',
        poolAffinityTopologyLabel: 'example.com/tier: hot\nzone: a\n',
      },
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'Immediate',
      allowVolumeExpansion: true,
    });
  });

  it('carry the default annotation on the default one only', () => {
    const site = platformWith({
      classes: [
        { name: 'a', kind: 'hostpath', default: true },
        { name: 'b', kind: 'hostpath' },
      ],
    });
    const key = ['metadata', 'annotations', 'storageclass.kubernetes.io/is-default-class'] as const;
    expect(['a', 'b'].map((name) => stringAt(find(site, 'StorageClass', name), ...key))).toEqual([
      'true',
      undefined,
    ]);
  });

  it('keep an earlier revision under its old name, never as the default, with a note of what took its place', () => {
    const site = platformWith({
      classes: [
        {
          name: 'local',
          kind: 'hostpath',
          default: true,
          revision: 2,
          basePath: '/mnt/nvme',
          previous: [{ revision: 1, kind: 'hostpath' }],
        },
      ],
    });
    const annotations = (name: string) =>
      recordAt(find(site, 'StorageClass', name), 'metadata', 'annotations');
    expect(annotations('local-v2')['storageclass.kubernetes.io/is-default-class']).toBe('true');
    expect(annotations('local')).toMatchObject({ 'drydock.dev/superseded-by': 'local-v2' });
    expect(annotations('local')).not.toHaveProperty(['storageclass.kubernetes.io/is-default-class']);
    expect(annotations('local')['cas.openebs.io/config']).toContain('/var/openebs/local');
  });

  it('say which field of the platform asked for them', () => {
    const chart = chartOf(platformWith({ classes: [{ name: 'local', kind: 'hostpath', default: true }] }));
    expect(fieldOf(chart.node.findChild('class-local'))).toBe('spec.storage.classes[local]');
    expect(fieldOf(chart.node.findChild('provisioner'))).toBe('spec.storage.openebs');
  });
});
