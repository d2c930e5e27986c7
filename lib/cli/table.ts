/** Rows under a heading, columns as wide as their widest cell; empty columns are left out. */
export const table = (heading: readonly string[], rows: readonly (readonly string[])[]): string => {
  const shown = heading.flatMap((_, column) =>
    rows.some((row) => (row[column] ?? '') !== '') ? [column] : [],
  );
  const lines = [heading, ...rows].map((row) => shown.map((column) => row[column] ?? ''));
  const widths = shown.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) => `  ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
};
