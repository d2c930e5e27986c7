import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { KubernetesObject } from '../../lib/kubernetes';
import { filesOf, parseRecord, pathOf, recordFile } from '../../lib/output';
import { componentOf, configMap, manifestOf, refusedWith, releaseOf } from './samples';

const object = (apiVersion: string, kind: string, name: string, namespace?: string): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
});

const pathsOf = (objects: readonly KubernetesObject[]): readonly string[] => {
  const component = componentOf('serving', objects);
  return component.manifests.map((manifest) => pathOf(manifest, component));
};

describe('the path of an object', () => {
  it.each([
    [
      'in the namespace of its component',
      object('v1', 'Service', 'web', 'serving'),
      'serving/Service-web.yaml',
    ],
    ['cluster-scoped', object('v1', 'Namespace', 'serving'), 'serving/Namespace-serving.yaml'],
    ['in another namespace', object('v1', 'Service', 'web', 'models'), 'serving/models/Service-web.yaml'],
    [
      'of a group other than the core',
      object('apps/v1', 'Deployment', 'web', 'serving'),
      'serving/Deployment-web.yaml',
    ],
    [
      'of a custom kind',
      object('argoproj.io/v1alpha1', 'Application', 'web', 'serving'),
      'serving/Application-web.yaml',
    ],
    [
      'of a custom kind with a built-in name',
      object('serving.knative.dev/v1', 'Service', 'web', 'serving'),
      'serving/Service.serving.knative.dev-web.yaml',
    ],
    [
      'with characters that file systems forbid',
      object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'system:a*b "c"\\ü'),
      'serving/ClusterRole-system%3Aa%2Ab%20%22c%22%5C%C3%BC.yaml',
    ],
  ])('%s', (_, given, path) => {
    expect(pathsOf([given])).toEqual([path]);
  });

  it('tells two custom kinds of one name apart by their groups, in any order', () => {
    const kinds = [object('a.example.com/v1', 'Backup', 'x'), object('b.example.com/v1', 'Backup', 'x')];
    const paths = ['serving/Backup.a.example.com-x.yaml', 'serving/Backup.b.example.com-x.yaml'];
    expect(pathsOf(kinds)).toEqual(paths);
    expect(pathsOf([...kinds].reverse())).toEqual([...paths].reverse());
  });

  it('shortens what a file system cannot hold, and keeps it unique', () => {
    const long = 'a'.repeat(252);
    const [one = '', two = ''] = pathsOf([
      object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', `${long}b`),
      object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', `${long}c`),
    ]);
    expect(one.length - 'serving/'.length).toBe(255);
    expect(one).toMatch(/^serving\/ValidatingWebhookConfiguration-a+-[0-9a-f]{16}\.yaml$/);
    expect(one).not.toBe(two);
  });

  it('never leaves the tree and is never hidden', () => {
    const component = componentOf('..', [object('v1', 'Service', 'web', '.git')]);
    expect(component.manifests.map((manifest) => pathOf(manifest, component))).toEqual([
      '%2E./%2Egit/Service-web.yaml',
    ]);
  });

  it('is different for different objects, whatever their names', () => {
    const name = fc.string({
      minLength: 1,
      maxLength: 6,
      unit: fc.constantFrom('a', 'A', ':', '%', '3', '-', '.', '*', 'ü', '😀'),
    });
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 2, maxLength: 8 }), (names) => {
        const paths = pathsOf(
          names.map((each) => object('rbac.authorization.k8s.io/v1', 'ClusterRole', each)),
        );
        expect(new Set(paths).size).toBe(names.length);
      }),
    );
  });
});

describe('filesOf', () => {
  const release = releaseOf([
    componentOf('namespaces', [], {
      wave: 0,
      manifests: [manifestOf('namespaces', object('v1', 'Namespace', 'models'), 'spec.teams[ml]')],
    }),
    componentOf('serving', [], {
      wave: 2,
      version: '1.2.0',
      dependsOn: ['storage', 'namespaces'],
      manifests: [
        manifestOf(
          'serving',
          configMap('settings', 'serving', { 'run.sh': '#!/bin/sh\nexec true\n' }),
          undefined,
          1,
        ),
        manifestOf('serving', configMap('z-first', 'models', {}), 'spec.serving.models[iris]', 0),
      ],
    }),
  ]);

  it('gives the files that a reviewer sees', () => {
    const text = filesOf(release)
      .map(({ path, text }) => `=== ${path}\n${text}`)
      .join('');
    expect(text).toBe(readFileSync(join(__dirname, 'golden', 'tree.txt'), 'utf8'));
  });

  it('gives the same bytes when code is moved', () => {
    const moved = {
      ...release,
      components: release.components.map((component) => ({
        ...component,
        manifests: [...component.manifests].reverse().map((manifest) => ({
          ...manifest,
          origin: { ...manifest.origin, construct: 'elsewhere' },
        })),
      })),
    };
    const bytes = (files: ReturnType<typeof filesOf>) => files.map(({ path, text }) => [path, text]);
    expect(bytes(filesOf(moved))).toEqual(bytes(filesOf(release)));
  });

  it('remembers which object a file holds', () => {
    const [, settings] = filesOf(release).filter(({ manifest }) => manifest?.component === 'serving');
    expect(settings?.manifest?.key).toMatchObject({ kind: 'ConfigMap', name: 'z-first' });
  });

  it('gives a record that reads back with a digest for each file', () => {
    const text = filesOf(release).find(({ path }) => path === recordFile)?.text ?? '';
    const record = parseRecord(text, recordFile);
    expect(record).toMatchObject({ writtenBy: 'drydock', format: 1, platform: 'onprem', kubernetes: '1.34' });
    expect(record.components.flatMap(({ files }) => files.map(({ path }) => path))).toEqual([
      'namespaces/Namespace-models.yaml',
      'serving/models/ConfigMap-z-first.yaml',
      'serving/ConfigMap-settings.yaml',
    ]);
  });

  it('refuses objects whose files would be one on a case-insensitive file system', async () => {
    const role = (name: string) => object('rbac.authorization.k8s.io/v1', 'Role', name, 'serving');
    const diagnostics = await refusedWith(() =>
      filesOf(releaseOf([componentOf('serving', [role('Reader'), role('reader')])])),
    );
    expect(diagnostics).toMatchObject(
      [
        {
          rule: 'output/collision',
          where: { kind: 'object', object: 'Role/serving/reader' },
          got: /case alone/,
        },
      ].map((each) => ({ ...each, got: expect.stringMatching(each.got) as string })),
    );
  });

  it('refuses components whose folders would be one on a case-insensitive file system', async () => {
    const diagnostics = await refusedWith(() =>
      filesOf(
        releaseOf([
          componentOf('web', [configMap('a', 'web', {})]),
          componentOf('Web', [configMap('b', 'Web', {})]),
        ]),
      ),
    );
    expect(diagnostics.map(({ rule }) => rule)).toEqual(['output/collision']);
  });

  it('refuses all values that YAML cannot hold at once, each at its place', async () => {
    const broken = (name: string, value: unknown): KubernetesObject => ({
      ...object('v1', 'Foo', name),
      spec: { 'a/b': [value] },
    });
    const diagnostics = await refusedWith(() =>
      filesOf(releaseOf([componentOf('web', [broken('one', NaN), broken('two', 2 ** 60)])])),
    );
    expect(diagnostics.map(({ rule, where }) => [rule, where])).toEqual([
      [
        'output/value',
        {
          kind: 'object',
          component: 'web',
          object: 'Foo/one',
          path: 'spec[a/b][0]',
          file: 'web/Foo-one.yaml',
        },
      ],
      [
        'output/value',
        {
          kind: 'object',
          component: 'web',
          object: 'Foo/two',
          path: 'spec[a/b][0]',
          file: 'web/Foo-two.yaml',
        },
      ],
    ]);
  });
});

describe('parseRecord', () => {
  const good = filesOf(releaseOf([]))[0]?.text ?? '';

  it.each([
    ['broken JSON', '{"writtenBy": "drydock",', /broken JSON/],
    ['a merge conflict', `<<<<<<< HEAD\n${good}`, /broken JSON/],
    ["somebody else's file", '{"tag_name": "v1"}', /writtenBy/],
    ['a later format', good.replace('"format": 1', '"format": 2'), /format/],
    [
      'a path that leaves the tree',
      good.replace(
        '"components": []',
        '"components": [{"name":"a","namespace":"a","wave":0,"dependsOn":[],"files":[{"path":"../x","sha256":"' +
          'a'.repeat(64) +
          '","wave":0}]}]',
      ),
      /path/,
    ],
  ])('refuses %s', async (_, text, got) => {
    const [diagnostic] = await refusedWith(() => parseRecord(text, 'dist/onprem/release.json'));
    expect(diagnostic).toMatchObject({
      rule: 'output/record',
      where: { kind: 'path', path: 'dist/onprem/release.json' },
    });
    expect(diagnostic?.got).toMatch(got);
  });
});
