import { Refusal } from '../../lib/diagnostics';
import { parseManifestText } from '../../lib/yaml';

const refusalOf = (text: string) => {
  try {
    parseManifestText(text, 'serving/Service-web.yaml');
  } catch (error) {
    if (Refusal.is(error)) return error;
    throw error;
  }
  throw new Error('it was read');
};

describe('parseManifestText', () => {
  it('reads what people write, not only what we write', () => {
    expect(parseManifestText("---\na: [1, 'b', {c: d}]  # why\ne: >-\n  f\n  g\n", 'a.yaml')).toEqual({
      a: [1, 'b', { c: 'd' }],
      e: 'f g',
    });
  });

  it('reads a text with Windows line ends', () => {
    expect(parseManifestText('# c\r\na: 1\r\nb:\r\n- x\r\n', 'a.yaml')).toEqual({ a: 1, b: ['x'] });
  });

  it('does not take a changed text for our own', () => {
    expect(parseManifestText('a: yes \nb: 0x10\n', 'a.yaml')).toEqual({ a: 'yes', b: 16 });
  });

  it.each([
    ['broken syntax', 'a: 1\nb: [1,\nc: 2\n', 'yaml/syntax', 3, 1],
    ['a merge conflict', 'a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> main\n', 'yaml/syntax', 2, 1],
    ['a key twice', 'a: 1\nb: 2\na: 3\n', 'yaml/syntax', 3, 1],
    ['an empty file', '', 'yaml/one-document', 1, 1],
    ['only comments', '# nothing\n', 'yaml/one-document', 1, 1],
    ['two documents', 'a: 1\n---\nb: 2\n', 'yaml/one-document', 2, 1],
    [
      'aliases that expand without end',
      `a: &a [1]\n${Array.from({ length: 9 }, (_, i) => `b${i}: &b${i} [${`*${i === 0 ? 'a' : `b${i - 1}`}, `.repeat(9)}]`).join('\n')}\n`,
      'yaml/aliases',
      1,
      1,
    ],
  ])('refuses %s at its place', (_, text, rule, line, column) => {
    const refusal = refusalOf(text);
    expect(refusal.exitCode).toBe(2);
    expect(refusal.diagnostics).toMatchObject([
      { rule, severity: 'error', where: { kind: 'source', file: 'serving/Service-web.yaml', line, column } },
    ]);
  });
});
