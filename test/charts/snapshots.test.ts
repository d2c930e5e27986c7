import { App } from 'cdk8s';
import { snapshots } from '../../charts/snapshots';
import { fieldOf } from '../../lib/constructs';
import { recordAt, stringAt } from '../../lib/kubernetes';
import { platformWith } from '../platform/storage-site';

const site = platformWith({
  snapshots: {
    enabled: true,
    classes: [
      { name: 'daily', driver: 'lvm', default: true, parameters: { snapSize: '50%' } },
      { name: 'archive', driver: 'zfs', deletionPolicy: 'Retain' },
      { name: 'replicated', driver: 'mayastor' },
    ],
  },
  externalDrivers: ['lvm', 'zfs', 'mayastor'],
});
const chart = snapshots.chart(new App(), { platform: site, namespaces: [] });
const objects: readonly unknown[] = chart.toJson();

const find = (kind: string, name = 'snapshot-controller'): unknown => {
  const found = objects.filter(
    (object) => stringAt(object, 'kind') === kind && stringAt(object, 'metadata', 'name') === name,
  );
  expect(found).toHaveLength(1);
  return found[0];
};

describe('snapshots', () => {
  it('are off unless asked for', () => {
    expect(snapshots.enabled(platformWith({}))).toBe(false);
    expect(snapshots.enabled(site)).toBe(true);
  });

  it('live in kube-system, which exists and is not created', () => {
    expect(snapshots.namespace(site)).toBe('kube-system');
    expect(snapshots.namespaces(site)).toMatchObject([{ name: 'kube-system', existing: true }]);
    expect(stringAt(find('Deployment'), 'metadata', 'namespace')).toBe('kube-system');
  });

  it('consist of three definitions, the controller with its rights, and the classes', () => {
    expect(
      objects.map(
        (object) => `${stringAt(object, 'kind') ?? ''}/${stringAt(object, 'metadata', 'name') ?? ''}`,
      ),
    ).toEqual([
      'CustomResourceDefinition/volumesnapshots.snapshot.storage.k8s.io',
      'CustomResourceDefinition/volumesnapshotclasses.snapshot.storage.k8s.io',
      'CustomResourceDefinition/volumesnapshotcontents.snapshot.storage.k8s.io',
      'ServiceAccount/snapshot-controller',
      'ClusterRole/snapshot-controller-runner',
      'ClusterRoleBinding/snapshot-controller-role',
      'Role/snapshot-controller-leaderelection',
      'RoleBinding/snapshot-controller-leaderelection',
      'Deployment/snapshot-controller',
      'PodDisruptionBudget/snapshot-controller',
      'VolumeSnapshotClass/daily',
      'VolumeSnapshotClass/archive',
      'VolumeSnapshotClass/replicated',
    ]);
  });
});

describe('the snapshot controller', () => {
  it('runs as two pods, one of which leads, of the version that the platform names', () => {
    expect(find('Deployment')).toMatchObject({
      spec: {
        replicas: 2,
        minReadySeconds: 35,
        strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
        template: {
          spec: {
            containers: [
              {
                image: 'registry.k8s.io/sig-storage/snapshot-controller:v8.6.0',
                args: ['--v=2', '--leader-election=true', '--http-endpoint=:8080'],
                ports: [{ name: 'http-endpoint', containerPort: 8080, protocol: 'TCP' }],
              },
            ],
          },
        },
      },
    });
    expect(snapshots.version?.(site)).toBe('8.6.0');
  });

  it('passes Pod Security restricted', () => {
    const pod = recordAt(find('Deployment'), 'spec', 'template', 'spec');
    expect(pod['securityContext']).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 65532,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(pod['containers']).toMatchObject([
      { securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
    ]);
  });

  it('is asked on its own port whether it is alive and ready', () => {
    const health = { httpGet: { path: '/healthz/leader-election', port: 'http-endpoint' } };
    expect(find('Deployment')).toHaveProperty(
      'spec.template.spec.containers.0.livenessProbe',
      expect.objectContaining(health),
    );
    expect(find('Deployment')).toHaveProperty(
      'spec.template.spec.containers.0.readinessProbe',
      expect.objectContaining(health),
    );
  });

  it('gives up one pod at a time when nodes are drained', () => {
    expect(find('PodDisruptionBudget')).toMatchObject({
      spec: {
        maxUnavailable: 1,
        selector: { matchLabels: recordAt(find('Deployment'), 'spec', 'template', 'metadata', 'labels') },
      },
    });
  });

  it('may do nothing by wildcard, and nothing with group snapshots or Secrets', () => {
    const rights = JSON.stringify([
      find('ClusterRole', 'snapshot-controller-runner'),
      find('Role', 'snapshot-controller-leaderelection'),
    ]);
    for (const word of ['"*"', 'groupsnapshot', 'secrets']) expect(rights).not.toContain(word);
  });
});

describe('snapshot classes', () => {
  it('name the driver of their engine, and the default one says so', () => {
    expect(find('VolumeSnapshotClass', 'daily')).toMatchObject({
      apiVersion: 'snapshot.storage.k8s.io/v1',
      metadata: { annotations: { 'snapshot.storage.kubernetes.io/is-default-class': 'true' } },
      driver: 'local.csi.openebs.io',
      deletionPolicy: 'Delete',
      parameters: { snapSize: '50%' },
    });
    expect(find('VolumeSnapshotClass', 'archive')).toMatchObject({
      driver: 'zfs.csi.openebs.io',
      deletionPolicy: 'Retain',
    });
    expect(find('VolumeSnapshotClass', 'replicated')).toMatchObject({ driver: 'io.openebs.csi-mayastor' });
    expect(find('VolumeSnapshotClass', 'archive')).not.toHaveProperty('metadata.annotations');
    expect(find('VolumeSnapshotClass', 'archive')).not.toHaveProperty('parameters');
  });

  it('say which field of the platform asked for them', () => {
    expect(fieldOf(chart.node.findChild('class-daily'))).toBe('spec.storage.snapshots.classes[daily]');
  });
});
