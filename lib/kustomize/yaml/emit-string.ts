import { needsQuotes } from './resolve';
import { UnfitScalar } from './unfit';

/** Lines are broken at the first space past this column. */
const width = 80;

const common = /^[A-Za-z_/][A-Za-z0-9_./-]*$/;
const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

/** Characters that only double quotes can hold: controls, tabs, what is outside the basic plane. */
const special = /[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
const firstIndicator = /^(?:[#,[\]{}&*!|>'"%@`]|---|\.\.\.|[-?:](?:[ \t\n]|$))/;
const innerIndicator = /:(?:[ \t\n]|$)|[ \t\n]#/;

/** What may hold a text. */
interface Allowed {
  readonly plain: boolean;
  readonly single: boolean;
  readonly block: boolean;
}

const allowedFor = (text: string): Allowed => {
  if (special.test(text) || text.includes(' \n')) return { plain: false, single: false, block: false };
  const edges = /^[ \n]|[ \n]$/.test(text);
  const breakSpace = text.includes('\n ');
  return {
    plain: !edges && !text.includes('\n') && !firstIndicator.test(text) && !innerIndicator.test(text),
    single: !breakSpace,
    block: !text.endsWith(' '),
  };
};

const escapes: ReadonlyMap<number, string> = new Map([
  [0x00, '0'],
  [0x07, 'a'],
  [0x08, 'b'],
  [0x09, 't'],
  [0x0a, 'n'],
  [0x0b, 'v'],
  [0x0c, 'f'],
  [0x0d, 'r'],
  [0x1b, 'e'],
  [0x22, '"'],
  [0x5c, '\\'],
  [0x85, 'N'],
  [0x2028, 'L'],
  [0x2029, 'P'],
]);

const escaped = (point: number): string => {
  const short = escapes.get(point);
  if (short !== undefined) return `\\${short}`;
  const [letter, length] = point <= 0xff ? ['x', 2] : point <= 0xffff ? ['u', 4] : ['U', 8];
  return `\\${String(letter)}${point.toString(16).toUpperCase().padStart(Number(length), '0')}`;
};

const needsEscape = /["\\\n\u2028\u2029]|[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u;

/** Writes text from a column on, breaking lines at single spaces past the width. */
class Line {
  text = '';

  constructor(
    private column: number,
    private readonly indent: number,
  ) {}

  write(piece: string): void {
    this.text += piece;
    this.column += 1;
  }

  writeAll(piece: string, columns: number): void {
    this.text += piece;
    this.column += columns;
  }

  get isFull(): boolean {
    return this.column > width;
  }

  breakLine(): void {
    this.text += `\n${' '.repeat(this.indent)}`;
    this.column = this.indent;
  }
}

/** A text whose spaces are the only places where it may be broken. */
const folded = (text: string, column: number, indent: number, quote: "'" | ''): string => {
  const line = new Line(column + quote.length, indent);
  const last = text.length - 1;
  let spaces = false;
  let index = 0;
  for (const character of text) {
    if (character === ' ') {
      const inside = quote === '' || (index > 0 && index < last);
      if (!spaces && line.isFull && inside && text[index + 1] !== ' ') line.breakLine();
      else line.write(' ');
      spaces = true;
    } else {
      if (character === "'" && quote !== '') line.write("'");
      line.write(character);
      spaces = false;
    }
    index += character.length;
  }
  return quote + line.text + quote;
};

const doubleQuoted = (text: string, column: number, indent: number, mayBreak: boolean): string => {
  const line = new Line(column + 1, indent);
  const last = text.length - 1;
  let spaces = false;
  let index = 0;
  for (const character of text) {
    if (character === ' ') {
      if (mayBreak && !spaces && line.isFull && index > 0 && index < last) {
        line.breakLine();
        if (text[index + 1] === ' ') line.write('\\');
      } else {
        line.write(' ');
      }
      spaces = true;
    } else {
      if (needsEscape.test(character)) {
        const sequence = escaped(character.codePointAt(0) ?? 0);
        line.writeAll(sequence, sequence.length);
      } else {
        line.write(character);
      }
      spaces = false;
    }
    index += character.length;
  }
  return `"${line.text}"`;
};

const literal = (text: string, indent: number): string => {
  const hint = /^[ \n]/.test(text) ? '2' : '';
  const chomping = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : '';
  const kept = text.endsWith('\n') ? text.slice(0, -1) : text;
  const margin = ' '.repeat(indent);
  let block = `|${hint}${chomping}`;
  for (const line of kept.split('\n')) block += line === '' ? '\n' : `\n${margin}${line}`;
  return block;
};

const control = /[\x7f-\x84\x86-\x9f\ufffe\uffff]/;

/** kustomize reads its own JSON as YAML, which has no such characters. */
const refuseControls = (text: string): void => {
  if (control.test(text)) throw new UnfitScalar('yaml: control characters are not allowed');
};

/**
 * A text the way kustomize's encoder writes it.
 * @param column where it starts; `indent` where its further lines stand.
 */
export const stringText = (text: string, column: number, indent: number): string => {
  if (common.test(text) && !needsQuotes(text)) return text;
  refuseControls(text);
  if (text === '') return '""';
  if (text.includes('\n')) {
    const allowed = allowedFor(text);
    return allowed.block ? literal(text, indent) : doubleQuoted(text, column, indent, true);
  }
  if (needsQuotes(text) || base60.test(text)) return doubleQuoted(text, column, indent, true);
  const { plain, single } = allowedFor(text);
  if (plain) return column + text.length <= width ? text : folded(text, column, indent, '');
  if (!single) return doubleQuoted(text, column, indent, true);
  return folded(text, column, indent, "'");
};

/** A key on one line. */
export const keyText = (key: string): string => {
  if (common.test(key) && !needsQuotes(key)) return key;
  refuseControls(key);
  if (key === '' || needsQuotes(key) || base60.test(key)) return doubleQuoted(key, 0, 0, false);
  const { plain, single } = allowedFor(key);
  if (plain) return key;
  return single && !key.includes('\n') ? `'${key.replaceAll("'", "''")}'` : doubleQuoted(key, 0, 0, false);
};

/** Keys that are longer, in bytes, or have line breaks, take a line of their own after `?`. */
export const isSimpleKey = (key: string): boolean =>
  !key.includes('\n') && (key.length <= 42 || Buffer.byteLength(key) <= 128);
