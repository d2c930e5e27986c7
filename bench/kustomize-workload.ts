import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from '../lib/kustomize';

/**
 * One measured run: `node kustomize-workload.js roots <list> <tree>` builds every root of a list,
 * `… build <folder>` one folder, `… layers|patches <size> <folder>` writes a synthetic tree.
 */
const write = (folder: string, path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

const object = (index: number): string =>
  index % 2 === 0
    ? `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c${index}\ndata:\n  a: b\n`
    : `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: d${index}\nspec:\n  selector:\n    matchLabels: {app: d}\n  template:\n    metadata:\n      labels: {app: d}\n    spec:\n      containers:\n      - name: main\n        image: docker.io/example/app:1\n        envFrom:\n        - configMapRef: {name: c${index - 1}}\n`;

/** Every layer adds a prefix, a label and an object to the one below. */
const layers = (size: number, folder: string): void => {
  for (let layer = 0; layer < size; layer += 1) {
    const base = layer === 0 ? '' : `- ../l${layer - 1}\n`;
    const label = layer % 20 === 0 ? `namePrefix: p-\nlabels:\n- pairs: {layer: l${layer}}\n` : '';
    write(folder, `l${layer}/kustomization.yaml`, `resources:\n${base}- object.yaml\n${label}`);
    write(folder, `l${layer}/object.yaml`, object(layer * 2 + 1));
  }
};

/** Many objects, one patch for every tenth, a prefix that every reference follows. */
const patches = (size: number, folder: string): void => {
  const objects = Array.from({ length: size }, (_, index) => object(index));
  write(folder, 'objects.yaml', objects.join('---\n'));
  const entries = Array.from({ length: size / 10 }, (_, index) => {
    const patch = `    apiVersion: apps/v1\n    kind: Deployment\n    metadata:\n      name: d${index * 10 + 1}\n    spec:\n      replicas: 3\n`;
    return `- patch: |-\n${patch}`;
  });
  write(
    folder,
    'kustomization.yaml',
    `resources:\n- objects.yaml\nnamePrefix: p-\nnamespace: team\npatches:\n${entries.join('')}`,
  );
};

const [what, first = '', second = ''] = process.argv.slice(2);
switch (what) {
  case 'roots':
    for (const root of readFileSync(first, 'utf8').trim().split('\n')) void build(join(second, root)).yaml;
    break;
  case 'build':
    void build(first).yaml;
    break;
  case 'layers':
    layers(Number(first), second);
    break;
  case 'patches':
    patches(Number(first), second);
    break;
  default:
    throw new Error(`unknown workload ${String(what)}`);
}
