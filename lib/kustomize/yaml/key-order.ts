const letter = /\p{L}/u;
const digit = /\p{Nd}/u;

const isLetter = (c: number): boolean =>
  c < 0x80 ? (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a) : letter.test(String.fromCodePoint(c));
const isDigit = (c: number): boolean =>
  c < 0x80 ? c >= 0x30 && c <= 0x39 : digit.test(String.fromCodePoint(c));

const nonAscii = /[^\0-\x7f]/;
const pointsOf = (text: string): readonly number[] =>
  Array.from(text, (character) => character.codePointAt(0) ?? 0);

type At = (index: number) => number;

/** The number that the digits from an index on make, and where they end. */
const numberAt = (
  at: At,
  length: number,
  from: number,
  start: number,
): { readonly value: number; readonly end: number } => {
  let value = start;
  let end = from;
  while (end < length && isDigit(at(end))) {
    value = value * 10 + (at(end) - 0x30);
    end += 1;
  }
  return { value, end };
};

/** Whether a zero at `index` continues a number that has started before. */
const continuesNumber = (at: At, index: number): boolean => {
  for (let before = index - 1; before >= 0 && isDigit(at(before)); before -= 1)
    if (at(before) !== 0x30) return true;
  return false;
};

const compareAt = (a: At, aLength: number, b: At, bLength: number, index: number): number => {
  const x = a(index);
  const y = b(index);
  const xIsLetter = isLetter(x);
  const yIsLetter = isLetter(y);
  if (xIsLetter && yIsLetter) return x - y;
  if (xIsLetter || yIsLetter) return yIsLetter ? -1 : 1;
  const start = (x === 0x30 || y === 0x30) && continuesNumber(a, index) ? 1 : 0;
  const left = numberAt(a, aLength, index, start);
  const right = numberAt(b, bLength, index, start);
  if (left.value !== right.value) return left.value - right.value;
  if (left.end !== right.end) return left.end - right.end;
  return x - y;
};

/** The order of keys in kustomize's output: letters last, numbers by value (`a2` before `a10`). */
export const compareKeys = (a: string, b: string): number => {
  if (nonAscii.test(a) || nonAscii.test(b)) return comparePoints(pointsOf(a), pointsOf(b));
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index += 1) {
    if (a.charCodeAt(index) === b.charCodeAt(index)) continue;
    return compareAt(
      (i) => a.charCodeAt(i),
      a.length,
      (i) => b.charCodeAt(i),
      b.length,
      index,
    );
  }
  return a.length - b.length;
};

const comparePoints = (a: readonly number[], b: readonly number[]): number => {
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index += 1) {
    if (a[index] === b[index]) continue;
    return compareAt(
      (i) => a[i] ?? 0,
      a.length,
      (i) => b[i] ?? 0,
      b.length,
      index,
    );
  }
  return a.length - b.length;
};
