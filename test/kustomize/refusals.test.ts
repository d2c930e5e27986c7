import { configMap, deployment, refusalOf, yamlOf } from './trees';

const withFields = (fields: string): Record<string, string> => ({
  'kustomization.yaml': `resources:\n- a.yaml\n${fields}`,
  'a.yaml': configMap,
});

describe('a mistake is refused with file, line, field and what to do', () => {
  it('names the field that was meant', () => {
    expect(refusalOf(withFields('namePrefx: a-\n'))).toEqual({
      rule: 'kustomize/unknown-field',
      severity: 'error',
      where: { kind: 'source', file: 'kustomization.yaml', line: 3, column: 12, field: 'namePrefx' },
      got: 'unknown field "namePrefx"',
      want: expect.stringContaining('namePrefix'),
      fix: 'write namePrefix',
    });
  });

  it.each([
    ['a number where text is wanted', 'namespace: 5\n', 'kustomize/field-type', 'namespace'],
    [
      'a patch for nothing',
      'patches:\n- patch: "{apiVersion: v1, kind: Pod, metadata: {name: x}}"\n',
      'kustomize/patch-target',
      'patches[0]',
    ],
    [
      'a JSON patch without target',
      'patches:\n- patch: "[{op: remove, path: /data}]"\n',
      'kustomize/patch-kind',
      'patches[0]',
    ],
    [
      'a JSON patch that does not apply',
      'patches:\n- target: {kind: ConfigMap}\n  patch: |-\n    - {op: remove, path: /nope}\n',
      'kustomize/json-patch',
      'patches[0]',
    ],
    ['a missing patch file', 'patches:\n- path: nope.yaml\n', 'kustomize/no-file', 'patches[0]'],
    [
      'replicas of nothing',
      'replicas:\n- {name: web, count: 2}\n',
      'kustomize/replicas-target',
      'replicas[0]',
    ],
    ['a Helm chart', 'helmCharts:\n- {name: x}\n', 'kustomize/helm', 'helmCharts'],
    [
      'a replacement from nothing',
      'replacements:\n- source: {kind: Pod}\n  targets: [{select: {kind: ConfigMap}}]\n',
      'kustomize/replacement-source',
      'replacements',
    ],
    [
      'a generator of what exists',
      'configMapGenerator:\n- {name: settings}\n',
      'kustomize/behavior',
      'configMapGenerator[0]',
    ],
    [
      'an external plugin',
      'transformers:\n- |-\n  apiVersion: example.com/v1\n  kind: Foo\n  metadata: {name: x}\n',
      'kustomize/plugin',
      'transformers',
    ],
    ['an order that there is not', 'sortOptions: {order: random}\n', 'kustomize/sort-options', 'sortOptions'],
    [
      'a selector that is none',
      'patches:\n- target: {labelSelector: "a=b=c"}\n  patch: |-\n    - {op: remove, path: /data}\n',
      'kustomize/label-selector',
      'patches[0]',
    ],
  ])('%s', (_, fields, rule, field) => {
    const refusal = refusalOf(withFields(fields));
    expect(refusal.rule).toBe(rule);
    expect(refusal.where).toMatchObject({ kind: 'source', file: 'kustomization.yaml', field });
    expect(refusal.fix).not.toBe('');
  });

  it('points into the manifest that is no YAML', () => {
    const refusal = refusalOf({ ...withFields(''), 'a.yaml': `${configMap}x: [1\n` });
    expect(refusal.where).toMatchObject({ kind: 'source', file: 'a.yaml' });
    expect(refusal.rule).toBe('kustomize/yaml');
  });

  it('points to the second of two objects with one name', () => {
    const refusal = refusalOf({
      'kustomization.yaml': 'resources:\n- a.yaml\n- b.yaml\n',
      'a.yaml': configMap,
      'b.yaml': configMap,
    });
    expect(refusal.where).toMatchObject({ file: 'kustomization.yaml', line: 3, field: 'resources[1]' });
    expect(refusal.got).toContain('ConfigMap.v1.[noGrp]/settings.[noNs]');
  });

  it('names the URL of a remote resource', () => {
    const refusal = refusalOf({
      'kustomization.yaml': 'resources: ["https://example.com/org/repo//base"]\n',
    });
    expect([refusal.rule, refusal.got]).toEqual([
      'kustomize/remote',
      'the remote resource https://example.com/org/repo//base',
    ]);
  });

  it('finds cycles', () => {
    const tree = {
      'a/kustomization.yaml': 'resources: [../b]\n',
      'b/kustomization.yaml': 'resources: [../a]\n',
    };
    expect(refusalOf(tree, 'a').rule).toBe('kustomize/cycle');
  });

  it('reads nothing outside of its folder, unless it is let', () => {
    const tree = { 'a/kustomization.yaml': 'resources: [../b.yaml]\n', 'b.yaml': deployment };
    expect(refusalOf(tree, 'a').rule).toBe('kustomize/load-restriction');
    expect(yamlOf(tree, 'a', { loadRestrictor: 'none' })).toContain('kind: Deployment');
  });

  it('says that a folder has no kustomization file, or too many', () => {
    expect(refusalOf({ 'a.yaml': configMap }).rule).toBe('kustomize/no-kustomization');
    const many = { 'kustomization.yaml': 'resources: []\n', 'kustomization.yml': 'resources: []\n' };
    expect(refusalOf(many).rule).toBe('kustomize/many-kustomizations');
  });

  it('ends on a nest of brackets without end', () => {
    expect(refusalOf({ ...withFields(''), 'a.yaml': '['.repeat(100_000) }).rule).toBe('kustomize/yaml');
  });
});
