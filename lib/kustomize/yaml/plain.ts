import { code, isBlankOrEnd, isFlowIndicator, type Cursor } from './cursor';

/** Whether a plain scalar may start with the character at the cursor. https://yaml.org/spec/1.1/#id907281 */
export const startsPlain = (cursor: Cursor, inFlow: boolean): boolean => {
  const c = cursor.peek();
  switch (c) {
    case code.dash:
      return !isBlankOrEnd(cursor.peek(1));
    case code.question:
    case code.colon:
      return !isBlankOrEnd(cursor.peek(1)) && !inFlow;
    case code.comma:
    case code.openBracket:
    case code.closeBracket:
    case code.openBrace:
    case code.closeBrace:
    case code.hash:
    case code.ampersand:
    case code.asterisk:
    case code.exclamation:
    case code.bar:
    case code.greater:
    case code.singleQuote:
    case code.doubleQuote:
    case code.percent:
    case code.at:
    case code.backtick:
      return false;
    default:
      return !isBlankOrEnd(c);
  }
};

/** Past the part of a plain scalar that stands on this line; gives where it ends, without blanks. */
const scanLine = (cursor: Cursor, inFlow: boolean): number => {
  const { text } = cursor;
  let end = cursor.at;
  for (let at = cursor.at; ; at += 1) {
    const c = text.charCodeAt(at);
    if (c === code.lineFeed || Number.isNaN(c)) {
      cursor.at = at;
      return end;
    }
    if (c === code.space || c === code.tab) continue;
    const atBreak = c === code.hash && at > cursor.at && isBlankOrEnd(text.charCodeAt(at - 1));
    const atValue =
      c === code.colon &&
      (isBlankOrEnd(text.charCodeAt(at + 1)) || (inFlow && isFlowIndicator(text.charCodeAt(at + 1))));
    if (atBreak || atValue || (inFlow && (isFlowIndicator(c) || endsFlow(text, at)))) {
      cursor.at = at;
      return end;
    }
    end = at + 1;
  }
};

/** `?` followed by a blank ends a plain scalar in a flow collection. */
const endsFlow = (text: string, at: number): boolean =>
  text.charCodeAt(at) === code.question && isBlankOrEnd(text.charCodeAt(at + 1));

/** A plain scalar on one line. */
export const readPlainLine = (cursor: Cursor, inFlow: boolean): string => {
  const start = cursor.at;
  return cursor.text.slice(start, scanLine(cursor, inFlow));
};

/**
 * The lines that continue a plain scalar, folded to `first`; each must be indented by more than `parent` columns.
 * The cursor stands after what belongs to it.
 */
export const continuePlain = (cursor: Cursor, first: string, parent: number, inFlow: boolean): string => {
  let text = first;
  while (cursor.peek() === code.lineFeed) {
    const before = cursor.at;
    const lineBefore = cursor.lineStart;
    let breaks = 0;
    while (cursor.peek() === code.lineFeed) {
      cursor.newLine();
      breaks += 1;
      cursor.skipBlanks();
    }
    const c = cursor.peek();
    const marker = cursor.isAtDocumentMarker();
    const continues =
      !cursor.isAtEnd &&
      !marker &&
      c !== code.hash &&
      (inFlow || cursor.column > parent) &&
      !endsPlain(cursor, inFlow);
    if (!continues) {
      cursor.at = before;
      cursor.lineStart = lineBefore;
      return text;
    }
    const start = cursor.at;
    const end = scanLine(cursor, inFlow);
    text += (breaks === 1 ? ' ' : '\n'.repeat(breaks - 1)) + cursor.text.slice(start, end);
    if (cursor.peek() === code.colon && !inFlow)
      cursor.fail('mapping values are not allowed in this context');
  }
  return text;
};

/** Whether the line that starts at the cursor cannot go on with a plain scalar. */
const endsPlain = (cursor: Cursor, inFlow: boolean): boolean => {
  const c = cursor.peek();
  if (c === code.colon && isBlankOrEnd(cursor.peek(1))) return true;
  return inFlow && (isFlowIndicator(c) || (c === code.colon && isFlowIndicator(cursor.peek(1))));
};
