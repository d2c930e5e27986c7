import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Refusal } from '../../lib/diagnostics';
import { build } from '../../lib/kustomize';

const upstream = join(
  process.env['DRYDOCK_UPSTREAM'] ?? resolve(__dirname, '../../../shared/upstream'),
  'kustomize',
);

const linesOf = (file: string): readonly string[] =>
  readFileSync(join(upstream, file), 'utf8').trim().split('\n');

/** Roots that kustomize refuses, and for what. */
const causes: Readonly<Record<string, readonly [string, string]>> = {
  'common/oauth2-proxy/components/central-dashboard': [
    'kustomize/patch-target',
    'no matches for Id Deployment.v1.apps/centraldashboard.kubeflow',
  ],
  'common/oauth2-proxy/components/istio-external-auth-patches': [
    'kustomize/patch-target',
    'no matches for Id ConfigMap.v1.[noGrp]/istio.istio-system',
  ],
};

describe('the trees of the Kubeflow distribution', () => {
  if (!existsSync(upstream)) {
    it.skip(`needs ${upstream}`, () => undefined);
    return;
  }

  it('are there, all of them', () => {
    expect(linesOf('roots.txt')).toHaveLength(96);
    expect([...linesOf('roots-that-fail.txt')].sort()).toEqual(Object.keys(causes));
  });

  it.each(linesOf('roots.txt'))('%s builds to the very bytes that kustomize prints', (root) => {
    const expected = readFileSync(join(upstream, 'expected', `${root.replaceAll('/', '--')}.yaml`), 'utf8');
    expect(build(join(upstream, 'tree', root)).yaml === expected).toBe(true);
  });

  it.each(linesOf('roots-that-fail.txt'))('%s is refused for the cause that kustomize names', (root) => {
    const [rule = '', got = ''] = causes[root] ?? [];
    let refusal: unknown;
    try {
      build(join(upstream, 'tree', root));
    } catch (error) {
      refusal = error;
    }
    if (!Refusal.is(refusal)) throw new Error('it was not refused');
    const [diagnostic] = refusal.diagnostics;
    expect(diagnostic?.rule).toBe(rule);
    expect(diagnostic?.got).toContain(got);
    expect(diagnostic?.where).toMatchObject({ kind: 'source', field: 'patches[0]' });
  });
});
