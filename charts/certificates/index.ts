import { ApiObject } from 'cdk8s';
import { certManager, ComponentChart, type Component } from '../../lib/constructs';
import type { Platform } from '../../lib/platform';

const labels = { 'app.kubernetes.io/name': 'cert-manager', 'app.kubernetes.io/component': 'issuers' };
const api = 'cert-manager.io/v1';
const bootstrapIssuer = 'self-signed';

/** The ClusterIssuer that signs for the site unless somebody names another. */
export const siteIssuer = ({ spec }: Platform): string => spec.addons.certificates?.siteCA.name ?? 'site-ca';

/** An authority that signs itself once; its key is made in the cluster and never leaves it. */
const addAuthority = (chart: ComponentChart, platform: Platform): readonly ApiObject[] => {
  const { certificates } = platform.spec.addons;
  if (certificates === undefined) return [];
  const { siteCA } = certificates;
  const selfSigned = new ApiObject(chart, 'self-signed', {
    apiVersion: api,
    kind: 'ClusterIssuer',
    metadata: { name: bootstrapIssuer, labels },
    spec: { selfSigned: {} },
  });
  const authority = new ApiObject(chart, 'authority', {
    apiVersion: api,
    kind: 'Certificate',
    metadata: {
      name: siteCA.name,
      labels,
      // With it go the key and every certificate's trust.
      annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
    },
    spec: {
      isCA: true,
      commonName: siteCA.commonName ?? `${platform.name} CA`,
      secretName: siteCA.name,
      duration: `${siteCA.durationDays * 24}h`,
      // A renewed authority keeps its key, so that what it has signed stays valid.
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Never' },
      issuerRef: { name: bootstrapIssuer, kind: 'ClusterIssuer', group: 'cert-manager.io' },
    },
  });
  authority.addDependency(selfSigned);
  return [authority];
};

/** The authority of the site and the issuer that signs with it. https://cert-manager.io/docs/configuration/ca/ */
export const certificates: Component = {
  name: 'certificates',
  summary: 'The authority of the site and its issuers.',
  field: 'spec.addons.certificates',
  dependsOn: ['cert-manager'],
  enabled: ({ spec }) => spec.addons.certificates !== undefined,
  namespace: ({ spec }) => spec.addons.certificates?.namespace ?? 'cert-manager',
  namespaces: ({ spec }) => [
    {
      name: spec.addons.certificates?.namespace ?? 'cert-manager',
      podSecurity: 'restricted',
      network: 'open',
      ...(spec.addons.certificates?.install === false ? { existing: true } : {}),
    },
  ],
  standIns: () => certManager,
  chart: (scope, { platform }) => {
    const settings = platform.spec.addons.certificates;
    const chart = new ComponentChart(scope, 'certificates', {
      namespace: settings?.namespace ?? 'cert-manager',
    });
    if (settings === undefined) return chart;
    const { siteCA } = settings;
    const before = siteCA.existingSecret === undefined ? addAuthority(chart, platform) : [];
    const issuer = new ApiObject(chart, 'site', {
      apiVersion: api,
      kind: 'ClusterIssuer',
      metadata: { name: siteCA.name, labels },
      spec: { ca: { secretName: siteCA.existingSecret ?? siteCA.name } },
    });
    // Without its Secret it is Degraded, and the wave fails.
    issuer.addDependency(...before);
    return chart;
  },
};
