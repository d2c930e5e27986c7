import type { Diagnostic, Severity, Where } from './diagnostic';
import { fileOf } from './location';
import { describeWhere, sortDiagnostics } from './order';

/** What a report tells of a rule beside its findings. */
export interface SarifRule {
  readonly id: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly why: string;
}

/** Settings of a SARIF report. */
export interface SarifProps {
  /** Texts of all rules. Default: none. */
  readonly rules?: readonly SarifRule[];
  /** Version of Drydock. Default: left out. */
  readonly version?: string;
}

const physicalLocation = (where: Where): object => {
  const location = fileOf(where);
  if (location === undefined) return {};
  const region =
    location.line === undefined
      ? {}
      : {
          region: {
            startLine: location.line,
            ...(location.column === undefined ? {} : { startColumn: location.column }),
          },
        };
  return { physicalLocation: { artifactLocation: { uri: encodeURI(location.file) }, ...region } };
};

const logicalName = (where: Where): string | undefined => {
  switch (where.kind) {
    case 'object':
      return describeWhere(where);
    case 'source':
    case 'field':
      return where.field;
    case 'path':
      return undefined;
    case 'argument':
      return where.argument;
  }
};

const locationOf = (where: Where): object => {
  const name = logicalName(where);
  return {
    ...physicalLocation(where),
    ...(name === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: name, kind: 'member' }] }),
  };
};

const describe = ({ id, severity, summary, why }: SarifRule): object => ({
  id,
  shortDescription: { text: summary },
  fullDescription: { text: why },
  help: { text: `${summary} ${why}`, markdown: `**${summary}**\n\n${why}` },
  defaultConfiguration: { level: severity },
});

/** A rule that nobody has described says what its first finding says. */
const describeByFinding = ({ rule, severity, want, fix }: Diagnostic): object => ({
  id: rule,
  shortDescription: { text: want },
  help: { text: fix },
  defaultConfiguration: { level: severity },
});

/**
 * Diagnostics as a SARIF 2.1.0 log, which code scanning services read. Waived findings are results with a suppression.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export const renderSarif = (
  diagnostics: readonly Diagnostic[],
  { rules = [], version }: SarifProps = {},
): string => {
  const sorted = sortDiagnostics(diagnostics);
  const descriptors = new Map(rules.map((rule) => [rule.id, describe(rule)]));
  for (const diagnostic of sorted) {
    if (!descriptors.has(diagnostic.rule)) descriptors.set(diagnostic.rule, describeByFinding(diagnostic));
  }
  const ids = [...descriptors.keys()].sort();
  const positions = new Map(ids.map((id, index) => [id, index]));
  const results = sorted.map(({ rule, severity, where, got, want, fix, waived }) => ({
    ruleId: rule,
    ruleIndex: positions.get(rule),
    level: severity,
    message: { text: `${describeWhere(where)}: got ${got}; want ${want}. Fix: ${fix}.` },
    locations: [locationOf(where)],
    // A finding of one rule at one place is the same finding in the next run, whatever the values are then.
    partialFingerprints: { 'drydockPlace/v1': `${rule} ${describeWhere(where)}` },
    ...(waived === undefined
      ? {}
      : { suppressions: [{ kind: 'external', status: 'accepted', justification: waived.reason }] }),
  }));
  const driver = {
    name: 'drydock',
    ...(version === undefined ? {} : { version }),
    rules: ids.map((id) => descriptors.get(id)),
  };
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
};
