import fc from 'fast-check';
import {
  anyValue,
  double,
  duration,
  enumeration,
  int64,
  list,
  map,
  message,
  stableJson,
  text,
  type Problem,
} from '../../lib/kfp/proto';

const sample = message(
  'Sample',
  {
    name: text,
    count: int64,
    factor: double,
    wait: duration,
    kind: enumeration('NONE', 'ONE', 'TWO'),
    tags: map(text),
    words: list(text),
    value: anyValue,
    left: text,
    right: text,
  },
  [['left', 'right']],
);

const read = (json: unknown): { readonly value: unknown; readonly problems: readonly Problem[] } => {
  const problems: Problem[] = [];
  return { value: sample.read(json, undefined, problems), problems };
};

describe('a protobuf message in JSON', () => {
  it('leaves defaults out, except of alternatives', () => {
    const json = { name: '', count: '0', factor: 0, kind: 'NONE', tags: {}, words: [], left: '' };
    expect(read(json)).toEqual({ value: { left: '' }, problems: [] });
  });

  it('writes 64-bit numbers as text, durations in steps of three digits, enumerations by name', () => {
    expect(read({ count: 7, wait: '1.50s', kind: 2 }).value).toEqual({
      count: '7',
      wait: '1.500s',
      kind: 'TWO',
    });
  });

  it('takes null for absent, and as a value where any value may stand', () => {
    expect(read({ name: null, value: null }).value).toEqual({ value: null });
  });

  it('has one of its alternatives', () => {
    expect(read({ left: 'a', right: 'b' }).problems).toEqual([
      expect.objectContaining({ kind: 'value', got: 'left and right' }),
    ]);
  });

  it('is the same when what was read is read again', () => {
    const json = fc.record(
      {
        name: fc.string(),
        count: fc.oneof(fc.maxSafeInteger(), fc.maxSafeInteger().map(String)),
        factor: fc.double({ noNaN: true, noDefaultInfinity: true }),
        wait: fc.nat().map((seconds) => `${seconds}s`),
        tags: fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.string()),
        words: fc.array(fc.string()),
        value: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(json, (each) => {
        const once = read(each);
        expect(once.problems).toEqual([]);
        expect(read(once.value)).toEqual(once);
      }),
    );
  });
});

describe('stable JSON', () => {
  it('sorts by code points and escapes what Go escapes', () => {
    expect(stableJson({ b: '<&>', a: '\u2028', '\u{1F600}': 1, '\uFFFF': -0 })).toBe(
      '{"a":"\\u2028","b":"\\u003c\\u0026\\u003e","\uFFFF":-0,"\u{1F600}":1}',
    );
  });

  it('says the same for the same value in any order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(stableJson(reversed)).toBe(stableJson(value));
        expect(stableJson(JSON.parse(stableJson(value)))).toBe(stableJson(value));
      }),
    );
  });
});
