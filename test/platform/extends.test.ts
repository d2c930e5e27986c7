import { minimal, read, refusalsOf, summarize } from './minimal';

const over = (spec: string, base = 'base.yaml'): string =>
  `apiVersion: drydock.dev/v1\nkind: Platform\nextends: ./${base}\nmetadata:\n  name: lab\n${spec}`;

const base = { 'platforms/base.yaml': minimal.replace('kind: Platform', 'kind: PlatformBase') };

describe('a platform that extends another', () => {
  it('keeps what it does not mention and changes what it does', () => {
    const { spec } = read(over('spec:\n  kubernetes:\n    version: "1.33"\n'), base);
    expect(spec.kubernetes.version).toBe('1.33');
    expect(spec.nodes).toHaveLength(2);
  });

  it('merges lists of named things by name, adds new ones and removes those it says', () => {
    const { spec } = read(
      over(
        'spec:\n  nodes:\n  - name: worker-1\n    capacity: {cpu: 64}\n  - name: worker-2\n    role: worker\n    capacity: {cpu: 1, memory: 1Gi}\n  - name: control-1\n    $patch: delete\n  kubernetes: {distribution: managed}\n',
      ),
      base,
    );
    expect(spec.nodes.map(({ name, capacity }) => `${name} ${capacity.cpu} ${capacity.memory}`)).toEqual([
      'worker-1 64 32Gi',
      'worker-2 1 1Gi',
    ]);
  });

  it('removes a setting with null and replaces a map as a whole on request', () => {
    const more = {
      'platforms/base.yaml': `${base['platforms/base.yaml']}  teams:\n  - name: a\n    labels: {x: "1", y: "2"}\n    podSecurity: baseline\n`,
    };
    const { spec } = read(
      over('spec:\n  teams:\n  - name: a\n    podSecurity: null\n    labels: {$patch: replace, z: "3"}\n'),
      more,
    );
    expect(spec.teams[0]).toMatchObject({ podSecurity: 'restricted', labels: { z: '3' } });
  });

  it('names the file that a bad value came from', () => {
    const broken = { 'platforms/base.yaml': minimal.replace('memory: 32Gi', 'memory: many') };
    expect(refusalsOf(over(''), broken)[0]?.where).toMatchObject({ file: 'platforms/base.yaml', line: 17 });
  });

  it('is refused when the other file is missing, at the word that names it', () => {
    expect(summarize(refusalsOf(over('', 'gone.yaml')))).toEqual([
      '3:10 platform/readable: ENOENT: no such file or directory: platforms/gone.yaml (mend the path or the permissions)',
    ]);
  });

  it('is refused when files extend each other in a circle, which is printed', () => {
    const circle = { 'platforms/base.yaml': 'extends: ./lab.yaml\n' };
    expect(refusalsOf(over(''), circle)[0]?.got).toBe(
      'platforms/lab.yaml extends platforms/base.yaml extends platforms/lab.yaml',
    );
  });
});
