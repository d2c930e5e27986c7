import { ApiObject, Include } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromField, waive } from '../../lib/constructs';
import { fieldAt } from '../../lib/kubernetes';
import { deployment, manifests, object, refusalOf, rendered } from './trees';

const only = (result: ReturnType<typeof rendered>, kind: string) => {
  const found = manifests(result).find(({ key }) => key.kind === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found;
};

describe('identity', () => {
  it('gives namespaced objects the namespace of their component and takes it from cluster-scoped ones', () => {
    const result = rendered({
      a: (chart) => {
        object(chart, 'v1', 'ConfigMap', 'x');
        object(chart, 'storage.k8s.io/v1', 'StorageClass', 'y', { provisioner: 'p' });
      },
    });
    expect(only(result, 'ConfigMap').object.metadata.namespace).toBe('a');
    expect(only(result, 'StorageClass').object.metadata.namespace).toBeUndefined();
  });

  it('refuses a namespace that somebody wrote on a cluster-scoped object', () => {
    const refusal = refusalOf(() =>
      rendered({ a: (chart) => void object(chart, 'v1', 'Namespace', 'x', {}, { namespace: 'other' }) }),
    );
    expect(refusal.diagnostics[0]).toMatchObject({ rule: 'render/scope', got: 'other' });
  });

  it('refuses the same object twice, in one component or two, and names both construct paths', () => {
    const refusal = refusalOf(() =>
      rendered({
        a: (chart) => void object(chart, 'storage.k8s.io/v1', 'StorageClass', 'x', { provisioner: 'p' }),
        b: (chart) =>
          void new ApiObject(chart, 'again', {
            apiVersion: 'storage.k8s.io/v1',
            kind: 'StorageClass',
            metadata: { name: 'x' },
          }),
      }),
    );
    expect(refusal.diagnostics[0]?.got).toBe('the same object twice: at a/StorageClass-x and at b/again');
  });

  it('takes two versions of one group for the same object', () => {
    const refusal = refusalOf(() =>
      rendered({
        a: (chart) => {
          object(chart, 'autoscaling/v1', 'HorizontalPodAutoscaler', 'x');
          new ApiObject(chart, 'v2', {
            apiVersion: 'autoscaling/v2',
            kind: 'HorizontalPodAutoscaler',
            metadata: { name: 'x' },
          });
        },
      }),
    );
    expect(refusal.diagnostics[0]?.rule).toBe('render/duplicate-object');
  });

  it('keeps objects apart that share kind and name in two namespaces or two groups', () => {
    const result = rendered({
      a: (chart) => {
        object(chart, 'v1', 'ConfigMap', 'x');
        new ApiObject(chart, 'other', {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'x', namespace: 'b' },
        });
      },
    });
    expect(manifests(result)).toHaveLength(2);
  });

  it('refuses a kind that nobody knows to be namespaced or not', () => {
    const refusal = refusalOf(() =>
      rendered({ a: (chart) => void object(chart, 'example.com/v1', 'Thing', 'x') }),
    );
    expect(refusal.diagnostics[0]?.rule).toBe('render/unknown-kind');
  });

  it('refuses an object without a name, whose name would depend on where the code stands', () => {
    const refusal = refusalOf(() =>
      rendered({ a: (chart) => void new ApiObject(chart, 'x', { apiVersion: 'v1', kind: 'ConfigMap' }) }),
    );
    expect(refusal.diagnostics[0]).toMatchObject({
      rule: 'render/explicit-name',
      got: 'no name, at construct a/x',
    });
  });
});

describe('labels', () => {
  it('are the standard ones, on objects and not in pod templates, and never instance', () => {
    const result = rendered({ a: (chart) => void deployment(chart, 'app') });
    const { object: rendering } = only(result, 'Deployment');
    expect(rendering.metadata.labels).toEqual({
      'app.kubernetes.io/name': 'a',
      'app.kubernetes.io/part-of': 'test',
      'app.kubernetes.io/managed-by': 'drydock',
    });
    expect(fieldAt(rendering, 'spec', 'template', 'metadata', 'labels')).toEqual({ app: 'app' });
  });
});

describe('normalization', () => {
  it('writes quantities as the API server stores them and names the protocol of ports', () => {
    const result = rendered({
      a: (chart) =>
        void deployment(
          chart,
          'app',
          {},
          {
            resources: { requests: { cpu: '1000m', memory: '1024Mi' }, limits: { cpu: 0.5 } },
            ports: [{ containerPort: 80 }],
          },
        ),
    });
    const container = fieldAt(only(result, 'Deployment').object, 'spec', 'template', 'spec', 'containers', 0);
    expect(container).toMatchObject({
      resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '500m' } },
      ports: [{ containerPort: 80, protocol: 'TCP' }],
    });
  });

  it('takes the label off pods that cdk8s-plus derives from the construct path', () => {
    const result = rendered({
      a: (chart) => {
        const made = new kplus.Deployment(chart, 'd', {
          metadata: { name: 'app' },
          select: false,
          podMetadata: { labels: { app: 'app' } },
          containers: [{ image: 'docker.io/example/app:1' }],
        });
        made.select(kplus.LabelSelector.of({ labels: { app: 'app' } }));
      },
    });
    expect(JSON.stringify(manifests(result))).not.toContain('cdk8s.io/metadata.addr');
  });

  it('leaves the data of a ConfigMap alone, whatever its keys are called', () => {
    const result = rendered({
      a: (chart) => void object(chart, 'v1', 'ConfigMap', 'x', { data: { limits: '1000m', status: 'ok' } }),
    });
    expect(only(result, 'ConfigMap').object['data']).toEqual({ limits: '1000m', status: 'ok' });
  });
});

describe('images', () => {
  const build = {
    build: (chart: Parameters<typeof deployment>[0]) =>
      void deployment(
        chart,
        'app',
        { initContainers: [{ name: 'i', image: 'busybox:1.37' }] },
        { env: [{ name: 'HELPER', value: 'docker.io/example/helper:2' }] },
      ),
    dependsOn: [],
    images: ['docker.io/example/helper:2'],
  };

  it('are on the bill, also those in variables that a component declares', () => {
    expect(rendered({ a: build }).images).toEqual([
      'busybox:1.37',
      'docker.io/example/app:1',
      'docker.io/example/helper:2',
    ]);
  });

  it('all move to the registry of the site with one setting', () => {
    const result = rendered({ a: build }, { registry: 'registry.example.internal/mirror' });
    expect(result.images).toEqual([
      'registry.example.internal/mirror/docker.io/example/app:1',
      'registry.example.internal/mirror/docker.io/example/helper:2',
      'registry.example.internal/mirror/docker.io/library/busybox:1.37',
    ]);
    expect(JSON.stringify(manifests(result))).not.toContain('"docker.io/');
  });

  it('are pulled with the secrets of the site by every ServiceAccount and pod', () => {
    const result = rendered(
      {
        a: (chart) => {
          object(chart, 'v1', 'ServiceAccount', 's');
          deployment(chart, 'app');
        },
      },
      { pullSecrets: ['registry'] },
    );
    expect(only(result, 'ServiceAccount').object['imagePullSecrets']).toEqual([{ name: 'registry' }]);
    expect(
      fieldAt(only(result, 'Deployment').object, 'spec', 'template', 'spec', 'imagePullSecrets'),
    ).toEqual([{ name: 'registry' }]);
  });
});

describe('protection', () => {
  it('keeps Argo CD from pruning claims, namespaces and definitions, and asks before it removes a database', () => {
    const result = rendered({
      a: (chart) => {
        object(chart, 'v1', 'PersistentVolumeClaim', 'x');
        object(chart, 'apps/v1', 'StatefulSet', 'db', {
          spec: { volumeClaimTemplates: [{ metadata: { name: 'd' } }], template: {} },
        });
        object(
          chart,
          'v1',
          'Namespace',
          'n',
          {},
          { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=confirm' } },
        );
        object(chart, 'v1', 'ConfigMap', 'c');
      },
    });
    const options = (kind: string) =>
      only(result, kind).object.metadata.annotations?.['argocd.argoproj.io/sync-options'];
    expect(options('PersistentVolumeClaim')).toBe('Prune=false,Delete=false');
    expect(options('StatefulSet')).toBe('Prune=confirm,Delete=confirm');
    expect(options('Namespace')).toBe('Prune=confirm,Delete=false');
    expect(options('ConfigMap')).toBeUndefined();
  });
});

describe('origin', () => {
  it('is the nearest field noted above an object; waivers add up on the way down', () => {
    const result = rendered({
      a: (chart) => {
        fromField(chart, 'spec.a');
        waive(chart, 'rule/one', 'because of the chart');
        waive(
          fromField(object(chart, 'v1', 'ConfigMap', 'x'), 'spec.a.x'),
          'rule/two',
          'because of the object',
        );
        object(chart, 'v1', 'Secret', 'y');
      },
    });
    expect(only(result, 'ConfigMap')).toMatchObject({
      origin: { construct: 'a/ConfigMap-x', field: 'spec.a.x' },
      waivers: [{ rule: 'rule/one' }, { rule: 'rule/two' }],
    });
    expect(only(result, 'Secret')).toMatchObject({
      origin: { field: 'spec.a' },
      waivers: [{ rule: 'rule/one' }],
    });
  });

  it('is there for any cdk8s construct that is plugged in', () => {
    const folder = mkdtempSync(join(tmpdir(), 'drydock-include-'));
    try {
      const file = join(folder, 'x.yaml');
      writeFileSync(file, 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: included}\ndata: {a: b}\n');
      const result = rendered({ a: (chart) => void new Include(chart, 'include', { url: file }) });
      expect(only(result, 'ConfigMap')).toMatchObject({ key: { name: 'included', namespace: 'a' } });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
