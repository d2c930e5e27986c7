import { ApiObject } from 'cdk8s';
import { ComponentChart, type Component, type StandIn } from '../../lib/constructs';
import type { Platform, PlatformSpec } from '../../lib/platform';
import { siteIssuer } from '../certificates';

type Settings = NonNullable<PlatformSpec['addons']['gateway']>;

const labels = { 'app.kubernetes.io/name': 'gateway', 'app.kubernetes.io/component': 'gateway' };
const api = 'gateway.networking.k8s.io/v1';
const gatewayLabel = 'drydock.dev/gateway';

const classNameOf = ({ controller }: Settings): string =>
  controller.kind === 'existing' ? controller.className : controller.kind;

/** Traefik takes listeners on the ports of its own pods. */
const portsOf = ({ controller }: Settings): { readonly http: number; readonly https: number } =>
  controller.kind === 'traefik' ? { http: 8000, https: 8443 } : { http: 80, https: 443 };

const allowedRoutes = ({ name, routesFrom }: Settings): Readonly<Record<string, unknown>> => ({
  namespaces: {
    from: 'Selector',
    selector:
      routesFrom.length === 0
        ? { matchLabels: { [gatewayLabel]: name } }
        : {
            matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: routesFrom }],
          },
  },
});

const addGateway = (chart: ComponentChart, settings: Settings, platform: Platform): void => {
  const secret = `${settings.name}-tls`;
  const ports = portsOf(settings);
  new ApiObject(chart, 'certificate', {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: secret, labels },
    spec: {
      secretName: secret,
      dnsNames: [`*.${settings.domain}`, settings.domain],
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      issuerRef: {
        name: settings.issuer ?? siteIssuer(platform),
        kind: 'ClusterIssuer',
        group: 'cert-manager.io',
      },
    },
  });
  new ApiObject(chart, 'gateway', {
    apiVersion: api,
    kind: 'Gateway',
    metadata: { name: settings.name, labels },
    spec: {
      gatewayClassName: classNameOf(settings),
      // Traefik has one Service for all Gateways; its chart gives it the address.
      ...(settings.address === undefined || settings.controller.kind === 'traefik'
        ? {}
        : { addresses: [{ type: 'IPAddress', value: settings.address }] }),
      listeners: [
        {
          name: 'http',
          port: ports.http,
          protocol: 'HTTP',
          allowedRoutes: { namespaces: { from: 'Same' } },
        },
        {
          name: 'https',
          port: ports.https,
          protocol: 'HTTPS',
          hostname: `*.${settings.domain}`,
          tls: {
            mode: 'Terminate',
            certificateRefs: [{ group: '', kind: 'Secret', name: secret }],
          },
          allowedRoutes: allowedRoutes(settings),
        },
      ],
    },
  });
  new ApiObject(chart, 'redirect', {
    apiVersion: api,
    kind: 'HTTPRoute',
    metadata: {
      name: `${settings.name}-to-https`,
      labels,
      // Whether the Gateway works is what its own health says; a redirect says nothing more.
      annotations: { 'argocd.argoproj.io/ignore-healthcheck': 'true' },
    },
    spec: {
      parentRefs: [
        { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: settings.name, sectionName: 'http' },
      ],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          filters: [
            { type: 'RequestRedirect', requestRedirect: { scheme: 'https', port: 443, statusCode: 301 } },
          ],
        },
      ],
    },
  });
};

const definitions: StandIn = {
  kind: 'definitions',
  group: 'gateway.networking.k8s.io',
  version: 'v1',
  kinds: [
    { kind: 'GatewayClass', plural: 'gatewayclasses', scope: 'Cluster' },
    { kind: 'Gateway', plural: 'gateways', scope: 'Namespaced' },
    { kind: 'HTTPRoute', plural: 'httproutes', scope: 'Namespaced' },
  ],
  because: 'the repository of the Gateway API brings them',
};

/** The Gateway of the site with its certificate, and the way from HTTP to HTTPS. */
export const gateway: Component = {
  name: 'gateway',
  summary: 'The Gateway of the site, with TLS.',
  field: 'spec.addons.gateway',
  dependsOn: ['gateway-api', 'certificates', 'traefik', 'cilium', 'load-balancer'],
  enabled: ({ spec }) => spec.addons.gateway !== undefined,
  namespace: ({ spec }) => spec.addons.gateway?.namespace ?? 'ingress',
  namespaces: ({ spec }) => [
    { name: spec.addons.gateway?.namespace ?? 'ingress', podSecurity: 'restricted' },
  ],
  standIns: () => [
    definitions,
    ...['Accepted', 'Programmed'].map((type): StandIn => ({
      kind: 'condition',
      apiVersion: api,
      of: 'Gateway',
      type,
      because: 'the implementation of the Gateway reports it',
    })),
  ],
  chart: (scope, { platform }) => {
    const settings = platform.spec.addons.gateway;
    const chart = new ComponentChart(scope, 'gateway', { namespace: settings?.namespace ?? 'ingress' });
    if (settings === undefined) return chart;
    addGateway(chart, settings, platform);
    return chart;
  },
};
