import { diagnosticsOf, messagesOf, oneComponent, placesOf } from './support/release';
import {
  claim,
  clusterObject,
  configMap,
  container,
  deployment,
  namespace,
  object,
  storageClass,
  workload,
} from './support/objects';

const pod = 'Deployment/app/web spec.template.spec';

const withEnv = (...env: readonly unknown[]) =>
  deployment('web', { pod: { containers: [container({ env })] } });
const withVolume = (volume: Readonly<Record<string, unknown>>, mount = {}) =>
  deployment('web', {
    pod: {
      volumes: [{ name: 'v', ...volume }],
      containers: [container({ volumeMounts: [{ name: 'v', mountPath: '/v', ...mount }] })],
    },
  });

describe('a reference to a Secret', () => {
  const rule = 'reference/secret';
  const user = withEnv({ name: 'P', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } });

  it('is dangling where nothing makes the Secret', () => {
    expect(placesOf(rule, [user])).toEqual([`${pod}.containers[0].env[0].valueFrom.secretKeyRef.name`]);
  });

  it('is found in volumes, projected volumes, envFrom, pull secrets and ServiceAccounts', () => {
    expect(placesOf(rule, [withVolume({ secret: { secretName: 'x' } })])).toHaveLength(1);
    expect(
      placesOf(rule, [withVolume({ projected: { sources: [{ secret: { name: 'x' } }] } })]),
    ).toHaveLength(1);
    expect(
      placesOf(rule, [
        deployment('web', { pod: { containers: [container({ envFrom: [{ secretRef: { name: 'x' } }] })] } }),
      ]),
    ).toHaveLength(1);
    expect(placesOf(rule, [deployment('web', { pod: { imagePullSecrets: [{ name: 'x' }] } })])).toEqual([
      `${pod}.imagePullSecrets[0].name`,
    ]);
    expect(
      placesOf(rule, [object('v1', 'ServiceAccount', 'a', { imagePullSecrets: [{ name: 'x' }] })]),
    ).toHaveLength(1);
  });

  it.each([
    [
      'an ExternalSecret of that name',
      object('external-secrets.io/v1', 'ExternalSecret', 'db', {
        spec: { data: [{ secretKey: 'password' }] },
      }),
    ],
    [
      'an ExternalSecret with another target',
      object('external-secrets.io/v1', 'ExternalSecret', 'x', {
        spec: { target: { name: 'db' }, dataFrom: [{}] },
      }),
    ],
    [
      'a SealedSecret',
      object('bitnami.com/v1alpha1', 'SealedSecret', 'db', { spec: { encryptedData: { password: 'AgB' } } }),
    ],
    [
      'whatever says so',
      object(
        'batch/v1',
        'Job',
        'generate',
        { spec: {} },
        { annotations: { 'drydock.dev/provides': 'Secret/db' } },
      ),
    ],
    [
      'whatever says so for every namespace',
      object(
        'batch/v1',
        'Job',
        'generate',
        { spec: {} },
        { annotations: { 'drydock.dev/provides': 'ConfigMap/a/b, Secret/*/db' } },
      ),
    ],
  ])('leads to %s', (_what, maker) => {
    expect(placesOf(rule, [user, maker])).toEqual([]);
    expect(placesOf('reference/secret-key', [user, maker])).toEqual([]);
  });

  it('leads to a Certificate, and to its keys', () => {
    const certificate = object('cert-manager.io/v1', 'Certificate', 'c', { spec: { secretName: 'tls' } });
    const right = withVolume({ secret: { secretName: 'tls', items: [{ key: 'tls.crt', path: 'a' }] } });
    const wrong = withVolume({ secret: { secretName: 'tls', items: [{ key: 'cert.pem', path: 'a' }] } });
    expect(placesOf('reference/secret-key', [certificate, right])).toEqual([]);
    expect(placesOf('reference/secret-key', [certificate, wrong])).toEqual([
      `${pod}.volumes[0].secret.items[0].key`,
    ]);
    expect(placesOf(rule, [certificate, wrong])).toEqual([]);
  });

  it('may be made by the issuer that an Ingress names', () => {
    const ingress = (annotations: Readonly<Record<string, string>>) =>
      object(
        'networking.k8s.io/v1',
        'Ingress',
        'web',
        { spec: { tls: [{ secretName: 'web-tls' }] } },
        { annotations },
      );
    expect(placesOf(rule, [ingress({})])).toEqual(['Ingress/app/web spec.tls[0].secretName']);
    expect(placesOf(rule, [ingress({ 'cert-manager.io/cluster-issuer': 'site' })])).toEqual([]);
  });

  it('may be optional', () => {
    expect(placesOf(rule, [withVolume({ secret: { secretName: 'x', optional: true } })])).toEqual([]);
  });

  it('names a key that the maker writes', () => {
    const maker = object('external-secrets.io/v1', 'ExternalSecret', 'db', {
      spec: { data: [{ secretKey: 'passwd' }] },
    });
    expect(messagesOf('reference/secret-key', [user, maker])).toEqual([
      'error: password: no such key in Secret/app/db (it has passwd; nearest is passwd)',
    ]);
  });

  it('says where a Secret of that name is', () => {
    const elsewhere = object('external-secrets.io/v1', 'ExternalSecret', 'x', {}, { namespace: 'other' });
    const secret = object('v1', 'Secret', 'db', {}, { namespace: 'other' });
    expect(messagesOf(rule, [user, elsewhere, secret])).toEqual([
      'error: db: no Secret of this name in namespace app (Secret/other/db is in another namespace)',
    ]);
  });
});

describe('a reference to a ConfigMap', () => {
  const rule = 'reference/config-map';
  const settings = configMap('settings', { 'app.conf': 'x' });

  it('is dangling where the release has none of that name, and names the nearest', () => {
    expect(messagesOf(rule, [withVolume({ configMap: { name: 'setings' } }), settings])).toEqual([
      'error: setings: no ConfigMap of this name in namespace app (did you mean settings?)',
    ]);
    expect(placesOf(rule, [withVolume({ configMap: { name: 'settings' } }), settings])).toEqual([]);
  });

  it('names keys that it has: in variables, items and sub paths', () => {
    const keys = 'reference/config-map-key';
    const variable = withEnv({ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'b' } } });
    expect(placesOf(keys, [variable, settings])).toEqual([
      `${pod}.containers[0].env[0].valueFrom.configMapKeyRef.key`,
    ]);
    const items = withVolume({ configMap: { name: 'settings', items: [{ key: 'b', path: 'b' }] } });
    expect(placesOf(keys, [items, settings])).toEqual([`${pod}.volumes[0].configMap.items[0].key`]);
    const subPath = withVolume({ configMap: { name: 'settings' } }, { subPath: 'app.cfg' });
    expect(placesOf(keys, [subPath, settings])).toEqual([`${pod}.containers[0].volumeMounts[0].subPath`]);
    const right = withVolume({ configMap: { name: 'settings' } }, { subPath: 'app.conf' });
    expect(placesOf(keys, [right, settings])).toEqual([]);
  });

  it('may lead to one that every namespace has', () => {
    expect(placesOf(rule, [withVolume({ configMap: { name: 'kube-root-ca.crt' } })])).toEqual([]);
  });

  it('may lead to a trust-manager Bundle', () => {
    const bundle = clusterObject('trust.cert-manager.io/v1alpha1', 'Bundle', 'site-ca');
    expect(placesOf(rule, [withVolume({ configMap: { name: 'site-ca' } }), bundle])).toEqual([]);
  });
});

describe('a ServiceAccount', () => {
  const rule = 'reference/service-account';
  const binding = (subject: Readonly<Record<string, string>>) =>
    object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'b', {
      roleRef: { kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'ServiceAccount', ...subject }],
    });

  it('must be in the release', () => {
    const user = deployment('web', { pod: { serviceAccountName: 'web' } });
    expect(placesOf(rule, [user])).toEqual([`${pod}.serviceAccountName`]);
    expect(placesOf(rule, [user, object('v1', 'ServiceAccount', 'web')])).toEqual([]);
  });

  it('called default is in every namespace', () => {
    expect(placesOf(rule, [deployment('web', { pod: { serviceAccountName: 'default' } })])).toEqual([]);
  });

  it("that a binding names must be in the release, unless it is the cluster's own", () => {
    expect(placesOf(rule, [binding({ name: 'x' })])).toEqual(['RoleBinding/app/b subjects[0].name']);
    expect(placesOf(rule, [binding({ name: 'x', namespace: 'kube-system' })])).toEqual([]);
    expect(placesOf(rule, [binding({ name: 'argocd-application-controller', namespace: 'argocd' })])).toEqual(
      [],
    );
  });
});

describe('a role', () => {
  const rule = 'reference/role';
  const binding = (kind: string, name: string) =>
    object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'b', { roleRef: { kind, name } });

  it('must be in the release and, for a Role, in the namespace of its binding', () => {
    const role = object('rbac.authorization.k8s.io/v1', 'Role', 'reader', {}, { namespace: 'other' });
    expect(placesOf(rule, [binding('Role', 'reader'), role])).toEqual(['RoleBinding/app/b roleRef.name']);
    expect(placesOf(rule, [binding('ClusterRole', 'reader')])).toHaveLength(1);
  });

  it('may be one that every cluster has', () => {
    expect(placesOf(rule, [binding('ClusterRole', 'edit')])).toEqual([]);
    expect(placesOf(rule, [binding('ClusterRole', 'system:auth-delegator')])).toEqual([]);
  });
});

describe('a StorageClass', () => {
  const rule = 'reference/storage-class';

  it('must be in the release: for claims, templates of StatefulSets and ephemeral volumes', () => {
    const set = workload('StatefulSet', 'db', {
      spec: { volumeClaimTemplates: [{ metadata: { name: 'd' }, spec: { storageClassName: 'fast' } }] },
    });
    const scratch = withVolume({
      ephemeral: { volumeClaimTemplate: { spec: { storageClassName: 'fast' } } },
    });
    const claims = [claim('a', { storageClassName: 'fast' }), set, scratch];
    expect(placesOf(rule, claims)).toEqual([
      `${pod}.volumes[0].ephemeral.volumeClaimTemplate.spec.storageClassName`,
      'PersistentVolumeClaim/app/a spec.storageClassName',
      'StatefulSet/app/db spec.volumeClaimTemplates[0].spec.storageClassName',
    ]);
    expect(placesOf(rule, [...claims, storageClass('fast')])).toEqual([]);
  });

  it('may be empty: a volume made by hand', () => {
    expect(placesOf(rule, [claim('a', { storageClassName: '' })])).toEqual([]);
  });

  it('may be a mere word that a claim and a volume share', () => {
    const volume = clusterObject('v1', 'PersistentVolume', 'v', { spec: { storageClassName: 'manual' } });
    expect(placesOf(rule, [claim('a', { storageClassName: 'manual' }), volume])).toEqual([]);
  });
});

describe('a PersistentVolumeClaim', () => {
  const rule = 'reference/claim';
  const user = withVolume({ persistentVolumeClaim: { claimName: 'data-db-0' } });

  it('must be in the release', () => {
    expect(placesOf(rule, [user])).toEqual([`${pod}.volumes[0].persistentVolumeClaim.claimName`]);
    expect(placesOf(rule, [user, claim('data-db-0')])).toEqual([]);
  });

  it('may be one that a StatefulSet makes', () => {
    const set = workload('StatefulSet', 'db', {
      spec: { volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
    });
    expect(placesOf(rule, [user, set])).toEqual([]);
  });
});

describe('other references', () => {
  it('to a PriorityClass lead to one of the release or of Kubernetes', () => {
    const rule = 'reference/priority-class';
    const user = (priorityClassName: string) => deployment('web', { pod: { priorityClassName } });
    expect(placesOf(rule, [user('high')])).toEqual([`${pod}.priorityClassName`]);
    expect(
      placesOf(rule, [user('high'), clusterObject('scheduling.k8s.io/v1', 'PriorityClass', 'high')]),
    ).toEqual([]);
    expect(placesOf(rule, [user('system-cluster-critical')])).toEqual([]);
  });

  it('to a VolumeSnapshotClass lead to one of the release', () => {
    const snapshot = object('snapshot.storage.k8s.io/v1', 'VolumeSnapshot', 's', {
      spec: { volumeSnapshotClassName: 'daily', source: { persistentVolumeClaimName: 'a' } },
    });
    const snapshotClass = clusterObject('snapshot.storage.k8s.io/v1', 'VolumeSnapshotClass', 'daily');
    expect(placesOf('reference/snapshot', [snapshot, claim('a')])).toEqual([
      'VolumeSnapshot/app/s spec.volumeSnapshotClassName',
    ]);
    expect(placesOf('reference/snapshot', [snapshot, claim('a'), snapshotClass])).toEqual([]);
  });

  it('to a volume of the pod lead to one that it has', () => {
    const user = deployment('web', {
      pod: { containers: [container({ volumeMounts: [{ name: 'data', mountPath: '/d' }] })] },
    });
    expect(placesOf('reference/volume', [user])).toEqual([`${pod}.containers[0].volumeMounts[0].name`]);
    const set = workload('StatefulSet', 'db', {
      spec: { volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
      pod: { containers: [container({ volumeMounts: [{ name: 'data', mountPath: '/d' }] })] },
    });
    expect(placesOf('reference/volume', [set])).toEqual([]);
  });

  it('to a scale target lead to an object of the same group, kind and namespace', () => {
    const rule = 'reference/scale-target';
    const scaler = (apiVersion: string) =>
      object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
        spec: { scaleTargetRef: { apiVersion, kind: 'Deployment', name: 'web' }, maxReplicas: 3 },
      });
    expect(placesOf(rule, [scaler('apps/v1'), deployment('web')])).toEqual([]);
    expect(messagesOf(rule, [scaler('extensions/v1beta1'), deployment('web')])).toEqual([
      'error: extensions/v1beta1 Deployment web: not in namespace app; the release has Deployment/app/web (apps/v1)',
    ]);
  });
});

describe('a namespace', () => {
  const rule = 'reference/namespace';

  it('of an object must be in the release or in every cluster', () => {
    expect(placesOf(rule, [configMap('a', {})])).toEqual(['ConfigMap/app/a metadata.namespace']);
    expect(placesOf(rule, [configMap('a', {}), namespace()])).toEqual([]);
    expect(placesOf(rule, [configMap('a', {}, { namespace: 'kube-system' })])).toEqual([]);
    expect(placesOf(rule, [configMap('a', {}, { namespace: 'argocd' })])).toEqual([]);
  });

  it('is there when Argo CD reads its Applications in it, whatever it is called', () => {
    const project = object('argoproj.io/v1alpha1', 'AppProject', 'p', {}, { namespace: 'gitops' });
    expect(placesOf(rule, [project])).toEqual([]);
  });

  it('is reported with the namespace to add', () => {
    const [found] = diagnosticsOf(rule, oneComponent([configMap('a', {})]));
    expect(found?.fix).toBe('add the namespace app to the release, or correct metadata.namespace');
  });
});
