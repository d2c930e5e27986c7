import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { parse } from 'yaml';
import { emitYaml, parseManifestText } from '../../lib/yaml';
import { nastyStrings } from './nasty-strings';
import { anyTree, placesOf, type Tree } from './trees';

const parsers: readonly (readonly [string, (text: string) => unknown])[] = [
  ['yaml as YAML 1.2', (text) => parse(text, { version: '1.2' })],
  ['yaml as YAML 1.1', (text) => parse(text, { version: '1.1' })],
  ['yaml with merge keys', (text) => parse(text, { version: '1.2', merge: true })],
  ['js-yaml', (text) => load(text)],
  ['parseManifestText', (text) => parseManifestText(text, 'a.yaml')],
];

describe.each(parsers)('%s reads back what was written', (_, read) => {
  const expectSame = (tree: Tree): void => {
    const text = emitYaml(tree);
    const back = read(text);
    if (!isDeepStrictEqual(back, tree)) {
      throw new Error(`${JSON.stringify(tree)} came back as ${JSON.stringify(back)} from\n${text}`);
    }
  };

  it.each(nastyStrings.map((text) => [JSON.stringify(text).slice(0, 60), text]))(
    'for %s in every place',
    (_shown, text) => {
      placesOf(text).forEach(expectSame);
    },
  );

  it('for any JSON tree', () => {
    fc.assert(fc.property(anyTree, expectSame), { numRuns: Number(process.env['FC_RUNS'] ?? 1000) });
  });
});
