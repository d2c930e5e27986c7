import { Cursor } from './cursor';
import { readBlock } from './quoted';

const hintsOf = (text: string): string => {
  const indented = /^[ \n]/.test(text) ? '2' : '';
  if (!text.endsWith('\n')) return `${indented}-`;
  return text === '\n' || text.endsWith('\n\n') ? `${indented}+` : indented;
};

/** A folded block as kustomize's encoder writes it: it breaks a line twice before every line that is not indented more. */
const foldedBlock = (text: string): string => {
  const startsBlank = /^[ \t]/.test(text) || text === '';
  let block = `>${hintsOf(text)}\n`;
  let breaks = true;
  let indented = true;
  for (const character of text) {
    if (character === '\n') {
      if (!breaks && !indented && !startsBlank) block += '\n';
      block += '\n';
      breaks = true;
    } else {
      if (breaks) {
        block += '  ';
        indented = character === ' ' || character === '\t';
      }
      block += character;
      breaks = false;
    }
  }
  return block;
};

/** Texts in which writing and reading a folded block may not agree. */
const risky = /\n[ \t]|^[ \t\n]|\n\n$/;

/**
 * What is left of a text that stood in a folded block (`>`): kustomize writes it as one again, and reads that, before it
 * prints. Lines that are indented more get an empty line before them on the way.
 */
export const refolded = (text: string): string => {
  if (!risky.test(text) || / \n| $|\t/.test(text)) return text;
  return readBlock(new Cursor(foldedBlock(text)), 0);
};
