import { YamlSyntaxError } from './syntax-error';

export const code = {
  tab: 0x09,
  lineFeed: 0x0a,
  carriageReturn: 0x0d,
  space: 0x20,
  exclamation: 0x21,
  doubleQuote: 0x22,
  hash: 0x23,
  percent: 0x25,
  ampersand: 0x26,
  singleQuote: 0x27,
  asterisk: 0x2a,
  comma: 0x2c,
  dash: 0x2d,
  dot: 0x2e,
  colon: 0x3a,
  greater: 0x3e,
  question: 0x3f,
  at: 0x40,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  backtick: 0x60,
  openBrace: 0x7b,
  bar: 0x7c,
  closeBrace: 0x7d,
  byteOrderMark: 0xfeff,
} as const;

/** Space, tab, line break, or the end (NaN). */
export const isBlankOrEnd = (c: number): boolean =>
  c === code.space || c === code.tab || c === code.lineFeed || c === code.carriageReturn || Number.isNaN(c);

/** `,`, `[`, `]`, `{` or `}`. */
export const isFlowIndicator = (c: number): boolean =>
  c === code.comma ||
  c === code.openBracket ||
  c === code.closeBracket ||
  c === code.openBrace ||
  c === code.closeBrace;

/** A place in a text that is read from the front; knows its column. Line breaks are line feeds only (see `documents.ts`). */
export class Cursor {
  at = 0;
  /** Offset at which the current line starts. */
  lineStart = 0;

  constructor(readonly text: string) {}

  get column(): number {
    return this.at - this.lineStart;
  }

  peek(ahead = 0): number {
    return this.text.charCodeAt(this.at + ahead);
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  fail(problem: string, at = this.at): never {
    throw new YamlSyntaxError(problem, at);
  }

  /** Past spaces and tabs. */
  skipBlanks(): void {
    for (;;) {
      const c = this.text.charCodeAt(this.at);
      if (c !== code.space && c !== code.tab) return;
      this.at += 1;
    }
  }

  /** To the line break that ends this line, or to the end. */
  skipLine(): void {
    const end = this.text.indexOf('\n', this.at);
    this.at = end < 0 ? this.text.length : end;
  }

  /** Past a line break. */
  newLine(): void {
    this.at += 1;
    this.lineStart = this.at;
  }

  /**
   * Past blanks, comments and empty lines to the next token.
   * @returns whether a line break was among them.
   */
  skipToToken(inFlow = false): boolean {
    let crossed = false;
    for (;;) {
      const start = this.at;
      this.skipBlanks();
      const c = this.peek();
      if (c === code.lineFeed) {
        this.newLine();
        crossed = true;
      } else if (
        c === code.hash &&
        (start < this.at || this.at === this.lineStart || isBlankOrEnd(this.peek(-1)))
      ) {
        this.skipLine();
      } else {
        const indented = crossed && !inFlow && this.text.slice(this.lineStart, this.at).includes('\t');
        if (indented && !this.isAtEnd) this.fail('found a tab character where indentation is expected');
        return crossed;
      }
    }
  }

  /** Whether a line starts here with a document marker, `---` or `...`. */
  isAtDocumentMarker(): boolean {
    if (this.at !== this.lineStart) return false;
    const c = this.peek();
    if (c !== code.dash && c !== code.dot) return false;
    return this.peek(1) === c && this.peek(2) === c && isBlankOrEnd(this.peek(3));
  }
}
