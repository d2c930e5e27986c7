/** A path taken apart at a delimiter; `\` before one keeps it. A leading delimiter is dropped. */
export const splitPath = (path: string, delimiter: '/' | '.'): readonly string[] => {
  const pieces = path.split(delimiter);
  if (pieces.length > 1 && pieces[0] === '') pieces.shift();
  const parts: string[] = [];
  for (const piece of pieces) {
    const last = parts[parts.length - 1];
    if (last?.endsWith('\\')) parts[parts.length - 1] = `${last.slice(0, -1)}${delimiter}${piece}`;
    else parts.push(piece);
  }
  return parts;
};

const trimBrackets = (text: string): string => text.replace(/^[[\]]+/, '').replace(/[[\]]+$/, '');

/**
 * A field path of replacements and vars: `spec.containers.[name=web].image`, `metadata.annotations.[a.b/c]`. What
 * stands in brackets stays one part; the brackets go where they select no list item.
 */
export const splitFieldPath = (path: string): readonly string[] => {
  const parts: string[] = [];
  const pieces = splitPath(path, '.');
  for (let index = 0; index < pieces.length; index += 1) {
    const piece = pieces[index] ?? '';
    if (!piece.startsWith('[') || piece.endsWith(']')) {
      parts.push(piece);
      continue;
    }
    const bracketed = [piece];
    while (index < pieces.length - 1) {
      index += 1;
      const next = pieces[index] ?? '';
      bracketed.push(next);
      if (next.endsWith(']')) break;
    }
    const whole = bracketed.join('.');
    parts.push(whole.includes('=') ? whole : trimBrackets(whole));
  }
  return parts;
};
