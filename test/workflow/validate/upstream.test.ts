import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { refusedByArgo } from '../../../lib/workflow';

const upstream = process.env['DRYDOCK_UPSTREAM'] ?? resolve(__dirname, '../../../../shared/upstream');
const compiled = join(upstream, 'kfp-ir/workflows');
const sdk = join(upstream, 'kfp-v1');

const refused = (file: string): readonly string[] =>
  [...refusedByArgo(parse(readFileSync(file, 'utf8')))].map(
    ({ rule, template, path, got }) => `${rule} ${template ?? ''} ${path}: ${got}`,
  );

const yamlIn = (folder: string): readonly string[] =>
  readdirSync(folder).filter((file) => file.endsWith('.yaml') && !file.startsWith('kaniko'));

/** What Argo's own linter refuses of the goldens: parameters that get their values later, and no entrypoint. */
const refusedSdk: Readonly<Record<string, string>> = {
  'basic.yaml': 'workflow/missing-argument',
  'basic_no_decorator.yaml': 'workflow/missing-argument',
  'compose.yaml': 'workflow/missing-argument',
  'imagepullsecrets.yaml': 'workflow/missing-argument',
  'param_op_transform.yaml': 'workflow/missing-argument',
  'tolerations.yaml': 'workflow/entrypoint',
  'volume_snapshotop_sequential.yaml': 'workflow/missing-argument',
  'volumeop_basic.yaml': 'workflow/missing-argument',
};

describe('the validator on workflows that Argo runs', () => {
  if (!existsSync(compiled) || !existsSync(sdk)) {
    it.skip(`needs ${upstream}`, () => undefined);
    return;
  }

  it.each(yamlIn(compiled))('takes %s, which the KFP backend made', (file) => {
    expect(refused(join(compiled, file))).toEqual([]);
  });

  it.each(yamlIn(sdk).filter((file) => !(file in refusedSdk)))('takes %s, which the SDK made', (file) => {
    expect(refused(join(sdk, file))).toEqual([]);
  });

  it.each(Object.entries(refusedSdk))('refuses %s, as the linter does', (file, why) => {
    expect(new Set(refused(join(sdk, file)).map((line) => line.split(' ')[0]))).toEqual(new Set([why]));
  });
});
