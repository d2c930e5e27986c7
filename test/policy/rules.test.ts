import { describeRules } from '../../lib/policy';

describe('the rules', () => {
  const rules = describeRules();

  it('have ids of their own, by area and name, sorted', () => {
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*\/[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
  });

  it('say what they ask for and why in whole sentences', () => {
    for (const { id, summary, why } of rules) {
      expect([id, summary]).toEqual([id, expect.stringMatching(/^[A-Z].*\.$/)]);
      expect([id, why]).toEqual([id, expect.stringMatching(/^[A-Z`].*\.$/)]);
    }
  });
});
