import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { emitYaml, parseManifestText } from '../../lib/yaml';

jest.mock('yaml', () => ({
  ...jest.requireActual<object>('yaml'),
  parseAllDocuments: () => {
    throw new Error('the slow parser was called');
  },
}));

const folder = join(__dirname, 'golden');

describe('text that emitYaml has written', () => {
  it.each(readdirSync(folder))('is read without the slow parser: %s', (name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    expect(parseManifestText(text, name)).toEqual(parse(text));
  });

  it('is recognised by being written again: any other text goes to the slow parser', () => {
    const text = emitYaml({ a: 1, b: 'two' });
    expect(() => parseManifestText(text.replace('1', '0x1'), 'a.yaml')).toThrow('the slow parser was called');
    expect(() => parseManifestText(`${text}a: 2\n`, 'a.yaml')).toThrow('the slow parser was called');
    expect(() => parseManifestText(text.slice(0, -1), 'a.yaml')).toThrow('the slow parser was called');
  });
});
