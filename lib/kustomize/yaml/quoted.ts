import { code, isBlankOrEnd, type Cursor } from './cursor';

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['0', '\0'],
  ['a', '\x07'],
  ['b', '\b'],
  ['t', '\t'],
  ['\t', '\t'],
  ['n', '\n'],
  ['v', '\v'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\x1b'],
  [' ', ' '],
  ['"', '"'],
  ["'", "'"],
  ['/', '/'],
  ['\\', '\\'],
  ['N', '\x85'],
  ['_', '\xa0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
]);

const escapeLengths: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

const readEscape = (cursor: Cursor): string => {
  const start = cursor.at;
  const letter = cursor.text[cursor.at + 1] ?? '';
  const simple = simpleEscapes.get(letter);
  if (simple !== undefined) {
    cursor.at += 2;
    return simple;
  }
  const length = escapeLengths.get(letter);
  if (length === undefined) return cursor.fail('found unknown escape character', start);
  const digits = cursor.text.slice(cursor.at + 2, cursor.at + 2 + length);
  if (!/^[0-9a-fA-F]+$/.test(digits) || digits.length < length) {
    return cursor.fail('did not find expected hexadecimal number', start);
  }
  const point = Number.parseInt(digits, 16);
  if ((point >= 0xd800 && point <= 0xdfff) || point > 0x10ffff) {
    return cursor.fail('found invalid Unicode character escape code', start);
  }
  cursor.at += 2 + length;
  return String.fromCodePoint(point);
};

/** Past the line breaks and blanks in a quoted text, to what they fold to. */
const foldBreaks = (cursor: Cursor): string => {
  let breaks = 0;
  for (;;) {
    cursor.skipBlanks();
    if (cursor.peek() !== code.lineFeed) break;
    cursor.newLine();
    breaks += 1;
    if (cursor.isAtDocumentMarker()) cursor.fail('found unexpected document indicator');
  }
  return breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
};

/** A text in single or double quotes, which stands at the cursor. */
export const readQuoted = (cursor: Cursor): string => {
  const quote = cursor.peek();
  const start = cursor.at;
  const single = quote === code.singleQuote;
  cursor.at += 1;
  let text = '';
  let from = cursor.at;
  for (;;) {
    const c = cursor.peek();
    if (Number.isNaN(c)) return cursor.fail('found unexpected end of stream in a quoted scalar', start);
    if (c === quote) {
      text += cursor.text.slice(from, cursor.at);
      cursor.at += 1;
      if (!single || cursor.peek() !== quote) return text;
      text += "'";
      cursor.at += 1;
      from = cursor.at;
    } else if (c === code.backslash && !single) {
      text += cursor.text.slice(from, cursor.at);
      if (cursor.peek(1) === code.lineFeed) {
        // the break goes, empty lines after it stay
        cursor.at += 1;
        const folded = foldBreaks(cursor);
        text += folded === ' ' ? '' : folded;
      } else {
        text += readEscape(cursor);
      }
      from = cursor.at;
    } else if (c === code.space || c === code.tab) {
      const blanks = cursor.at;
      cursor.skipBlanks();
      if (cursor.peek() === code.lineFeed) {
        text += cursor.text.slice(from, blanks) + foldBreaks(cursor);
        from = cursor.at;
      }
    } else if (c === code.lineFeed) {
      text += cursor.text.slice(from, cursor.at) + foldBreaks(cursor);
      from = cursor.at;
    } else {
      cursor.at += 1;
    }
  }
};

const isIndicator = (c: number): boolean => isBlankOrEnd(c) || c === code.hash;

/** A block scalar (`|` or `>`), which stands at the cursor in a node indented by `parent` columns (-1: the root). */
export const readBlock = (cursor: Cursor, parent: number): string => {
  const folded = cursor.peek() === code.greater;
  cursor.at += 1;
  let chomping = '';
  let indent = 0;
  while (!isIndicator(cursor.peek())) {
    const character = cursor.text[cursor.at] ?? '';
    if ((character === '+' || character === '-') && chomping === '') chomping = character;
    else if (/[1-9]/.test(character) && indent === 0) indent = Math.max(parent, 0) + Number(character);
    else cursor.fail('did not find expected comment or line break');
    cursor.at += 1;
  }
  cursor.skipBlanks();
  if (cursor.peek() === code.hash) cursor.skipLine();
  if (!cursor.isAtEnd && cursor.peek() !== code.lineFeed)
    cursor.fail('did not find expected comment or line break');
  if (!cursor.isAtEnd) cursor.newLine();
  return blockLines(cursor, { folded, chomping, indent: indent === 0 ? undefined : indent, parent });
};

interface BlockStyle {
  readonly folded: boolean;
  readonly chomping: string;
  readonly indent: number | undefined;
  readonly parent: number;
}

/** Past empty lines; gives how many, and the widest indentation among them and of the first line that is not empty. */
const emptyLines = (
  cursor: Cursor,
  indent: number | undefined,
): { readonly count: number; readonly widest: number } => {
  let count = 0;
  let widest = 0;
  for (;;) {
    while (cursor.peek() === code.space && (indent === undefined || cursor.column < indent)) cursor.at += 1;
    widest = Math.max(widest, cursor.column);
    if (cursor.peek() === code.tab && (indent === undefined || cursor.column < indent)) {
      cursor.fail('found a tab character where an indentation space is expected');
    }
    if (cursor.peek() !== code.lineFeed) return { count, widest };
    cursor.newLine();
    count += 1;
  }
};

const blockLines = (cursor: Cursor, { folded, chomping, indent: given, parent }: BlockStyle): string => {
  const first = emptyLines(cursor, given);
  const indent = given ?? Math.max(first.widest, parent + 1, 1);
  let text = '';
  /** Line breaks since the last line; the one that ends it is `pending`. */
  let breaks = first.count;
  let pending = false;
  let indentedBefore = false;
  while (cursor.column === indent && !cursor.isAtEnd && !cursor.isAtDocumentMarker()) {
    const c = cursor.peek();
    const indented = c === code.space || c === code.tab;
    if (folded && pending && !indentedBefore && !indented) text += breaks === 0 ? ' ' : '';
    else if (pending) text += '\n';
    text += '\n'.repeat(breaks);
    const start = cursor.at;
    cursor.skipLine();
    text += cursor.text.slice(start, cursor.at);
    indentedBefore = indented;
    pending = !cursor.isAtEnd;
    if (pending) cursor.newLine();
    breaks = emptyLines(cursor, indent).count;
  }
  if (chomping !== '-' && pending) text += '\n';
  if (chomping === '+') text += '\n'.repeat(breaks);
  // what is less indented belongs to the next token: go back to the start of its line
  if (!cursor.isAtEnd) cursor.at = cursor.lineStart;
  return text;
};
