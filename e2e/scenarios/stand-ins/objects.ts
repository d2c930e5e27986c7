import type { KubernetesObject } from '../../../lib/kubernetes';

/** Namespace of the scenario. */
export const namespace = 'play';

/** An object that is created as it is: its kind's collection stands beside it. */
export interface Posted {
  readonly collection: string;
  readonly object: KubernetesObject;
}

const inNamespace = (group: string, plural: string): string =>
  `${group === 'v1' ? '/api/v1' : `/apis/${group}`}/namespaces/${namespace}/${plural}`;

const posted = (apiVersion: string, plural: string, kind: string, name: string, rest: object): Posted => ({
  collection: inNamespace(apiVersion, plural),
  object: { apiVersion, kind, metadata: { name, namespace }, ...rest },
});

const container = {
  name: 'main',
  image: 'example.internal/none:1.0.0',
  ports: [{ name: 'webhook', containerPort: 8443 }],
};

/** A Service of a webhook's backend; nothing stands behind the port `broken`. */
export const service = posted('v1', 'services', 'Service', 'judge', {
  spec: {
    selector: { app: 'judge' },
    ports: [
      { name: 'webhook', port: 443, targetPort: 'webhook' },
      { name: 'broken', port: 444, targetPort: 'metrics' },
    ],
  },
});

/** The backend itself, with the certificate that cert-manager makes for it. */
export const backend: Posted = {
  collection: inNamespace('v1', 'pods'),
  object: {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'judge', namespace, labels: { app: 'judge' } },
    spec: {
      containers: [container],
      volumes: [{ name: 'certificate', secret: { secretName: 'judge-tls' } }],
    },
  },
};

/** What the webhook judges. */
export const configMap = (name: string): Posted =>
  posted('v1', 'configmaps', 'ConfigMap', name, { data: { some: 'thing' } });

/** A webhook that blocks ConfigMaps unless its backend allows them. */
export const webhook = (port: number): Posted => ({
  collection: '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
  object: {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: {
      name: `judge-${port}`,
      annotations: { 'cert-manager.io/inject-ca-from': `${namespace}/judge` },
    },
    webhooks: [
      {
        name: 'judge.play.svc',
        clientConfig: { service: { namespace, name: 'judge', port, path: '/validate' } },
        rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'] }],
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        failurePolicy: 'Fail',
        sideEffects: 'None',
        timeoutSeconds: 5,
        admissionReviewVersions: ['v1'],
      },
    ],
  },
});

/** The issuer of the backend's certificate. */
export const issuer = posted('cert-manager.io/v1', 'issuers', 'Issuer', 'own', { spec: { selfSigned: {} } });

/** The backend's certificate. */
export const certificate = posted('cert-manager.io/v1', 'certificates', 'Certificate', 'judge', {
  spec: {
    secretName: 'judge-tls',
    dnsNames: [`judge.${namespace}.svc`],
    issuerRef: { kind: 'Issuer', name: 'own' },
  },
});

/** A generator and the Secret that is made with it. */
export const password = posted(
  'generators.external-secrets.io/v1alpha1',
  'passwords',
  'Password',
  'database',
  { spec: { length: 20, digits: 4, symbols: 0, noUpper: false, allowRepeat: true } },
);

/** A Secret with a given user and a generated password. */
export const externalSecret = posted(
  'external-secrets.io/v1',
  'externalsecrets',
  'ExternalSecret',
  'database',
  {
    spec: {
      refreshPolicy: 'CreatedOnce',
      target: { name: 'database', template: { data: { username: 'admin', password: '{{ .password }}' } } },
      dataFrom: [{ sourceRef: { generatorRef: { kind: 'Password', name: 'database' } } }],
    },
  },
);

/** A store of the site's. */
export const store = posted('external-secrets.io/v1', 'secretstores', 'SecretStore', 'site', {
  spec: { provider: { fake: { data: [{ key: 'some', value: 'thing' }] } } },
});

/** A Secret that only the site's controller could open. */
export const sealed = posted('bitnami.com/v1alpha1', 'sealedsecrets', 'SealedSecret', 'sealed', {
  spec: { encryptedData: { token: 'AgBy' } },
});

/** A kind that nobody defines and no component declares. */
export const stranger = posted('example.internal/v1', 'widgets', 'Widget', 'stranger', { spec: { size: 3 } });

/** A class whose volumes are made at once. */
export const storageClass: Posted = {
  collection: '/apis/storage.k8s.io/v1/storageclasses',
  object: {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'zfs' },
    provisioner: 'zfs.csi.openebs.io',
    volumeBindingMode: 'Immediate',
  },
};

/** A claim that is bound. */
export const claim = posted('v1', 'persistentvolumeclaims', 'PersistentVolumeClaim', 'data', {
  spec: {
    storageClassName: 'zfs',
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: '1Gi' } },
  },
});

/** A class of snapshots by a driver. */
export const snapshotClass = (name: string, driver: string): Posted => ({
  collection: '/apis/snapshot.storage.k8s.io/v1/volumesnapshotclasses',
  object: {
    apiVersion: 'snapshot.storage.k8s.io/v1',
    kind: 'VolumeSnapshotClass',
    metadata: { name },
    driver,
    deletionPolicy: 'Delete',
  },
});

/** A snapshot of the claim. */
export const snapshot = (name: string, className: string): Posted =>
  posted('snapshot.storage.k8s.io/v1', 'volumesnapshots', 'VolumeSnapshot', name, {
    spec: { volumeSnapshotClassName: className, source: { persistentVolumeClaimName: 'data' } },
  });
