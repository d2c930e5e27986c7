import fc from 'fast-check';
import { longestPaths, type Edge } from '../../lib/render/waves/graph';
import { deployment, object, refusalOf, rendered, wavesOf, type Build } from './trees';

const claimVolume = (claimName: string) => ({
  volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }],
});

const storageClass: Build = (chart) => {
  object(chart, 'storage.k8s.io/v1', 'StorageClass', 'local', {
    provisioner: 'x',
    volumeBindingMode: 'WaitForFirstConsumer',
  });
};

describe('waves inside a component', () => {
  it('put a ConfigMap, Secret source, ServiceAccount and its permissions before the workload that uses them', () => {
    const waves = wavesOf(
      rendered({
        a: (chart) => {
          object(chart, 'v1', 'ConfigMap', 'config');
          object(chart, 'v1', 'ServiceAccount', 'worker');
          object(chart, 'rbac.authorization.k8s.io/v1', 'Role', 'worker', { rules: [] });
          object(chart, 'rbac.authorization.k8s.io/v1', 'RoleBinding', 'worker', {
            roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'worker' },
            subjects: [{ kind: 'ServiceAccount', name: 'worker' }],
          });
          object(chart, 'external-secrets.io/v1', 'ExternalSecret', 'made', {
            spec: { target: { name: 'password' } },
          });
          deployment(
            chart,
            'app',
            { serviceAccountName: 'worker' },
            {
              envFrom: [{ configMapRef: { name: 'config' } }],
              env: [{ name: 'P', valueFrom: { secretKeyRef: { name: 'password', key: 'p' } } }],
            },
          );
        },
      }),
    );
    expect(waves).toEqual({
      'ConfigMap/a/config': 0,
      'ServiceAccount/a/worker': 0,
      'Role/a/worker': 0,
      'RoleBinding/a/worker': 1,
      'ExternalSecret/a/made': 0,
      'Deployment/a/app': 2,
    });
  });

  it('put a custom resource after its definition and a webhook after its Service and its backend', () => {
    const waves = wavesOf(
      rendered({
        a: (chart) => {
          object(chart, 'apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'things.example.com', {
            spec: { group: 'example.com', names: { kind: 'Thing' }, scope: 'Namespaced' },
          });
          object(chart, 'example.com/v1', 'Thing', 'one');
          object(chart, 'v1', 'ConfigMap', 'config');
          object(chart, 'v1', 'Service', 'hook', { spec: { selector: { app: 'hook' } } });
          deployment(chart, 'hook', { volumes: [{ name: 'c', configMap: { name: 'config' } }] });
          object(chart, 'admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'hook', {
            webhooks: [{ clientConfig: { service: { namespace: 'a', name: 'hook' } } }],
          });
        },
      }),
    );
    expect(waves).toMatchObject({
      'CustomResourceDefinition/things.example.com': 0,
      'Thing/a/one': 1,
      'Service/a/hook': 0,
      'Deployment/a/hook': 1,
      'MutatingWebhookConfiguration/hook': 2,
    });
  });

  it('put a claim into the wave of its first consumer, for it waits for that one', () => {
    const waves = wavesOf(
      rendered({
        storage: storageClass,
        a: (chart) => {
          object(chart, 'v1', 'PersistentVolumeClaim', 'data', { spec: { storageClassName: 'local' } });
          object(chart, 'v1', 'ConfigMap', 'config');
          deployment(chart, 'first', claimVolume('data'), {
            envFrom: [{ configMapRef: { name: 'config' } }],
          });
          object(chart, 'snapshot.storage.k8s.io/v1', 'VolumeSnapshot', 'before', {
            spec: { source: { persistentVolumeClaimName: 'data' } },
          });
        },
      }),
    );
    expect(waves).toMatchObject({
      'PersistentVolumeClaim/a/data': 1,
      'Deployment/a/first': 1,
      'VolumeSnapshot/a/before': 2,
    });
  });

  it('put a claim that binds at once before its consumer', () => {
    const waves = wavesOf(
      rendered({
        storage: (chart) => {
          object(chart, 'storage.k8s.io/v1', 'StorageClass', 'remote', {
            provisioner: 'x',
            volumeBindingMode: 'Immediate',
          });
        },
        a: (chart) => {
          object(chart, 'v1', 'PersistentVolumeClaim', 'data', { spec: { storageClassName: 'remote' } });
          deployment(chart, 'app', claimVolume('data'));
        },
      }),
    );
    expect(waves).toMatchObject({ 'PersistentVolumeClaim/a/data': 0, 'Deployment/a/app': 1 });
  });

  it('refuse a claim whose only consumer waits for a snapshot of it: neither would ever start', () => {
    const refusal = refusalOf(() =>
      rendered({
        storage: storageClass,
        a: (chart) => {
          object(chart, 'v1', 'PersistentVolumeClaim', 'data', { spec: { storageClassName: 'local' } });
          const snapshot = object(chart, 'snapshot.storage.k8s.io/v1', 'VolumeSnapshot', 'copy', {
            spec: { source: { persistentVolumeClaimName: 'data' } },
          });
          deployment(chart, 'app', claimVolume('data')).addDependency(snapshot);
        },
      }),
    );
    expect(refusal.exitCode).toBe(2);
    expect(refusal.diagnostics[0]).toMatchObject({ rule: 'render/dependency-cycle' });
    expect(refusal.diagnostics[0]?.got).toContain(
      'VolumeSnapshot/a/copy needs PersistentVolumeClaim/a/data (spec.source)',
    );
  });

  it('follow a declared dependency on a construct to every object in it', () => {
    const waves = wavesOf(
      rendered({
        a: (chart) => {
          const late = object(chart, 'v1', 'ConfigMap', 'late');
          const early = object(chart, 'v1', 'ConfigMap', 'early');
          const middle = deployment(chart, 'middle', {
            volumes: [{ name: 'c', configMap: { name: 'early' } }],
          });
          late.addDependency(middle, early);
        },
      }),
    );
    expect(waves).toEqual({ 'ConfigMap/a/early': 0, 'Deployment/a/middle': 1, 'ConfigMap/a/late': 2 });
  });

  it('find a Service by its address in a variable', () => {
    const waves = wavesOf(
      rendered({
        a: (chart) => {
          object(chart, 'v1', 'Service', 'store', { spec: { selector: { app: 'store' } } });
          deployment(
            chart,
            'app',
            {},
            { env: [{ name: 'URL', value: 'http://store.a.svc.cluster.local:9000/bucket' }] },
          );
        },
      }),
    );
    expect(waves).toEqual({ 'Service/a/store': 0, 'Deployment/a/app': 1 });
  });
});

describe('waves of components', () => {
  const order = (result: ReturnType<typeof rendered>): readonly string[] =>
    result.components.map(({ name, wave, dependsOn }) => `${wave} ${name} after [${dependsOn.join(' ')}]`);

  it('come from declared dependencies and from references', () => {
    const result = rendered({
      c: { build: (chart) => void object(chart, 'v1', 'ConfigMap', 'x'), dependsOn: ['b', 'absent'] },
      b: (chart) =>
        void object(chart, 'v1', 'PersistentVolumeClaim', 'x', { spec: { storageClassName: 'local' } }),
      a: storageClass,
    });
    expect(order(result)).toEqual(['0 a after []', '1 b after [a]', '2 c after [b]']);
  });

  it('do not change when an unrelated component is added', () => {
    const build: Build = (chart) =>
      void object(chart, 'v1', 'PersistentVolumeClaim', 'x', { spec: { storageClassName: 'local' } });
    const without = rendered({ a: storageClass, b: build });
    const withOther = rendered({
      z: (chart) => void object(chart, 'v1', 'ConfigMap', 'x'),
      a: storageClass,
      b: build,
    });
    expect(withOther.components.filter(({ name }) => name !== 'z')).toEqual(without.components);
  });

  it('refuse a circle and print it with what makes each link', () => {
    const refusal = refusalOf(() =>
      rendered({
        a: { build: (chart) => void object(chart, 'v1', 'ConfigMap', 'x'), dependsOn: ['b'] },
        b: { build: storageClass, dependsOn: ['a'] },
      }),
    );
    expect(refusal.diagnostics[0]).toMatchObject({
      rule: 'render/component-cycle',
      got: 'a -> b -> a (a: declared; b: declared)',
    });
  });
});

describe('longest paths', () => {
  const acyclic = fc
    .integer({ min: 1, max: 60 })
    .chain((size) =>
      fc.tuple(
        fc.constant(size),
        fc.array(
          fc.record({ a: fc.nat(size - 1), b: fc.nat(size - 1), weight: fc.constantFrom<0 | 1>(0, 1) }),
          { maxLength: 200 },
        ),
        fc.shuffledSubarray([...Array(size).keys()], { minLength: size }),
      ),
    )
    .map(([size, pairs, order]) => {
      const edges: Edge[][] = Array.from({ length: size }, () => []);
      for (const { a, b, weight } of pairs) {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        if (low !== high) edges[order[high] ?? 0]?.push({ to: order[low] ?? 0, weight, because: 'edge' });
      }
      return edges;
    });

  it('put every node after what it depends on, and no later than needed', () => {
    fc.assert(
      fc.property(acyclic, (edges) => {
        const result = longestPaths(edges);
        if (result.kind !== 'levels') throw new Error('a cycle where there is none');
        edges.forEach((own, node) => {
          const least = Math.max(0, ...own.map(({ to, weight }) => (result.levels[to] ?? 0) + weight));
          expect(result.levels[node]).toBe(least);
        });
      }),
    );
  });

  it('find a real cycle wherever one is closed', () => {
    fc.assert(
      fc.property(acyclic, fc.nat(), fc.nat(), (edges, x, y) => {
        const from = x % edges.length;
        const reaches = (start: number, goal: number, seen = new Set<number>()): boolean =>
          start === goal ||
          (!seen.has(start) &&
            (seen.add(start), (edges[start] ?? []).some(({ to }) => reaches(to, goal, seen))));
        const to = y % edges.length;
        fc.pre(reaches(to, from));
        const closed = edges.map((own, node) =>
          node === from ? [...own, { to, weight: 1 as const, because: 'closing' }] : own,
        );
        const result = longestPaths(closed);
        if (result.kind !== 'cycle') throw new Error('no cycle found');
        result.nodes.forEach(({ node }, index) => {
          const next = result.nodes[(index + 1) % result.nodes.length]?.node;
          expect(closed[node]?.some((edge) => edge.to === next)).toBe(true);
        });
      }),
    );
  });
});
