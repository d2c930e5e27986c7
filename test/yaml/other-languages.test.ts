import { spawnSync } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { emitYaml } from '../../lib/yaml';
import { nastyStrings } from './nasty-strings';
import { anyTree, placesOf, type Tree } from './trees';

// one fixed sample for one process per language: starting it a thousand times would take minutes
const trees: readonly Tree[] = [
  ...nastyStrings.flatMap(placesOf),
  ...fc.sample(anyTree, { numRuns: 3000, seed: 20_240_601 }),
];

const runs = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, args, { timeout: 20_000 }).status === 0;

const withPython = runs('python3', ['-c', 'import yaml']) ? it : it.skip;
const withKubectl = runs('kubectl', ['version', '--client']) ? it : it.skip;

const output = (command: string, args: readonly string[], input: string): string => {
  const { status, stdout, stderr } = spawnSync(command, args, {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
};

const python = `
import json, sys, yaml
loaders = [yaml.SafeLoader] + ([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])
# JSON as Node writes it has no negative zero
def plain(value):
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return 0 if isinstance(value, float) and value == 0 else value
wrong = []
for text, wanted in json.load(sys.stdin):
    for loader in loaders:
        try:
            got = json.dumps(plain(yaml.load(text, loader)), sort_keys=True)
        except Exception as error:
            got = str(error)
        if got != json.dumps(wanted, sort_keys=True):
            wrong.append([loader.__name__, got, text])
json.dump(wrong, sys.stdout)
`;

const asJson = (tree: Tree): Tree => JSON.parse(JSON.stringify(tree)) as Tree;

describe('parsers of other languages', () => {
  withPython('PyYAML (YAML 1.1), with and without libyaml, reads back what was written', () => {
    const cases = trees.map((tree) => [emitYaml(tree), tree]);
    const wrong: unknown = JSON.parse(output('python3', ['-c', python], JSON.stringify(cases)));
    expect(wrong).toEqual([]);
  });

  withKubectl(
    'kubectl (the YAML library of Kubernetes) reads back what was written, all in one stream',
    () => {
      const stream = trees.map((tree, index) =>
        emitYaml({
          apiVersion: 'example.com/v1',
          kind: 'Sample',
          metadata: { name: `sample-${index}` },
          tree,
        }),
      );
      const list: { items: { tree: Tree }[] } = JSON.parse(
        output('kubectl', ['annotate', '--local', '-f', '-', '-o', 'json', 'read=back'], stream.join('---\n'))
          .replace(/\n}\n{\n/g, '\n},\n{\n')
          .replace(/^/, '{"items":[')
          .replace(/$/, ']}'),
      );
      const wrong = list.items.flatMap(({ tree: got }, index) => {
        const wanted = asJson(trees[index] ?? null);
        return isDeepStrictEqual(got, wanted) ? [] : [{ got, wanted, text: stream[index] }];
      });
      expect(wrong).toEqual([]);
      expect(list.items).toHaveLength(trees.length);
    },
  );
});
