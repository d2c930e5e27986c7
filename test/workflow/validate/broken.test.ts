import { brokenWorkflows } from '../../../e2e/scenarios/workflows/broken';
import { refusedByArgo } from '../../../lib/workflow';

describe('the validator refuses what Argo refuses', () => {
  // npm run e2e holds the same table against Argo's own linter
  it.each(brokenWorkflows.map(({ what, rule, manifest }) => [what, rule, manifest] as const))(
    '%s: %s',
    (_what, rule, manifest) => {
      expect([...refusedByArgo(manifest)].map((refused) => refused.rule)).toContain(rule);
    },
  );
});
