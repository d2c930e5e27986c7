import { apiLifecycle, fieldPath, secretsMadeOf } from '../../lib/kubernetes';

describe('a field path', () => {
  it('joins fields by dots and puts indices and odd keys in brackets', () => {
    expect(fieldPath('spec', 'containers', 0, 'image')).toBe('spec.containers[0].image');
    expect(fieldPath('metadata.labels', 'app.kubernetes.io/name')).toBe(
      'metadata.labels[app.kubernetes.io/name]',
    );
    expect(fieldPath('', 'metadata', 'name')).toBe('metadata.name');
  });
});

describe('the lifecycle of an API', () => {
  it('is known for versions that some supported Kubernetes does not serve', () => {
    expect(apiLifecycle('policy/v1beta1', 'PodDisruptionBudget')).toEqual({
      removed: 25,
      replacement: 'policy/v1',
    });
    expect(apiLifecycle('resource.k8s.io/v1', 'ResourceClaim')).toMatchObject({ introduced: 34 });
    expect(apiLifecycle('apps/v1', 'Deployment')).toBeUndefined();
  });
});

describe('the Secret that an object makes', () => {
  const external = (spec: Readonly<Record<string, unknown>>) =>
    secretsMadeOf({
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: 'db', namespace: 'app' },
      spec,
    });

  it('has the keys that an ExternalSecret lists', () => {
    expect(external({ data: [{ secretKey: 'a' }, { secretKey: 'b' }] })).toEqual([
      { namespace: 'app', name: 'db', keys: ['a', 'b'] },
    ]);
  });

  it('has the keys of the template alone, unless that is merged', () => {
    const spec = { data: [{ secretKey: 'a' }], target: { name: 'out', template: { data: { url: 'x' } } } };
    expect(external(spec)).toEqual([{ namespace: 'app', name: 'out', keys: ['url'] }]);
    const merged = { ...spec, target: { template: { data: { url: 'x' }, mergePolicy: 'Merge' } } };
    expect(external(merged)).toEqual([{ namespace: 'app', name: 'db', keys: ['url', 'a'] }]);
  });

  it('has keys that nobody knows yet where whole secrets are fetched', () => {
    expect(external({ dataFrom: [{ extract: { key: 'x' } }] })).toEqual([
      { namespace: 'app', name: 'db', keys: undefined },
    ]);
  });

  it('is none for other kinds', () => {
    expect(secretsMadeOf({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } })).toEqual([]);
  });
});
