import { checkRelease } from '../../lib/policy';
import { diagnosticsOf, oneComponent, releaseOf } from './support/release';
import { configMap, container, deployment, namespace } from './support/objects';

const rule = 'image/tag';
const unused = 'policy/unused-waiver';
const latest = (name = 'web') =>
  deployment(name, { pod: { containers: [container({ image: 'web:latest' })] } });
const waiver = {
  rule,
  object: 'Deployment/app/web',
  reason: 'the vendor publishes nothing else',
  field: 'spec.policy.waivers[0]',
};

describe('a waiver', () => {
  it('of the platform accepts the findings of a rule on an object; they stay in the report with the reason', () => {
    expect(diagnosticsOf(rule, oneComponent([latest()]), [waiver])).toMatchObject([
      { severity: 'error', waived: { reason: 'the vendor publishes nothing else' } },
    ]);
    expect(diagnosticsOf(unused, oneComponent([latest()]), [waiver])).toEqual([]);
  });

  it('does not reach other objects or rules', () => {
    const found = diagnosticsOf(rule, oneComponent([latest(), latest('other')]), [waiver]);
    expect(found.map(({ waived }) => waived !== undefined)).toEqual([false, true]);
    expect(
      diagnosticsOf(rule, oneComponent([latest()]), [{ ...waiver, rule: 'image/other' }])[0]?.waived,
    ).toBeUndefined();
  });

  it('that no finding needs is a warning that says where it stands', () => {
    expect(diagnosticsOf(unused, oneComponent([deployment('web')]), [waiver])).toMatchObject([
      {
        severity: 'warning',
        got: 'a waiver of image/tag that no finding needs (at spec.policy.waivers[0])',
        fix: 'remove it',
      },
    ]);
  });

  it('for a rule that does not exist names the nearest', () => {
    expect(
      diagnosticsOf(unused, oneComponent([latest()]), [{ ...waiver, rule: 'image/tags' }]),
    ).toMatchObject([
      { got: expect.stringContaining('image/tags, which is no rule'), fix: 'write image/tag' },
    ]);
  });

  it('for an object that does not exist says so', () => {
    expect(
      diagnosticsOf(unused, oneComponent([latest()]), [{ ...waiver, object: 'Deployment/app/wbe' }]),
    ).toMatchObject([
      { got: expect.stringContaining('Deployment/app/wbe, which the release does not have') },
    ]);
  });

  it('without a reason is none', () => {
    const release = oneComponent([latest()]);
    expect(diagnosticsOf(rule, release, [{ ...waiver, reason: ' ' }])[0]?.waived).toBeUndefined();
    expect(diagnosticsOf(unused, release, [{ ...waiver, reason: ' ' }])).toMatchObject([
      { got: expect.stringContaining('without a reason') },
    ]);
  });

  it('of a construct counts as used when one of its objects needs it', () => {
    const waivers = [{ rule, reason: 'built on the spot' }];
    const release = releaseOf([
      { name: 'app', waivers, objects: [configMap('a', {}), latest(), deployment('right')] },
    ]);
    expect(diagnosticsOf(rule, release)).toMatchObject([{ waived: { reason: 'built on the spot' } }]);
    expect(diagnosticsOf(unused, release)).toEqual([]);
  });

  it('of a construct that none of its objects needs is reported once', () => {
    const waivers = [{ rule, reason: 'built on the spot' }];
    const release = releaseOf([{ name: 'app', waivers, objects: [configMap('a', {}), deployment('right')] }]);
    expect(diagnosticsOf(unused, release)).toMatchObject([
      { where: { component: 'app', object: 'ConfigMap/app/a' } },
    ]);
  });
});

describe('a report', () => {
  it('is sorted: errors, warnings, notes, and what is waived last', () => {
    const found = checkRelease(oneComponent([latest(), namespace()]), { waivers: [waiver] });
    expect(found.map(({ rule: id, waived }) => [id, waived !== undefined])).toEqual([
      ['namespace/network-policy', false],
      [rule, true],
    ]);
  });

  it('links the files of objects where they are known', () => {
    const [found] = checkRelease(oneComponent([latest()]), {
      fileOf: ({ key }) => `dist/lab/${key.kind}-${key.name}.yaml`,
    });
    expect(found?.where).toMatchObject({ kind: 'object', file: 'dist/lab/Deployment-web.yaml' });
  });
});
