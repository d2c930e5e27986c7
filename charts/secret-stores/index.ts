import { ApiObject } from 'cdk8s';
import { ComponentChart, externalSecrets, fromField, type Component } from '../../lib/constructs';
import type { PlatformSpec } from '../../lib/platform';

type Settings = NonNullable<PlatformSpec['addons']['externalSecrets']>;
type Store = Settings['stores'][number];

const labels = { 'app.kubernetes.io/name': 'external-secrets', 'app.kubernetes.io/component': 'stores' };

const serviceAccountOf = (store: Store, namespace: string): Readonly<Record<string, string>> => ({
  name: store.serviceAccount,
  namespace,
});

const providerOf = (store: Store, namespace: string): Readonly<Record<string, unknown>> => {
  switch (store.kind) {
    case 'vault':
      return {
        vault: {
          server: store.server,
          path: store.path,
          version: store.engine,
          ...(store.caConfigMap === undefined
            ? {}
            : { caProvider: { type: 'ConfigMap', name: store.caConfigMap, key: 'ca.crt', namespace } }),
          auth: {
            kubernetes: {
              mountPath: store.mountPath,
              role: store.role,
              serviceAccountRef: serviceAccountOf(store, namespace),
            },
          },
        },
      };
    case 'kubernetes':
      return {
        kubernetes: {
          remoteNamespace: store.remoteNamespace,
          server: {
            caProvider: { type: 'ConfigMap', name: 'kube-root-ca.crt', key: 'ca.crt', namespace },
          },
          auth: { serviceAccount: serviceAccountOf(store, namespace) },
        },
      };
  }
};

/** Where Secrets come from: a ClusterSecretStore each. https://external-secrets.io/latest/api/clustersecretstore/ */
export const secretStores: Component = {
  name: 'secret-stores',
  summary: 'Stores that External Secrets reads.',
  field: 'spec.addons.externalSecrets.stores',
  dependsOn: ['external-secrets'],
  enabled: ({ spec }) => (spec.addons.externalSecrets?.stores ?? []).length > 0,
  namespace: ({ spec }) => spec.addons.externalSecrets?.namespace ?? 'external-secrets',
  namespaces: ({ spec }) => [
    {
      name: spec.addons.externalSecrets?.namespace ?? 'external-secrets',
      podSecurity: 'restricted',
      network: 'open',
      ...(spec.addons.externalSecrets?.install === false ? { existing: true } : {}),
    },
  ],
  standIns: () => externalSecrets,
  chart: (scope, { platform }) => {
    const settings = platform.spec.addons.externalSecrets;
    const namespace = settings?.namespace ?? 'external-secrets';
    const chart = new ComponentChart(scope, 'secret-stores', { namespace });
    for (const store of settings?.stores ?? []) {
      const object = new ApiObject(chart, store.name, {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ClusterSecretStore',
        metadata: { name: store.name, labels },
        spec: {
          ...(store.namespaces.length === 0 ? {} : { conditions: [{ namespaces: store.namespaces }] }),
          provider: providerOf(store, namespace),
        },
      });
      fromField(object, `spec.addons.externalSecrets.stores[${store.name}]`);
    }
    return chart;
  },
};
