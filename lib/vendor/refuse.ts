import { Refusal } from '../diagnostics';

/** Ends with one finding about a file or an address. */
export const refuse = (
  rule: string,
  path: string,
  finding: { readonly got: string; readonly want: string; readonly fix: string },
): never => {
  throw new Refusal([{ rule, severity: 'error', where: { kind: 'path', path }, ...finding }]);
};
