import { build } from '../../lib/kustomize';
import { configMap, deployment, inMemory, yamlOf } from './trees';

const both = 'resources: [a.yaml, b.yaml]\n';
const objects = { 'a.yaml': configMap, 'b.yaml': deployment };

const kustomized = (fields: string): string => yamlOf({ ...objects, 'kustomization.yaml': both + fields });

describe('a kustomization', () => {
  it('gives its objects by kind, keys sorted, in the text that kustomize prints', () => {
    expect(yamlOf({ 'kustomization.yaml': 'resources: [b.yaml, a.yaml]\n', ...objects })).toMatch(
      /^apiVersion: v1\ndata:\n {2}a: b\nkind: ConfigMap\nmetadata:\n {2}name: settings\n---\napiVersion: apps\/v1\nkind: Deployment\n/,
    );
  });

  it('renames what refers to a renamed object', () => {
    const text = kustomized('namePrefix: eu-\nnameSuffix: "-1"\n');
    expect(text).toContain('  name: eu-settings-1\n');
    expect(text).toContain('            name: eu-settings-1\n');
  });

  it('follows references that a configuration names', () => {
    const text = yamlOf({
      'kustomization.yaml':
        'resources: [a.yaml, c.yaml]\nnamePrefix: eu-\nconfigurations: [references.yaml]\n',
      'a.yaml': configMap,
      'c.yaml': 'apiVersion: example.com/v1\nkind: App\nmetadata: {name: app}\nspec: {settings: settings}\n',
      'references.yaml':
        'nameReference:\n- kind: ConfigMap\n  fieldSpecs: [{kind: App, path: spec/settings}]\n',
    });
    expect(text).toContain('  settings: eu-settings\n');
  });

  it('appends the hash that kustomize computes to what it generates', () => {
    expect(
      yamlOf({ 'kustomization.yaml': 'configMapGenerator:\n- name: settings\n  literals: [a=b]\n' }),
    ).toContain('name: settings-4h2mbtbbt6\n');
  });

  it('merges a generated ConfigMap into one that is there', () => {
    const text = kustomized('configMapGenerator:\n- name: settings\n  behavior: merge\n  literals: [c=d]\n');
    expect(text).toContain('data:\n  a: b\n  c: d\n');
  });

  it('puts files that are no UTF-8 into binaryData', () => {
    const fs = inMemory({
      'kustomization.yaml': 'configMapGenerator:\n- name: x\n  files: [blob]\n',
      blob: ' ',
    });
    const bytes = Buffer.from([0xff, 0xfe, 0x00]);
    const text = build('.', {
      cwd: '/tree',
      fs: { ...fs, readFile: (path) => (path.endsWith('blob') ? bytes : fs.readFile(path)) },
    }).yaml;
    expect(text).toContain('binaryData:\n  blob: //4A\n');
  });

  it('merges lists by the keys of their kind', () => {
    const text = kustomized(
      'patches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: web}\n    spec: {template: {spec: {containers: [{name: side, image: s}, {name: main, image: m}]}}}\n',
    );
    expect(text).toContain('      - image: s\n        name: side\n      - envFrom:\n');
  });

  it('takes away what a patch deletes', () => {
    const text = kustomized(
      'patches:\n- patch: |-\n    $patch: delete\n    apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: settings}\n',
    );
    expect(text).not.toContain('kind: ConfigMap\n');
  });

  it('applies JSON patches to all that a regular expression selects', () => {
    const text = kustomized(
      'patches:\n- target: {name: "s.*|web"}\n  patch: |-\n    - {op: add, path: /metadata/annotations/seen, value: "true"}\n',
    );
    expect(text.match(/seen: "true"/g)).toHaveLength(2);
  });

  it('keeps one node for a label in all its fields, as kustomize does', () => {
    const text = yamlOf({
      'base/kustomization.yaml': 'resources: [b.yaml]\ncommonLabels: {team: a}\n',
      'base/b.yaml': deployment,
      'kustomization.yaml':
        'resources: [base]\npatches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: web, labels: {team: b}}\n',
    });
    expect(text.match(/team: b/g)?.length).toBe(3);
  });

  it('replaces parts of values between delimiters', () => {
    const text = kustomized(
      'replacements:\n- source: {kind: ConfigMap, fieldPath: data.a}\n  targets:\n  - select: {kind: Deployment}\n    fieldPaths: ["spec.template.spec.containers.[name=main].image"]\n    options: {delimiter: ":", index: 1}\n',
    );
    expect(text).toContain('image: docker.io/example/web:b\n');
  });

  it('resolves remote resources to what a site has vendored', () => {
    const tree = {
      'kustomization.yaml': 'resources: ["https://example.com/org/repo//base?ref=v1"]\n',
      'vendor/kustomization.yaml': 'resources: [a.yaml]\n',
      'vendor/a.yaml': configMap,
    };
    const resolveRemote = (url: string): string | undefined =>
      url === 'https://example.com/org/repo//base?ref=v1' ? 'vendor' : undefined;
    expect(yamlOf(tree, '.', { resolveRemote })).toBe(yamlOf(tree, 'vendor'));
  });

  it('gives objects, and a file name for each, beside the text', () => {
    const built = build('.', { cwd: '/tree', fs: inMemory({ ...objects, 'kustomization.yaml': both }) });
    expect(built.objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual([
      'ConfigMap/settings',
      'Deployment/web',
    ]);
    expect(built.files.map(({ name }) => name)).toEqual([
      'v1_configmap_settings.yaml',
      'apps_v1_deployment_web.yaml',
    ]);
    expect(built.files.map(({ text }) => text).join('---\n')).toBe(built.yaml);
  });

  it('lets validators add the label that says so, and nothing else', () => {
    const validator = (label: string): string =>
      `validators:\n- |-\n  apiVersion: builtin\n  kind: LabelTransformer\n  metadata: {name: v}\n  labels: {${label}: x}\n  fieldSpecs: [{path: metadata/labels, create: true}]\n`;
    expect(kustomized(validator('validated-by'))).toContain('validated-by: x');
    expect(() => kustomized(validator('other'))).toThrow("validator shouldn't modify the resource map");
  });

  it('gives the same twice: nothing is kept between builds', () => {
    const tree = { ...objects, 'kustomization.yaml': `${both}namePrefix: p-\ncommonLabels: {a: b}\n` };
    expect(yamlOf(tree)).toBe(yamlOf(tree));
  });
});
