/** A text that is no YAML; `at` is the offset of the mistake. */
export class YamlSyntaxError extends Error {
  constructor(
    readonly problem: string,
    readonly at: number,
  ) {
    super(problem);
    this.name = 'YamlSyntaxError';
  }
}

/** The one-based line and column of an offset. */
export const lineAndColumn = (
  text: string,
  at: number,
): { readonly line: number; readonly column: number } => {
  const before = text.slice(0, Math.max(0, at));
  const start = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: before.length - start + 1 };
};
