import fc from 'fast-check';
import { load } from 'js-yaml';
import { yamlOf } from './trees';

const object = (data: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n${data}`;

const built = (data: string): string =>
  yamlOf({ 'kustomization.yaml': 'resources: [a.yaml]\n', 'a.yaml': object(data) });

/** How kustomize 5.5 prints scalars; each was seen there. */
const scalars: readonly (readonly [string, string])[] = [
  ['0644', '420'],
  ['0x1F', '31'],
  ['1_000', '1000'],
  ['1.50', '1.5'],
  ['1e3', '1000'],
  ['1e21', '1e+21'],
  ['1234567.5', '1.2345675e+06'],
  ['18446744073709551615', '18446744073709551615'],
  ['yes', '"yes"'],
  ['"1"', '"1"'],
  ['2020-1-1', '"2020-01-01T00:00:00Z"'],
  ['~', 'null'],
  ["''", '""'],
  ['"tab\\t"', '"tab\\t"'],
  ['"\\U0001F600"', '"\\U0001F600"'],
  ["'- a'", "'- a'"],
  ['<<', '<<'],
  ['1:30', '"1:30"'],
];

describe('the text of scalars', () => {
  it.each(scalars)('%s is printed as %s', (written, printed) => {
    expect(built(`  k: ${written}\n`)).toContain(`\n  k: ${printed}\n`);
  });

  it('breaks long lines at the first space past column 80', () => {
    const words = 'word '.repeat(30).trim();
    expect(built(`  k: ${words}\n`)).toContain(`${'word '.repeat(16).trim()}\n    word`);
  });

  it('orders keys with numbers by value', () => {
    expect(built('  a10: x\n  a9: x\n  A: x\n  .b: x\n')).toContain('  .b: x\n  A: x\n  a9: x\n  a10: x\n');
  });

  it('puts an empty line before lines that are indented more in a folded block, as kustomize does', () => {
    expect(built('  k: >-\n    a\n      b\n    c\n')).toContain('  k: |-\n    a\n\n      b\n    c\n');
  });
});

describe('any text', () => {
  /** What YAML can hold and kustomize's own parser takes. */
  const texts = fc
    .string({ unit: 'grapheme', maxLength: 200 })
    .filter((text) => !/[\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff\u2028\u2029]/u.test(text));

  it('comes back as it was, from values and from keys', () => {
    fc.assert(
      fc.property(fc.dictionary(texts, texts, { minKeys: 1, noNullPrototype: true }), (data) => {
        fc.pre(!Object.hasOwn(data, '__proto__'));
        const json = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data });
        const text = yamlOf({ 'kustomization.yaml': 'resources: [a.yaml]\n', 'a.yaml': json });
        expect(load(text)).toMatchObject({ data });
        expect(yamlOf({ 'kustomization.yaml': 'resources: [a.yaml]\n', 'a.yaml': text })).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});
