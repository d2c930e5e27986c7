import { sortDiagnostics, type Diagnostic } from '../diagnostics';
import { describeKey } from '../kubernetes';
import type { Manifest, Release } from '../render';
import { indexRelease } from './context';
import type { Finding, Rule } from './rule';
import { rules } from './rules';
import { WaiverBook, type PlatformWaiver } from './waivers';

/** What a check needs beside the release. */
export interface CheckProps {
  /** Waivers of the platform definition; those of the components are in the manifests. Default: none. */
  readonly waivers?: readonly PlatformWaiver[];
  /** Objects that are in the cluster without the release: `Kind/name`, `Kind/namespace/name`, `*` for any namespace. */
  readonly existing?: readonly string[];
  /** File of an object in the output tree, so that reports can link it. Default: not known. */
  readonly fileOf?: (manifest: Manifest) => string;
}

const toDiagnostic = (
  rule: Rule,
  { manifest, path, severity, got, want, fix }: Finding,
  reason: string | undefined,
  file: string | undefined,
): Diagnostic => ({
  rule: rule.id,
  severity: severity ?? rule.severity,
  where: {
    kind: 'object',
    component: manifest.component,
    object: describeKey(manifest.key),
    path,
    ...(file === undefined ? {} : { file }),
  },
  got,
  want,
  fix,
  ...(reason === undefined ? {} : { waived: { reason } }),
});

/**
 * Applies every rule to a release. The result is sorted; accepted findings stay in it with their reason, and a waiver
 * that accepts nothing is a finding of its own.
 */
export const checkRelease = (
  release: Release,
  { waivers = [], existing = [], fileOf }: CheckProps = {},
): readonly Diagnostic[] => {
  const context = indexRelease(release, existing);
  const book = new WaiverBook(
    context.manifests,
    waivers,
    rules.map(({ id }) => id),
  );
  const diagnostics: Diagnostic[] = [];
  for (const rule of rules) {
    for (const finding of rule.check(context)) {
      diagnostics.push(
        toDiagnostic(rule, finding, book.accept(rule.id, finding), fileOf?.(finding.manifest)),
      );
    }
  }
  return sortDiagnostics([...diagnostics, ...book.unused()]);
};
