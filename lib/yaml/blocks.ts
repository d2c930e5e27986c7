import { isVisible } from './strings';

const startsWithBlankSpace = /^\n*[ \t]+\n/;
const startsIndented = /^\n*[ \t]/;

/** Whether the blank lines at the end hold spaces or tabs, or there is nothing but blank lines. */
const endsInBlankSpace = (text: string): boolean => {
  let spaces = false;
  for (let i = text.length - 1; i >= 0; i--) {
    const character = text[i];
    if (character === '\n') {
      if (spaces) return true;
    } else if (character === ' ' || character === '\t') {
      spaces = true;
    } else {
      return false;
    }
  }
  return true;
};

/**
 * A text of several lines as a literal block (`|`), its lines indented by `indent`, without the final line break.
 * Undefined where parsers would not read this very text back: hidden characters, carriage returns, blank lines with
 * spaces at either end, nothing but blank lines.
 * The indentation indicator is always 2, for the writer indents by two.
 * https://yaml.org/spec/1.2.2/#81-block-scalar-styles
 */
export const literalBlock = (text: string, indent: string): string | undefined => {
  if (!isVisible(text) || endsInBlankSpace(text) || startsWithBlankSpace.test(text)) return undefined;
  const indicator = startsIndented.test(text) ? '2' : '';
  const kept = text.endsWith('\n') ? text.slice(0, -1) : text;
  const chomping = kept === text ? '-' : kept.endsWith('\n') ? '+' : '';
  let block = `|${indicator}${chomping}`;
  for (const line of kept.split('\n')) block += line === '' ? '\n' : `\n${indent}${line}`;
  return block;
};
