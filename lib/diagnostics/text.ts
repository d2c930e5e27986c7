import { createColors } from 'picocolors';
import type { Diagnostic, Severity } from './diagnostic';
import { countDiagnostics, describeWhere, sortDiagnostics } from './order';

/** How the report is laid out. */
export interface TextProps {
  /** Whether the terminal shows colours. */
  readonly colour: boolean;
  /** Columns to break long lines at. Default: lines are not broken. */
  readonly width?: number;
}

/** Characters that would move the cursor or start a colour; a quoted value must not. */
const control = new RegExp('[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f]', 'g');

const visible = (text: string): string =>
  text.replace(control, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);

const wrapLine = (line: string, columns: number): readonly string[] => {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > columns) {
      lines.push(current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current];
};

const labelWidth = 8;

/** `  got   text`, with further lines below the text. */
const field = (label: string, text: string, width: number | undefined): readonly string[] => {
  const lines = visible(text).split('\n');
  const broken =
    width === undefined ? lines : lines.flatMap((line) => wrapLine(line, Math.max(20, width - labelWidth)));
  return broken.map((line, index) =>
    `  ${(index === 0 ? label : '').padEnd(labelWidth - 2)}${line}`.trimEnd(),
  );
};

/** What a reader may want to open or search for beside the place: the field in a source, the file of an object. */
const detail = ({ where }: Diagnostic): string => {
  switch (where.kind) {
    case 'source':
      return where.field ?? '';
    case 'object':
      return where.file ?? where.component;
    default:
      return '';
  }
};

/** Open findings are alike where they say the same, waived ones where they are waived for the same reason. */
const groupKey = ({ rule, severity, got, want, fix, waived }: Diagnostic): string =>
  JSON.stringify(waived === undefined ? [rule, severity, got, want, fix] : [rule, waived.reason]);

/** Findings that say the same of several places stand together, in the order of their first. */
const grouped = (diagnostics: readonly Diagnostic[]): readonly (readonly Diagnostic[])[] => {
  const groups = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const key = groupKey(diagnostic);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [diagnostic]);
    else group.push(diagnostic);
  }
  return [...groups.values()];
};

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** `2 errors, 1 warning, 3 waived`; nothing that is zero, unless all is. */
const summarise = (diagnostics: readonly Diagnostic[]): string => {
  const { errors, warnings, notes, waived } = countDiagnostics(diagnostics);
  const parts = [
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
    ...(notes > 0 ? [plural(notes, 'note')] : []),
    ...(waived > 0 ? [`${waived} waived`] : []),
  ];
  return parts.length === 0 ? 'no findings' : parts.join(', ');
};

/**
 * Diagnostics for people, as compilers write them: a line `place  severity  rule`, then what was got, what is wanted and
 * the next thing to do; waived findings with their reasons after all others; a summary as the last line.
 */
export const renderText = (diagnostics: readonly Diagnostic[], { colour, width }: TextProps): string => {
  const paint = createColors(colour);
  const severityColour: Record<Severity, (text: string) => string> = {
    error: paint.red,
    warning: paint.yellow,
    note: paint.cyan,
  };
  const header = (diagnostic: Diagnostic): string => {
    const { severity, rule, where } = diagnostic;
    const place = paint.bold(visible(describeWhere(where)));
    const more = detail(diagnostic);
    return `${place}  ${severityColour[severity](severity)}  ${rule}${more === '' ? '' : paint.dim(`  ${visible(more)}`)}`;
  };
  const open = (group: readonly Diagnostic[]): readonly string[] =>
    group
      .slice(0, 1)
      .flatMap(({ got, want, fix }) => [
        ...group.map(header),
        ...field('got', got, width),
        ...field('want', want, width),
        ...field('fix', fix, width),
        '',
      ]);
  const accepted = (group: readonly Diagnostic[]): readonly string[] =>
    group
      .slice(0, 1)
      .flatMap(({ waived }) => [
        ...group.map(
          ({ rule, where }) => `${paint.dim('waived')}  ${rule}  ${visible(describeWhere(where))}`,
        ),
        ...field('', waived?.reason ?? '', width),
        '',
      ]);
  const sorted = sortDiagnostics(diagnostics);
  const lines = [
    ...grouped(sorted.filter(({ waived }) => waived === undefined)).flatMap(open),
    ...grouped(sorted.filter(({ waived }) => waived !== undefined)).flatMap(accepted),
    summarise(diagnostics),
  ];
  return `${lines.join('\n')}\n`;
};
