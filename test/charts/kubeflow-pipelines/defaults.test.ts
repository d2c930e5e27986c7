import { load } from 'js-yaml';
import { components } from '../../../charts';
import { checkPropsOf } from '../../../lib/cli/check-props';
import {
  containersOf,
  fieldAt,
  listAt,
  podTemplateOf,
  stringAt,
  stringMapAt,
  type KubernetesObject,
} from '../../../lib/kubernetes';
import type { PlatformInput } from '../../../lib/platform';
import { checkRelease } from '../../../lib/policy';
import { manifestsOf, type Release } from '../../../lib/render';
import { synthesize } from '../../../lib/synth';
import { kfpPlatform, objectIn, operators, type KubeflowPipelinesInput } from './install';

type Existing = NonNullable<PlatformInput['spec']['existing']>;

const released = (
  settings: KubeflowPipelinesInput = {},
  more: Partial<PlatformInput['spec']> = {},
): Release => synthesize(kfpPlatform(settings, more));

const kinds = (release: Release): readonly string[] => manifestsOf(release).map(({ object }) => object.kind);

const variable = (object: KubernetesObject, name: string): unknown => {
  const template = podTemplateOf(object);
  const all = template === undefined ? [] : containersOf(template);
  return all
    .flatMap(({ container }) => listAt(container, 'env'))
    .find((each) => stringAt(each, 'name') === name);
};

const key = 'A'.repeat(120);

const forms: Readonly<Record<string, readonly [KubeflowPipelinesInput, Existing?]>> = {
  'the defaults': [{}],
  PostgreSQL: [{ database: { kind: 'postgresql' } }],
  TLS: [{ tls: { enabled: true } }],
  'the native store': [{ pipelineStore: 'kubernetes' }],
  'many users': [{ mode: { kind: 'multi-user' } }],
  'many users, TLS and the native store': [
    { mode: { kind: 'multi-user' }, tls: { enabled: true }, pipelineStore: 'kubernetes' },
  ],
  'upstream’s cache deployer': [{ cache: { upstreamCacheDeployer: true } }],
  'servers of the site': [
    {
      database: { kind: 'external', engine: 'postgresql', host: 'db.example.internal' },
      objectStore: {
        kind: 's3',
        host: 's3.example.internal',
        region: 'eu-1',
        caBundle: { secret: 'site-ca' },
      },
    },
    [{ object: 'Secret/kubeflow/site-ca', by: 'the site' }],
  ],
  'several pods': [
    {
      workloads: {
        'ml-pipeline': { replicas: 2 },
        'cache-server': { replicas: 2 },
        'workflow-controller': { replicas: 2 },
      },
    },
  ],
  'a proxy': [{ proxy: { https: 'http://proxy.example.internal:3128' }, egress: ['192.0.2.0/24'] }],
  'a Gateway': [
    {
      ui: {
        exposure: {
          kind: 'gateway',
          host: 'pipelines.example.internal',
          gateway: { name: 'site', namespace: 'gateways' },
        },
      },
    },
  ],
  'a store of secrets': [
    {
      credentials: {
        kind: 'external-secret',
        store: { kind: 'ClusterSecretStore', name: 'vault' },
        database: { key: 'kfp/database' },
        objectStore: { key: 'kfp/object-store' },
      },
    },
  ],
  'sealed credentials': [
    {
      credentials: {
        kind: 'sealed-secret',
        database: { username: key, password: key },
        objectStore: { accesskey: key, secretkey: key },
      },
    },
  ],
  'credentials that are there': [
    { credentials: { kind: 'existing', database: 'db', objectStore: 's3' } },
    [
      { object: 'Secret/kubeflow/db', by: 'the site' },
      { object: 'Secret/kubeflow/s3', by: 'the site' },
    ],
  ],
  'Pod Security restricted': [{ cache: { enabled: false }, podSecurity: 'restricted' }],
  'an Argo Workflows that is there': [{ argoWorkflows: { enabled: false } }],
};

describe('the release with Kubeflow Pipelines', () => {
  it.each(Object.entries(forms))(
    'breaks no rule with %s, and has no plain Secret',
    (_name, [settings, more = []]) => {
      const platform = kfpPlatform(settings, { existing: [...operators, ...more] });
      const release = synthesize(platform);
      expect(checkRelease(release, checkPropsOf(platform))).toEqual([]);
      expect(kinds(release)).not.toContain('Secret');
      expect(release.images.filter((image) => !/:[^/]+$/.test(image))).toEqual([]);
    },
  );

  it('is refused with upstream’s plain Secrets', () => {
    const platform = kfpPlatform({ upstreamParity: true });
    const rules = checkRelease(synthesize(platform), checkPropsOf(platform)).map(({ rule }) => rule);
    expect(rules).toContain('secret/plain');
  });

  it('orders issuer, certificate, server and webhook', () => {
    const release = released();
    const wave = (name: string): number => {
      const { metadata } = objectIn(release, name);
      return Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);
    };
    const waves = [
      wave('Issuer/kubeflow/kfp-cache-selfsigned-issuer'),
      wave('Certificate/kubeflow/kfp-cache-cert'),
      wave('Deployment/kubeflow/cache-server'),
      wave('MutatingWebhookConfiguration/cache-webhook-kubeflow'),
    ];
    expect(waves).toEqual([...waves].sort((a, b) => a - b));
    expect(new Set(waves).size).toBe(4);
  });

  it('lets Argo CD overlook what cert-manager writes into the webhook', () => {
    const application = objectIn(released(), 'Application/argocd/site-kfp-cache');
    expect(fieldAt(application, 'spec', 'ignoreDifferences')).toEqual([
      {
        group: 'admissionregistration.k8s.io',
        kind: 'MutatingWebhookConfiguration',
        name: 'cache-webhook-kubeflow',
        jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle'],
      },
    ]);
  });

  it('puts the settings of the cache where the cluster reads them', () => {
    const release = released({
      cache: {
        failurePolicy: 'Fail',
        timeoutSeconds: 9,
        selector: { 'example.com/cached': 'yes' },
        defaultStaleness: 'P7D',
        maximumStaleness: 'P30D',
        image: 'registry.example.internal/busybox:1',
        nodeRestrictions: true,
      },
    });
    const webhook = fieldAt(
      objectIn(release, 'MutatingWebhookConfiguration/cache-webhook-kubeflow'),
      'webhooks',
      0,
    );
    expect(webhook).toMatchObject({
      failurePolicy: 'Fail',
      timeoutSeconds: 9,
      objectSelector: { matchLabels: { 'example.com/cached': 'yes' } },
    });
    const config = stringMapAt(objectIn(release, 'ConfigMap/kubeflow/pipeline-install-config'), 'data');
    expect(config).toMatchObject({
      DEFAULT_CACHE_STALENESS: 'P7D',
      MAXIMUM_CACHE_STALENESS: 'P30D',
      cacheImage: 'registry.example.internal/busybox:1',
      cacheNodeRestrictions: 'true',
    });
  });

  it('moves every image to the site’s registry, those in settings and arguments too', () => {
    const release = released(
      {},
      { images: { registry: 'registry.example.internal', pullSecrets: ['pull'] } },
    );
    expect(release.images.every((image) => image.startsWith('registry.example.internal/'))).toBe(true);
    const config = stringMapAt(objectIn(release, 'ConfigMap/kubeflow/pipeline-install-config'), 'data');
    expect(config['cacheImage']).toBe('registry.example.internal/ghcr.io/containerd/busybox:1.36');
    const args = listAt(
      objectIn(release, 'Deployment/kubeflow/workflow-controller'),
      ...['spec', 'template', 'spec', 'containers', 0, 'args'],
    );
    expect(args).toContain('registry.example.internal/quay.io/argoproj/argoexec:v4.0.5');
    expect(variable(objectIn(release, 'Deployment/kubeflow/ml-pipeline'), 'V2_LAUNCHER_IMAGE')).toMatchObject(
      { value: 'registry.example.internal/ghcr.io/kubeflow/kfp-launcher:2.17.0' },
    );
    const accounts = manifestsOf(release)
      .filter(({ key: { kind, namespace } }) => kind === 'ServiceAccount' && namespace === 'kubeflow')
      .map(({ object }) => object);
    expect(accounts.map(({ metadata }) => metadata.name)).toContain('pipeline-runner');
    expect(accounts.every((account) => stringAt(account, 'imagePullSecrets', 0, 'name') === 'pull')).toBe(
      true,
    );
  });

  it('builds Argo’s artifact repository from the object store', () => {
    const release = released({
      objectStore: {
        kind: 's3',
        host: 's3.example.internal',
        port: 8443,
        region: 'eu-1',
        bucket: 'artifacts',
        caBundle: { secret: 'site-ca', key: 'root.pem' },
      },
    });
    const text = stringAt(
      objectIn(release, 'ConfigMap/kubeflow/workflow-controller-configmap'),
      'data',
      'artifactRepository',
    );
    expect(load(text ?? '')).toMatchObject({
      s3: {
        endpoint: 's3.example.internal:8443',
        bucket: 'artifacts',
        region: 'eu-1',
        insecure: false,
        caSecret: { name: 'site-ca', key: 'root.pem' },
      },
    });
    expect(manifestsOf(release).filter(({ key: { name } }) => name.startsWith('seaweedfs'))).toEqual([]);
  });

  it('gives workloads what the platform asks for', () => {
    const release = released({
      placement: { nodeSelector: { 'example.com/disk': 'fast' } },
      workloads: {
        'ml-pipeline': {
          replicas: 3,
          resources: { requests: { cpu: 2 }, limits: { memory: '8Gi' } },
        },
      },
    });
    const server = objectIn(release, 'Deployment/kubeflow/ml-pipeline');
    expect(fieldAt(server, 'spec', 'replicas')).toBe(3);
    expect(fieldAt(server, 'spec', 'template', 'spec', 'containers', 0, 'resources')).toEqual({
      requests: { cpu: '2', memory: '500Mi' },
      limits: { memory: '8Gi' },
    });
    expect(fieldAt(server, 'spec', 'template', 'spec', 'nodeSelector')).toEqual({
      'example.com/disk': 'fast',
    });
    expect(objectIn(release, 'PodDisruptionBudget/kubeflow/ml-pipeline')).toMatchObject({
      spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'ml-pipeline' } } },
    });
  });

  it.each([
    ['issuer', { kind: 'issuer', issuer: { kind: 'ClusterIssuer', name: 'site-ca' } }],
    ['secret', { kind: 'secret', name: 'kfp-tls' }],
  ] as const)('leads to the user interface over TLS, with a certificate from an %s', (kind, tls) => {
    const release = released({
      ui: {
        exposure: {
          kind: 'ingress',
          host: 'kfp.example.internal',
          controllerNamespace: 'ingress-nginx',
          tls,
        },
      },
    });
    const ingress = objectIn(release, 'Ingress/kubeflow/ml-pipeline-ui');
    expect(fieldAt(ingress, 'spec', 'tls')).toEqual([
      { hosts: ['kfp.example.internal'], secretName: kind === 'secret' ? 'kfp-tls' : 'ml-pipeline-ui-tls' },
    ]);
    expect(ingress.metadata.annotations?.['cert-manager.io/cluster-issuer']).toBe(
      kind === 'secret' ? undefined : 'site-ca',
    );
  });

  it('lets nothing wait for the address of the route', () => {
    const release = released({
      ui: {
        exposure: {
          kind: 'ingress',
          host: 'kfp.example.internal',
          controllerNamespace: 'ingress-nginx',
          tls: { kind: 'secret', name: 'kfp-tls' },
        },
      },
    });
    const component = release.components.find(({ name }) => name === 'kubeflow-pipelines');
    const last = Math.max(...(component?.manifests ?? []).map(({ wave }) => wave));
    const inLast = component?.manifests.filter(({ wave }) => wave === last).map(({ key: { kind } }) => kind);
    expect(inLast).toEqual(['Ingress']);
  });

  it('says to Argo CD which components come first', () => {
    const release = released();
    const of = (name: string) => release.components.find((component) => component.name === name)?.wave ?? 0;
    expect(of('argo-workflows')).toBeLessThan(of('kubeflow-pipelines'));
    expect(of('kubeflow-pipelines')).toBeLessThan(of('kfp-cache'));
    expect(components.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['argo-workflows', 'kubeflow-pipelines', 'kfp-cache']),
    );
  });
});
