import fc from 'fast-check';
import type { KubernetesObject } from '../../lib/kubernetes';
import {
  compareTree,
  filesOf,
  parseRecord,
  recordFile,
  type CommittedTree,
  type OutputFile,
} from '../../lib/output';
import { componentOf, configMap, releaseOf, textsOf, treeOf } from './samples';

const committedAs = (
  files: readonly OutputFile[],
  edits: Readonly<Record<string, string | undefined>> = {},
): CommittedTree => {
  const texts = { ...textsOf(files), ...edits };
  return {
    kind: 'tree',
    record: parseRecord(texts[recordFile] ?? '', recordFile),
    files: new Map(
      Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  };
};

const path = 'web/Deployment-web.yaml';

const deployment = (more: Readonly<Record<string, unknown>> = {}): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'web', labels: { 'app.kubernetes.io/name': 'web' } },
  spec: {
    replicas: 2,
    template: { spec: { containers: [{ name: 'web', image: 'web:1', args: ['--a', '--b'] }] } },
    ...more,
  },
});

const rendered = filesOf(releaseOf([componentOf('web', [deployment()])]));
const textOf = (files: readonly OutputFile[], wanted: string): string =>
  files.find((file) => file.path === wanted)?.text ?? '';

/** Differences when the committed text of the Deployment was edited. */
const whenEdited = (from: string, to: string) =>
  compareTree(rendered, committedAs(rendered, { [path]: textOf(rendered, path).replace(from, to) }));

describe('compareTree', () => {
  it('finds nothing where nothing differs', () => {
    expect(compareTree(rendered, committedAs(rendered))).toEqual([]);
  });

  it('calls everything added where nothing is committed', () => {
    expect(compareTree(rendered, { kind: 'missing' })).toEqual([
      { kind: 'added', path: 'release.json' },
      { kind: 'added', path },
    ]);
  });

  it('tells added, removed and foreign files apart, sorted by path', () => {
    const differences = compareTree(
      treeOf(['both', 'new']),
      committedAs(treeOf(['both', 'gone']), { 'notes.md': 'mine' }),
    );
    expect(differences).toEqual([
      { kind: 'foreign', path: 'notes.md' },
      { kind: 'removed', path: 'web/ConfigMap-gone.yaml' },
      { kind: 'added', path: 'web/ConfigMap-new.yaml' },
    ]);
  });

  it('takes a deleted file for one that has to be added', () => {
    expect(compareTree(rendered, committedAs(rendered, { [path]: undefined }))).toEqual([
      { kind: 'added', path },
    ]);
  });

  it.each([
    ['a scalar', 'replicas: 2', 'replicas: 3', 'spec.replicas', '3', '2'],
    ['a type', 'replicas: 2', 'replicas: "2"', 'spec.replicas', '"2"', '2'],
    ['a field that is missing', '  replicas: 2\n', '', 'spec.replicas', 'nothing', '2'],
    ['a field too many', 'replicas: 2', 'replicas: 2\n  paused: true', 'spec.paused', 'true', 'nothing'],
    [
      'an item of a list',
      'image: web:1',
      'image: web:2',
      'spec.template.spec.containers[0].image',
      '"web:2"',
      '"web:1"',
    ],
    [
      'an item too many',
      '- --b',
      '- --b\n        - --c',
      'spec.template.spec.containers[0].args[2]',
      '"--c"',
      'nothing',
    ],
    [
      'a key that is no word',
      'app.kubernetes.io/name: web',
      'app.kubernetes.io/name: api',
      'metadata.labels[app.kubernetes.io/name]',
      '"api"',
      '"web"',
    ],
    ['a map in place of a scalar', 'replicas: 2', 'replicas: {}', 'spec.replicas', '{}', '2'],
  ])(
    'names %s that differs, with what is committed and what is rendered',
    (_, from, to, field, got, want) => {
      expect(whenEdited(from, to)).toEqual([{ kind: 'changed', path, field, got, want }]);
    },
  );

  it('names the first of several differing fields in the order of the file', () => {
    const committed = filesOf(
      releaseOf([componentOf('web', [deployment({ replicas: 5, paused: true, template: {} })])]),
    );
    expect(compareTree(rendered, committedAs(committed))).toMatchObject([
      { field: 'spec.replicas', got: '5' },
    ]);
  });

  it('cuts long values short', () => {
    const [difference] = whenEdited('web:1', 'x'.repeat(500));
    expect(difference?.kind === 'changed' && difference.got).toHaveLength(80);
  });

  it.each([
    ['a changed comment', '# web\n', '# Web\n', 'comments'],
    ['a comment too many', '# web\n', '# web\n# why\n', 'comments'],
    ['other quotes', 'name: web\n', 'name: "web"\n', 'formatting'],
    [
      'another order of keys',
      'apiVersion: apps/v1\nkind: Deployment\n',
      'kind: Deployment\napiVersion: apps/v1\n',
      'formatting',
    ],
    ['a comment at the end of a line', 'replicas: 2', 'replicas: 2 # why', 'formatting'],
  ])('reports %s as that', (_, from, to, what) => {
    expect(whenEdited(from, to)).toEqual([{ kind: 'format', path, what }]);
  });

  it('reports Windows line ends as formatting', () => {
    const text = textOf(rendered, path).replace(/\n/g, '\r\n');
    expect(compareTree(rendered, committedAs(rendered, { [path]: text }))).toEqual([
      { kind: 'format', path, what: 'formatting' },
    ]);
  });

  it('reports broken YAML with its line, and goes on', () => {
    const edits = { [path]: 'a: 1\nb: [\n', 'web/x.yaml': '' };
    expect(compareTree(rendered, committedAs(rendered, edits))).toEqual([
      {
        kind: 'changed',
        path,
        field: 'line 3',
        got: expect.stringContaining('Flow sequence'),
        want: 'the YAML that is rendered',
      },
      { kind: 'foreign', path: 'web/x.yaml' },
    ]);
  });

  it('does not report digests of the record beside the files that make them differ', () => {
    const committed = filesOf(releaseOf([componentOf('web', [deployment({ replicas: 1 })])]));
    expect(compareTree(rendered, committedAs(committed)).map((difference) => difference.path)).toEqual([
      path,
    ]);
  });

  it('reports what else the record says: versions, images, nodes', () => {
    const release = releaseOf([componentOf('web', [deployment({ replicas: 1 })], { version: '2.0.0' })]);
    expect(compareTree(rendered, committedAs(filesOf(release)))).toEqual([
      {
        kind: 'changed',
        path: 'release.json',
        field: 'components[0].version',
        got: '"2.0.0"',
        want: 'nothing',
      },
      { kind: 'changed', path, field: 'spec.replicas', got: '1', want: '2' },
    ]);
  });

  it('reports a record that was edited by hand', () => {
    const text = textOf(rendered, recordFile);
    const digest = /[0-9a-f]{64}/.exec(text)?.[0] ?? '';
    const withDigest = committedAs(rendered, { [recordFile]: text.replace(digest, '0'.repeat(64)) });
    expect(compareTree(rendered, withDigest)).toMatchObject([
      { kind: 'changed', field: 'components[0].files[0].sha256' },
    ]);
    const withSpace = committedAs(rendered, { [recordFile]: `${text}\n` });
    expect(compareTree(rendered, withSpace)).toEqual([
      { kind: 'format', path: 'release.json', what: 'formatting' },
    ]);
  });

  it('compares files without an object line by line', () => {
    const file = { path: 'bootstrap/README.md', text: 'one\ntwo\n' };
    const differences = (text: string) =>
      compareTree([...rendered, file], committedAs(rendered, { [file.path]: text }));
    expect(differences('one\n2\n')).toEqual([
      { kind: 'changed', path: file.path, field: 'line 2', got: '"2"', want: '"two"' },
    ]);
    expect(differences('one\ntwo\n\nmore')).toMatchObject([
      { field: 'line 4', got: '"more"', want: 'nothing' },
    ]);
    expect(differences(file.text)).toEqual([]);
  });

  it('finds a difference exactly where two trees differ', () => {
    const data = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'yes', 'x\ny\n'), {
      noNullPrototype: true,
    });
    const tree = fc.dictionary(fc.constantFrom('one', 'two', 'three'), data, { noNullPrototype: true });
    const files = (maps: Readonly<Record<string, Readonly<Record<string, string>>>>) =>
      filesOf(
        releaseOf([
          componentOf(
            'web',
            Object.entries(maps).map(([name, each]) => configMap(name, 'web', each)),
          ),
        ]),
      );
    fc.assert(
      fc.property(tree, tree, (before, after) => {
        const [old, next] = [textsOf(files(before)), textsOf(files(after))];
        const differing = [...new Set([...Object.keys(old), ...Object.keys(next)])].filter(
          (each) => old[each] !== next[each] && each !== recordFile,
        );
        const found = compareTree(files(after), committedAs(files(before)));
        expect(found.map((difference) => difference.path)).toEqual(differing.sort());
      }),
    );
  });
});
