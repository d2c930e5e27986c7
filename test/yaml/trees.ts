import fc from 'fast-check';
import { nastyStrings } from './nasty-strings';

const fragment = fc.constantFrom(
  ...nastyStrings.filter((text) => text.length < 20),
  ' ',
  '\n',
  '  ',
  '\t',
  ':',
  '#',
  '-',
  '"',
  "'",
  'a',
  'b',
  '0',
  '1',
  '.',
  '_',
  'e',
);

/** Any text that is well-formed Unicode, most of it nasty. */
export const anyText: fc.Arbitrary<string> = fc
  .oneof(
    fc.constantFrom(...nastyStrings),
    fc.array(fragment, { maxLength: 6 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.array(fc.string({ maxLength: 6 }), { maxLength: 5 }).map((lines) => lines.join('\n')),
  )
  .filter((text) => !/[\uD800-\uDFFF]/u.test(text));

/** Any number that a manifest may hold. */
export const anyNumber: fc.Arbitrary<number> = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((n) => !Number.isInteger(n) || Number.isSafeInteger(n) || Math.abs(n) >= 1e21),
  fc.constantFrom(0, -0, 1e21, 1.5e300, 5e-7, -5e-324, 0.1, -1.5, Number.MAX_SAFE_INTEGER, Number.MAX_VALUE),
);

export type Tree = null | boolean | number | string | Tree[] | { [key: string]: Tree };

/** Any JSON tree. */
export const anyTree: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.constant(null), fc.boolean(), anyNumber, anyText, anyText),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(anyText, fc.constantFrom('name', 'kind', 'labels', 'data', 'spec')), tie('tree'), {
      maxKeys: 5,
      noNullPrototype: true,
    }),
  ),
})).tree;

/** A text in every place where one can stand. */
export const placesOf = (text: string): readonly Tree[] => [
  text,
  { a: text },
  [text, text],
  { [text]: 1 },
  { [text]: [text] },
  { a: [{ [text]: text, b: text }] },
  [[text], [[text, 1]]],
  { b: { c: text, d: { e: text } }, f: text },
];
