import type { Severity } from '../diagnostics';
import type { Manifest } from '../render';
import type { PolicyContext } from './context';

/** One breach of a rule, before waivers are looked at. */
export interface Finding {
  /** The object to change. */
  readonly manifest: Manifest;
  /** Dotted path of the field in it; empty for the whole object. */
  readonly path: string;
  /** Where it is another than the rule's. */
  readonly severity?: Severity;
  /** The actual value. */
  readonly got: string;
  /** The rule, in few words. */
  readonly want: string;
  /** What to write, and where. */
  readonly fix: string;
}

/** What a rule is, for people. */
export interface RuleDescription {
  /** `area/name`: stable, for it stands in waivers and CI filters. */
  readonly id: string;
  /** Severity of its findings unless one says otherwise. */
  readonly severity: Severity;
  /** What it asks for, in one sentence. */
  readonly summary: string;
  /** What happens in the cluster where it is broken. */
  readonly why: string;
}

/** One rule over a release. */
export interface Rule extends RuleDescription {
  readonly check: (context: PolicyContext) => Iterable<Finding>;
}
