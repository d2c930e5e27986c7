import type { Diagnostic, Severity } from './diagnostic';
import { fileOf } from './location';
import { describeWhere, sortDiagnostics } from './order';

const commands: Record<Severity, string> = { error: 'error', warning: 'warning', note: 'notice' };

const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

const annotation = ({ rule, severity, where, got, want, fix }: Diagnostic): string => {
  const location = fileOf(where);
  const properties = [
    ...(location === undefined ? [] : [`file=${escapeProperty(location.file)}`]),
    ...(location?.line === undefined ? [] : [`line=${location.line}`]),
    ...(location?.column === undefined ? [] : [`col=${location.column}`]),
    `title=${escapeProperty(rule)}`,
  ];
  // GitHub shows file and line itself; what an object's field is called only the message can say.
  const place = where.kind === 'source' ? '' : `${describeWhere(where)}: `;
  return `::${commands[severity]} ${properties.join(',')}::${escapeData(`${place}got ${got}; want ${want}. ${fix}`)}`;
};

/**
 * Diagnostics as workflow commands, one line each, which GitHub shows beside the changed lines. Waived ones are left
 * out: GitHub shows few annotations, and those must be the open ones.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export const renderGithub = (diagnostics: readonly Diagnostic[]): string =>
  sortDiagnostics(diagnostics)
    .filter(({ waived }) => waived === undefined)
    .map((diagnostic) => `${annotation(diagnostic)}\n`)
    .join('');
