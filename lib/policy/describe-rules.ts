import type { RuleDescription } from './rule';
import { rules } from './rules';
import { unusedWaiver } from './waivers';

/** What every rule asks for and why, sorted by id: the docs and the help texts of reports are made from it. */
export const describeRules = (): readonly RuleDescription[] =>
  [...rules.map(({ id, severity, summary, why }) => ({ id, severity, summary, why })), unusedWaiver].sort(
    (a, b) => (a.id < b.id ? -1 : 1),
  );
