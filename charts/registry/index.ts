import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { certManager, ComponentChart, externalSecrets, type Component } from '../../lib/constructs';
import type { Platform, PlatformSpec } from '../../lib/platform';
import { siteIssuer } from '../certificates';
import { configuration } from './configuration';
import { addDeployment } from './deployment';
import { labels, name, tlsSecret } from './names';

type Settings = NonNullable<PlatformSpec['addons']['registry']>;

/** A password that is made once in the cluster; a second run must not replace it. */
const addPassword = (chart: ComponentChart): void => {
  new ApiObject(chart, 'password', {
    apiVersion: 'generators.external-secrets.io/v1alpha1',
    kind: 'Password',
    metadata: { name: 'registry-admin', labels },
    spec: { length: 32, digits: 6, symbols: 0, noUpper: false, allowRepeat: true },
  });
  new ApiObject(chart, 'htpasswd', {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: {
      name: 'registry-admin',
      labels,
      annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
    },
    spec: {
      refreshPolicy: 'CreatedOnce',
      target: {
        name: 'registry-admin',
        creationPolicy: 'Orphan',
        immutable: true,
        template: {
          data: {
            username: 'admin',
            password: '{{ .password }}',
            htpasswd: '{{ htpasswd "admin" .password "bcrypt" }}',
          },
        },
      },
      dataFrom: [
        {
          sourceRef: {
            generatorRef: {
              apiVersion: 'generators.external-secrets.io/v1alpha1',
              kind: 'Password',
              name: 'registry-admin',
            },
          },
        },
      ],
    },
  });
};

const addAccess = (chart: ComponentChart, settings: Settings): void => {
  new k8s.KubeService(chart, 'service', {
    metadata: {
      name,
      labels,
      ...(settings.address === undefined
        ? {}
        : { annotations: { 'metallb.io/loadBalancerIPs': settings.address } }),
    },
    spec: {
      ...(settings.address === undefined ? {} : { type: 'LoadBalancer' }),
      selector: labels,
      ports: [
        { name: 'https', port: 443, protocol: 'TCP', targetPort: k8s.IntOrString.fromString('registry') },
      ],
    },
  });
  new k8s.KubeNetworkPolicy(chart, 'clients', {
    metadata: { name, labels },
    spec: {
      podSelector: { matchLabels: labels },
      policyTypes: ['Ingress'],
      // Clients are the container runtimes of the nodes and people outside; they show their password.
      ingress: [{ ports: [{ protocol: 'TCP', port: k8s.IntOrString.fromString('registry') }] }],
    },
  });
};

const addCertificate = (chart: ComponentChart, settings: Settings, platform: Platform): void => {
  new ApiObject(chart, 'certificate', {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: tlsSecret, labels },
    spec: {
      secretName: tlsSecret,
      dnsNames: [settings.host, `${name}.${settings.namespace}.svc`],
      ...(settings.address === undefined ? {} : { ipAddresses: [settings.address] }),
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      issuerRef: {
        name: settings.issuer ?? siteIssuer(platform),
        kind: 'ClusterIssuer',
        group: 'cert-manager.io',
      },
    },
  });
};

/** A registry in the cluster, natively: TLS, passwords, a claim. https://distribution.github.io/distribution/ */
export const registry: Component = {
  name,
  summary: 'An image registry in the cluster, with TLS and a password.',
  field: 'spec.addons.registry',
  dependsOn: ['certificates', 'external-secrets', 'load-balancer'],
  enabled: ({ spec }) => spec.addons.registry !== undefined,
  namespace: ({ spec }) => spec.addons.registry?.namespace ?? name,
  namespaces: ({ spec }) => [{ name: spec.addons.registry?.namespace ?? name, podSecurity: 'restricted' }],
  version: ({ spec }) => spec.addons.registry?.version ?? '',
  standIns: ({ spec }) => [
    ...certManager,
    ...(spec.addons.registry?.htpasswdSecret === undefined ? externalSecrets : []),
  ],
  chart: (scope, { platform }) => {
    const settings = platform.spec.addons.registry;
    const chart = new ComponentChart(scope, name, { namespace: settings?.namespace ?? name });
    if (settings === undefined) return chart;
    new k8s.KubeConfigMap(chart, 'config', {
      metadata: { name: 'registry-config', labels },
      data: { 'config.yml': configuration() },
    });
    new k8s.KubePersistentVolumeClaim(chart, 'claim', {
      metadata: { name, labels },
      spec: {
        accessModes: ['ReadWriteOnce'],
        ...(settings.storage.storageClass === undefined
          ? {}
          : { storageClassName: settings.storage.storageClass }),
        resources: { requests: { storage: k8s.Quantity.fromString(settings.storage.size) } },
      },
    });
    if (settings.htpasswdSecret === undefined) addPassword(chart);
    addCertificate(chart, settings, platform);
    addDeployment(chart, settings.version, settings.htpasswdSecret ?? 'registry-admin');
    addAccess(chart, settings);
    return chart;
  },
};
