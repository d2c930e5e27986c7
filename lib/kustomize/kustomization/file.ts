import { placeAt, placeOf, refuse, type FieldPath, type Source } from '../problem';
import type { Where } from '../../diagnostics';
import type { Folder } from '../loader/folder';
import { withLineFeeds } from '../yaml/documents';
import { parseYaml } from '../yaml/parse';
import { YamlSyntaxError } from '../yaml/syntax-error';
import type { Node } from '../tree/node';
import { kustomizationShape, type Kustomization } from './kustomization';
import { readDocument } from './shape';

/** Names of kustomization files, in the order in which they are looked for. */
export const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

const versions = {
  Kustomization: 'kustomize.config.k8s.io/v1beta1',
  Component: 'kustomize.config.k8s.io/v1alpha1',
} as const;

/** A kustomization file that was read. */
export interface KustomizationFile {
  readonly name: string;
  readonly value: Kustomization;
  readonly isComponent: boolean;
  /** How many of its resources stand under `resources`; the rest stood under `bases`. */
  readonly ownResources: number;
  /** The place of a field, for messages. */
  readonly place: (...path: FieldPath) => Where;
  /** Fields that are deprecated, in the words that kustomize warns with. */
  readonly warnings: readonly string[];
}

/** Reads one document in the dialect of kustomization files. */
export const parseFile = (source: Source): Node => {
  try {
    const root = parseYaml(source.text, 'yaml-1.1');
    if (root !== undefined) return root;
  } catch (error) {
    if (!(error instanceof YamlSyntaxError)) throw error;
    return refuse(placeAt(source, error.at), {
      rule: 'kustomize/yaml',
      got: error.problem,
      want: 'valid YAML',
      fix: 'mend the syntax here',
    });
  }
  return refuse(
    { kind: 'path', path: source.file },
    {
      rule: 'kustomize/empty',
      got: 'kustomization.yaml is empty',
      want: 'at least one field',
      fix: 'list resources, or delete the file',
    },
  );
};

const replacedBy: Readonly<Record<string, string>> = {
  bases: 'resources',
  commonLabels: 'labels',
  imageTags: 'images',
  patchesJson6902: 'patches',
  patchesStrategicMerge: 'patches',
  vars: 'replacements',
};

const warningsFor = (root: Node): readonly string[] =>
  Object.entries(replacedBy)
    .filter(([field]) => root.field(field) !== undefined && root.field(field)?.isNull === false)
    .map(
      ([field, by]) =>
        `# Warning: '${field}' is deprecated. Please use '${by}' instead. ${by === 'replacements' ? '[EXPERIMENTAL] ' : ''}Run 'kustomize edit fix' to update your Kustomization automatically.`,
    );

const isUnset = (node: Node): boolean => node.isNull || (node.kind === 'scalar' && node.text === '');

const checkType = (root: Node, value: Kustomization, place: KustomizationFile['place']): void => {
  const { kind, apiVersion } = value;
  if (kind !== '' && kind !== 'Kustomization' && kind !== 'Component') {
    refuse(place('kind'), {
      rule: 'kustomize/kind',
      got: kind,
      want: 'kind should be Kustomization or Component',
      fix: 'correct the kind, or list this file under resources instead',
    });
  }
  const wanted = versions[kind === 'Component' ? 'Component' : 'Kustomization'];
  if (apiVersion !== '' && apiVersion !== wanted) {
    refuse(place('apiVersion'), {
      rule: 'kustomize/api-version',
      got: apiVersion,
      want: `apiVersion for ${kind === '' ? 'Kustomization' : kind} should be ${wanted}`,
      fix: 'correct the apiVersion',
    });
  }
  const fields = [...root.fields].filter(([name]) => !/^(?:apiversion|kind)$/i.test(name));
  if (fields.every(([, node]) => isUnset(node))) {
    refuse(place(), {
      rule: 'kustomize/empty',
      got: 'kustomization.yaml is empty',
      want: 'at least one field beside apiVersion and kind',
      fix: 'list resources, or delete the file',
    });
  }
};

/** Moves what stands in deprecated fields to those that replace them. */
const modernized = (value: Kustomization): Kustomization => {
  const withEnvs = <T extends { readonly env: string; readonly envs: readonly string[] }>(args: T): T =>
    args.env === '' ? args : { ...args, envs: [...args.envs, args.env], env: '' };
  return {
    ...value,
    kind: value.kind === '' ? 'Kustomization' : value.kind,
    resources: [...value.resources, ...value.bases],
    images: [...value.images, ...value.imageTags],
    configMapGenerator: value.configMapGenerator.map(withEnvs),
    secretGenerator: value.secretGenerator.map(withEnvs),
  };
};

const refuseHelm = (
  { helmCharts, helmChartInflationGenerator }: Kustomization,
  place: KustomizationFile['place'],
): void => {
  for (const [field, node] of Object.entries({ helmCharts, helmChartInflationGenerator })) {
    if (node === undefined || node.items.length === 0) continue;
    refuse(place(field), {
      rule: 'kustomize/helm',
      got: 'a Helm chart; must specify --enable-helm',
      want: 'plain manifests, which need no other program and no network',
      fix: 'render the chart once with `helm template`, commit the result and list it under resources',
    });
  }
};

/** The one kustomization file of a folder. */
export const readKustomization = (folder: Folder): KustomizationFile => {
  const found = fileNames.filter((name) => folder.hasFile(name));
  const [name, second] = found;
  if (name === undefined || second !== undefined) {
    return refuse(
      { kind: 'path', path: folder.shown },
      name === undefined
        ? {
            rule: 'kustomize/no-kustomization',
            got: `unable to find one of ${fileNames
              .map((each) => `'${each}'`)
              .join(', ')
              .replace(/, (?='K)/, ' or ')} in directory`,
            want: 'a folder with a kustomization file',
            fix: 'correct the path, or add a kustomization.yaml that lists the resources',
          }
        : {
            rule: 'kustomize/many-kustomizations',
            got: `Found multiple kustomization files: ${found.join(', ')}`,
            want: 'one',
            fix: 'delete the others',
          },
    );
  }
  const { text, shown } = folder.read(name);
  const source = { file: shown, text: withLineFeeds(text) };
  const root = parseFile(source);
  const place: KustomizationFile['place'] = (...path) => placeOf(source, root, path);
  const value = readDocument(kustomizationShape, { source, root, mode: 'strict' });
  checkType(root, value, place);
  refuseHelm(value, place);
  return {
    name,
    value: modernized(value),
    isComponent: value.kind === 'Component',
    ownResources: value.resources.length,
    place,
    warnings: warningsFor(root),
  };
};
