import { checkRelease } from '../../lib/policy';
import { synthesize } from '../../lib/synth';
import { minimal, read } from '../platform/minimal';

const rulesBroken = (existing: readonly string[]): readonly string[] => {
  const platform = read(minimal.replace('  delivery:', '  images: {pullSecrets: [registry]}\n  delivery:'));
  return checkRelease(synthesize(platform), { existing }).map(({ rule }) => rule);
};

describe('an object that something else puts into the cluster', () => {
  it('is missed until somebody says so', () => {
    expect(rulesBroken([])).toContain('reference/secret');
  });

  it.each(['Secret/*/registry', 'Secret/openebs/registry'])(
    'is no dangling reference when %s is declared',
    (object) => {
      expect(rulesBroken([object])).toEqual([]);
    },
  );

  it('is missed where another namespace was declared', () => {
    expect(rulesBroken(['Secret/elsewhere/registry'])).toContain('reference/secret');
  });
});
