import { definePlatform, readPlatformValue } from '../../lib/platform';
import { Refusal } from '../../lib/diagnostics';
import { minimal, read, refusalsOf, summarize } from './minimal';

const withLine = (line: string, text: string): string => minimal.replace(line, text);

describe('a platform file', () => {
  it('is read with every default filled in', () => {
    const { spec } = read(minimal);
    expect(spec.kubernetes.distribution).toBe('kubeadm');
    expect(spec.delivery.argoCD.namespace).toBe('argocd');
    expect(spec.nodes[0]?.capacity).toEqual({ cpu: '4', memory: '8Gi', pods: 110, extended: {} });
  });

  it('knows the line of every field, and the nearest enclosing one for a default', () => {
    const { locate } = read(minimal);
    expect(locate('spec.nodes[worker-1].capacity.memory')).toMatchObject({
      file: 'platforms/lab.yaml',
      line: 17,
    });
    expect(locate('spec.nodes[worker-1].volumeGroups')).toMatchObject({ line: 15 });
  });

  it('is refused for an unknown key at the place of the key, with the nearest valid name', () => {
    expect(
      summarize(refusalsOf(withLine('    role: worker', '    rolle: worker\n    role: worker'))),
    ).toEqual(['16:5 platform/unknown-key: unknown key rolle (did you mean role?)']);
  });

  it('is refused for a missing field at the place of its map', () => {
    expect(summarize(refusalsOf(withLine('    version: "1.34"', '    distribution: managed')))).toEqual([
      '7:5 platform/missing: no version (add it)',
    ]);
  });

  it('is refused for a wrong type with how to write it', () => {
    expect(summarize(refusalsOf(withLine('"1.34"', '1.34')))).toEqual([
      '7:14 platform/value: 1.34 (write one of them)',
    ]);
    expect(summarize(refusalsOf(withLine('name: worker-1', 'name: 17')))).toEqual([
      '15:11 platform/type: 17 (quote it: "17")',
    ]);
  });

  it('is refused for a value that is none of the known ones, with the one that was meant', () => {
    expect(summarize(refusalsOf(withLine('kind: hostpath', 'kind: hostPath')))).toEqual([
      '21:13 platform/value: "hostPath" (did you mean hostpath?)',
    ]);
  });

  it('is refused with all problems at once, also those between settings, in the order of the file', () => {
    const text = minimal
      .replace('    role: worker', '    rolle: worker\n    role: worker')
      .replace('default: true', 'default: false');
    expect(refusalsOf(text).map(({ rule }) => rule)).toEqual([
      'platform/unknown-key',
      'storage/one-default-class',
    ]);
  });

  it('is refused with what contradicts itself in the sections that can be read, whatever is wrong in others', () => {
    const text = `${minimal.replace('role: worker', 'role: wroker')}    - {name: b, kind: hostpath, default: true}\n  teams:\n  - {name: kube-system}\n  extensions:\n  - {name: openebs, module: ./x.ts}\n`;
    expect(refusalsOf(text).map(({ rule }) => rule)).toEqual([
      'platform/value',
      'tenancy/namespace',
      'extensions/names',
    ]);
  });

  it('does not repeat a password that somebody wrote into an address', () => {
    const [problem] = refusalsOf(withLine('https://git', 'https://ada:secret@git'));
    expect(problem?.got).toBe('"https://***@git.example.internal/lab.git"');
  });

  it('is refused when its name is not that of the file', () => {
    expect(summarize(refusalsOf(withLine('name: lab', 'name: other')))).toEqual([
      '4:9 platform/name: other (rename one of the two: the output folder is found by this name)',
    ]);
  });

  it.each([
    ['an empty file', '', 'platform/empty'],
    ['only comments', '# nothing\n', 'platform/empty'],
    ['a list', '- a\n', 'platform/type'],
    ['broken YAML', 'a: [1\nb: }', 'platform/yaml'],
    ['a duplicate key', 'a: 1\na: 2\n', 'platform/yaml'],
    ['two documents', `${minimal}---\n${minimal}`, 'platform/one-document'],
    ['an alias without anchor', 'a: *x\n', 'platform/yaml'],
    ['nested without end', `a: ${'['.repeat(50_000)}`, 'platform/yaml'],
    ['a value that contains itself', 'a: &a\n- *a\n', 'platform/yaml'],
  ])('is refused when it is %s', (_, text, rule) => {
    expect(refusalsOf(text).map((diagnostic) => diagnostic.rule)).toContain(rule);
  });

  it('is refused when aliases multiply without end', () => {
    const levels = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
    for (const [name, below] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf', 'hg'].map((pair) => [...pair])) {
      levels.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${below}`).join(', ')}]`);
    }
    expect(refusalsOf(levels.join('\n')).map(({ got }) => got)).toEqual(['aliases that expand without end']);
  });
});

describe('versions that are not known to fit', () => {
  it('are refused with those that do', () => {
    const [problem] = refusalsOf(
      withLine(
        'repoURL: https://git.example.internal/lab.git',
        'repoURL: https://git.example.internal/lab.git\n    argoCD: {version: "2.13"}',
      ),
    );
    expect(problem).toMatchObject({
      rule: 'versions/argo-cd',
      where: { line: 10 },
      got: 'Argo CD 2.13 with Kubernetes 1.34',
      want: 'one of 3.5, 3.4, 3.3, 3.2 with Kubernetes 1.34',
    });
  });
});

describe('a platform in TypeScript', () => {
  const definition = definePlatform({
    name: 'code',
    spec: {
      kubernetes: { version: '1.34' },
      delivery: { repoURL: 'https://git.example.internal/code.git' },
      nodes: [
        { name: 'a', role: 'control-plane', capacity: { cpu: 4, memory: '8Gi' } },
        { name: 'b', role: 'worker', capacity: { cpu: 4, memory: '8Gi' } },
      ],
      storage: { classes: [{ name: 'local', kind: 'hostpath', default: true }] },
    },
  });

  it('is read like one in YAML', () => {
    expect(readPlatformValue(definition, 'platforms/code.ts').spec.nodes.map(({ name }) => name)).toEqual([
      'a',
      'b',
    ]);
  });

  it('is refused with field paths instead of lines', () => {
    const broken: unknown = { ...definition, spec: { ...definition.spec, teams: [{ name: 'A B' }] } };
    expect(() => readPlatformValue(broken, 'platforms/code.ts')).toThrow(Refusal);
    try {
      readPlatformValue(broken, 'platforms/code.ts');
    } catch (error) {
      expect(Refusal.is(error) && error.diagnostics[0]?.where).toEqual({
        kind: 'field',
        file: 'platforms/code.ts',
        field: 'spec.teams[A B].name',
      });
    }
  });
});
