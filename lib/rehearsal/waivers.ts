import type { Diagnostic } from '../diagnostics';
import type { PlatformWaiver } from '../policy';

const objectOf = ({ where }: Diagnostic): string | undefined =>
  where.kind === 'object' ? where.object : undefined;

/** Marks the findings that the platform file accepts: same rule, same object. */
export const waive = (
  diagnostics: readonly Diagnostic[],
  waivers: readonly PlatformWaiver[],
): readonly Diagnostic[] =>
  diagnostics.map((diagnostic) => {
    const waiver = waivers.find(
      ({ rule, object }) => rule === diagnostic.rule && object === objectOf(diagnostic),
    );
    return waiver === undefined ? diagnostic : { ...diagnostic, waived: { reason: waiver.reason } };
  });

/** Whether a finding makes a rehearsal fail. */
export const counts = ({ severity, waived }: Diagnostic): boolean =>
  severity === 'error' && waived === undefined;

/** The same finding of two acts is one finding. */
export const distinct = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => [
  ...new Map(diagnostics.map((each) => [JSON.stringify(each), each])).values(),
];
