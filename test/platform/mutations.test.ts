import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadPipelines } from '../../lib/cli/pipelines';
import { Refusal } from '../../lib/diagnostics';
import { filesOf } from '../../lib/output';
import { readPlatform } from '../../lib/platform';
import { checkRelease } from '../../lib/policy';
import { synthesize } from '../../lib/synth';

const reference = readFileSync('platforms/onprem.yaml', 'utf8').split('\n');

const oddValues = fc.constantFrom(
  '',
  '~',
  '[]',
  '{}',
  '-1',
  '0',
  '1e99',
  '""',
  'yes',
  '2024-01-01',
  '"a b"',
  '*x',
  '&x',
  '!!binary x',
  '[[',
  'name',
  '\u0000',
);

/** Changes one line: drops it, repeats it, moves it, gives it another value or another key. */
const mutation = fc.record({
  line: fc.nat(reference.length - 1),
  kind: fc.constantFrom('drop', 'repeat', 'indent', 'value', 'key'),
  value: oddValues,
});

type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

const mutate = (lines: readonly string[], { line, kind, value }: Mutation): readonly string[] => {
  const text = lines[line] ?? '';
  const changed: readonly string[] = {
    drop: [],
    repeat: [text, text],
    indent: [`  ${text}`],
    value: [text.replace(/:.*$/, `: ${value}`)],
    key: [text.replace(/[a-zA-Z]+:/, `${value}x:`)],
  }[kind];
  return [...lines.slice(0, line), ...changed, ...lines.slice(line + 1)];
};

describe('whatever is done to a platform file', () => {
  it('gives a tree or a refusal that names a place, never a stack trace', () => {
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
        const text = mutations.reduce(mutate, reference).join('\n');
        try {
          const platform = readPlatform('platforms/onprem.yaml', '/work', () => text);
          const pipelines = loadPipelines(platform, resolve('platforms'), resolve('.'));
          const release = synthesize(platform, [], pipelines);
          checkRelease(release);
          expect(filesOf(release).length).toBeGreaterThan(0);
        } catch (error) {
          if (!Refusal.is(error)) throw error;
          expect(error.diagnostics.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  }, 120_000);
});
