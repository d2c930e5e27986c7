import type { Diagnostic, Severity, Where } from './diagnostic';

const rank: Record<Severity, number> = { error: 0, warning: 1, note: 2 };

/** One line that names the place, as compilers write it, so that terminals and editors make it a link. */
export const describeWhere = (where: Where): string => {
  switch (where.kind) {
    case 'source':
      return `${where.file}:${where.line}:${where.column}`;
    case 'field':
      return `${where.file} ${where.field}`;
    case 'object':
      return where.path === '' ? where.object : `${where.object} ${where.path}`;
    case 'path':
      return where.path;
    case 'argument':
      return where.argument;
  }
};

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const compareWhere = (a: Where, b: Where): number =>
  a.kind === 'source' && b.kind === 'source'
    ? compareText(a.file, b.file) || a.line - b.line || a.column - b.column
    : compareText(describeWhere(a), describeWhere(b));

/** Errors before warnings before notes, waived ones last; within that by place, then by rule. */
export const sortDiagnostics = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  [...diagnostics].sort(
    (a, b) =>
      Number(a.waived !== undefined) - Number(b.waived !== undefined) ||
      rank[a.severity] - rank[b.severity] ||
      compareWhere(a.where, b.where) ||
      compareText(a.rule, b.rule) ||
      compareText(a.got, b.got),
  );

/** How many of each severity count, waived ones apart. */
export const countDiagnostics = (
  diagnostics: readonly Diagnostic[],
): {
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  readonly waived: number;
} => {
  const open = diagnostics.filter((d) => d.waived === undefined);
  const count = (severity: Severity) => open.filter((d) => d.severity === severity).length;
  return {
    errors: count('error'),
    warnings: count('warning'),
    notes: count('note'),
    waived: diagnostics.length - open.length,
  };
};
