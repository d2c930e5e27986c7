import { loadPlatforms } from '../../lib/cli/platforms';
import { synthesize } from '../../lib/synth';
import { describeKey, fieldAt, recordAt, type KubernetesObject } from '../../lib/kubernetes';
import { knownMutations } from '../../charts/argocd/mutators';
import { minimal, read } from '../platform/minimal';
import { object, rendered } from '../render/trees';

const release = synthesize(
  read(minimal.replace('  storage:\n', '  storage:\n    snapshots: {enabled: true}\n')),
);

const folder = (name: string): ReadonlyMap<string, KubernetesObject> => {
  const component = release.components.find((each) => each.name === name);
  return new Map((component?.manifests ?? []).map(({ key, object }) => [describeKey(key), object]));
};

const argocd = folder('argocd');
const application = (name: string): KubernetesObject | undefined =>
  argocd.get(`Application/argocd/lab-${name}`);
const project = (name: string): KubernetesObject | undefined => argocd.get(`AppProject/argocd/lab-${name}`);
const waveOf = (found: KubernetesObject | undefined): number =>
  Number(found?.metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);

describe('an Application', () => {
  it('exists for every component and applies its folder with server-side apply, pruning, healing and retries', () => {
    expect(application('openebs')?.['spec']).toMatchObject({
      project: 'lab-openebs',
      source: {
        repoURL: 'https://git.example.internal/lab.git',
        targetRevision: 'main',
        path: 'dist/lab/openebs',
      },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'openebs' },
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        retry: { limit: 10, backoff: { duration: '5s', factor: 2, maxDuration: '180s' } },
      },
    });
    expect(fieldAt(application('openebs'), 'spec', 'syncPolicy', 'syncOptions')).toContain(
      'ServerSideApply=true',
    );
  });

  it('comes after its project and after the Applications of what its component depends on', () => {
    expect(waveOf(project('openebs'))).toBe(0);
    expect(waveOf(application('namespaces'))).toBeGreaterThan(waveOf(project('namespaces')));
    expect(waveOf(application('openebs'))).toBeGreaterThan(waveOf(application('namespaces')));
  });

  it('looks into sub-folders only where a component has objects in several namespaces', () => {
    expect(fieldAt(application('namespaces'), 'spec', 'source', 'directory')).toEqual({ recurse: true });
    expect(fieldAt(application('openebs'), 'spec', 'source', 'directory')).toBeUndefined();
  });
});

describe('what Argo CD would strip from an Application, so that the root would write it back for ever', () => {
  const applications = loadPlatforms(['onprem'], '.')
    .flatMap(
      ({ platform, extensions, pipelines, vendored }) =>
        synthesize(platform, extensions, pipelines, vendored).components,
    )
    .flatMap(({ manifests }) => manifests)
    .filter(({ key }) => key.kind === 'Application');

  it('is not written: an empty group, a folder that is not recursive', () => {
    expect(applications.length).toBeGreaterThan(3);
    const text = JSON.stringify(applications.map(({ object: each }) => each));
    expect(text).toContain('"kind":"PersistentVolumeClaim"');
    expect(text).not.toContain('"group":""');
    expect(text).not.toContain('"recurse":false');
  });
});

describe('an AppProject', () => {
  it('allows exactly the kinds and namespaces of its component', () => {
    expect(project('openebs')?.['spec']).toMatchObject({
      sourceRepos: ['https://git.example.internal/lab.git'],
      destinations: [{ server: 'https://kubernetes.default.svc', namespace: 'openebs' }],
      clusterResourceWhitelist: [
        { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' },
        { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' },
        { group: 'storage.k8s.io', kind: 'StorageClass' },
      ],
    });
  });

  it('never allows everything by leaving a list empty', () => {
    for (const [name, each] of [...argocd, ...folder('bootstrap')]) {
      if (!name.startsWith('AppProject/')) continue;
      const spec = recordAt(each, 'spec');
      const kinds = spec['namespaceResourceWhitelist'] ?? [];
      const closed = JSON.stringify(spec['namespaceResourceBlacklist']) === '[{"group":"*","kind":"*"}]';
      expect(closed || (Array.isArray(kinds) && kinds.length > 0)).toBe(true);
      expect(JSON.stringify(spec['clusterResourceWhitelist'])).not.toContain('*');
    }
  });
});

describe('argocd-cm', () => {
  const data = recordAt(argocd.get('ConfigMap/argocd/argocd-cm'), 'data');

  it('has the label without which Argo CD does not read it', () => {
    expect(argocd.get('ConfigMap/argocd/argocd-cm')?.metadata.labels?.['app.kubernetes.io/part-of']).toBe(
      'argocd',
    );
  });

  it('restores the health of Applications, which waves between them need, and adds that of custom resources', () => {
    expect(Object.keys(data)).toEqual(
      expect.arrayContaining([
        'resource.customizations.health.argoproj.io_Application',
        'resource.customizations.health.snapshot.storage.k8s.io_VolumeSnapshot',
      ]),
    );
  });
});

describe('the bootstrap folder', () => {
  it('holds the root Application, whose project allows Applications, projects and settings in one namespace', () => {
    const bootstrap = folder('bootstrap');
    expect(fieldAt(bootstrap.get('Application/argocd/lab'), 'spec', 'source', 'path')).toBe(
      'dist/lab/argocd',
    );
    expect(bootstrap.get('AppProject/argocd/lab')?.['spec']).toMatchObject({
      destinations: [{ namespace: 'argocd' }],
      clusterResourceWhitelist: [],
      namespaceResourceWhitelist: [{ kind: 'ConfigMap' }, { kind: 'AppProject' }, { kind: 'Application' }],
    });
  });
});

describe('known mutations', () => {
  const ignored = (build: Parameters<typeof rendered>[0]) =>
    rendered(build)
      .components.flatMap((component) => knownMutations(component))
      .map(({ kind, jsonPointers, jqPathExpressions }) => [
        kind,
        ...(jsonPointers ?? []),
        ...(jqPathExpressions ?? []),
      ]);

  it('are ignored where a controller writes: injected bundles, bound volumes, autoscaled replicas, aggregated rules', () => {
    expect(
      ignored({
        a: (chart) => {
          object(chart, 'admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'w', {
            webhooks: [{ clientConfig: { service: { name: 's', namespace: 'a' } } }],
          });
          object(chart, 'v1', 'PersistentVolumeClaim', 'c', {});
          object(chart, 'autoscaling/v2', 'HorizontalPodAutoscaler', 'h', {
            spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' } },
          });
          object(chart, 'rbac.authorization.k8s.io/v1', 'ClusterRole', 'r', {
            aggregationRule: { clusterRoleSelectors: [] },
          });
        },
      }),
    ).toEqual(
      expect.arrayContaining([
        ['ValidatingWebhookConfiguration', '.webhooks[]?.clientConfig.caBundle'],
        ['PersistentVolumeClaim', '/spec/volumeName'],
        ['Deployment', '/spec/replicas'],
        ['ClusterRole', '/rules'],
      ]),
    );
  });

  it('are not ignored where the manifest itself decides', () => {
    expect(
      ignored({
        a: (chart) => {
          object(chart, 'admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'w', {
            webhooks: [{ clientConfig: { url: 'https://x', caBundle: 'QQ==' } }],
          });
          object(chart, 'rbac.authorization.k8s.io/v1', 'ClusterRole', 'r', { rules: [] });
        },
      }),
    ).toEqual([]);
  });
});
