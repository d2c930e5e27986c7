import { generateConfigMap, generateSecret, type GeneratorContext } from './generate/config-map';
import type { FieldSpec } from './config/field-spec';
import {
  fieldSpecShape,
  imageShape,
  patchShape,
  replacementShape,
  replicaShape,
  secretShape,
  selectorShape,
} from './kustomization/kustomization';
import {
  flag,
  index,
  listOf,
  mapOf,
  optional,
  readDocument,
  record,
  text,
  type Shape,
} from './kustomization/shape';
import { loadPatch, loadStrategic, operationsIn } from './patch/load';
import { complain, type Complaint } from './problem';
import { idText } from './resource/id';
import { Resource } from './resource/resource';
import { resourcesIn } from './resource/read';
import { Node } from './tree/node';
import { addAffix } from './transform/affix';
import { addHashes } from './transform/hash';
import { setImage } from './transform/image';
import { setTexts } from './transform/metadata';
import { setNamespace, type SubjectMode } from './transform/namespace';
import { applyJson6902, applyPatch, mergePatches } from './transform/patch';
import { loadReplacements } from './transform/load-replacements';
import { replace } from './transform/replacement';
import { setReplicas } from './transform/replicas';
import type { Transformer } from './transform/transformer';
import { addValue, checkTargets, type ValueAddTarget } from './transform/value-add';
import { parseFile } from './kustomization/file';

/** What a generator or transformer of kustomize's own gets that stands in a file. */
export interface PluginContext extends GeneratorContext {
  readonly config: Resource;
}

const fields = listOf(fieldSpecShape);

/** Settings of a plugin, read the way kustomize reads them: unknown fields are ignored. */
const read = <T>({ config }: PluginContext, shape: Shape<T>): T => {
  const source = config.readFrom?.source ?? { file: idText(config.id), text: '' };
  return readDocument(shape, { source, root: config.root, mode: 'loose' });
};

const configuration = (complaint: Pick<Complaint, 'got' | 'want' | 'fix'>): never =>
  complain({ rule: 'kustomize/plugin', ...complaint });

const needFields = (list: readonly FieldSpec[] | undefined): readonly FieldSpec[] =>
  list ??
  configuration({
    got: 'fieldSpecs is not expected to be nil',
    want: 'fieldSpecs',
    fix: 'add fieldSpecs with the path metadata/name',
  });

const subjectModes: readonly SubjectMode[] = ['defaultOnly', 'allServiceAccounts', 'none'];

const subjectMode = (written: string): SubjectMode =>
  subjectModes.find((mode) => mode === (written === '' ? 'defaultOnly' : written)) ??
  configuration({
    got: `invalid value ${JSON.stringify(written)} for setRoleBindingSubjects`,
    want: `one of ${subjectModes.join(', ')}`,
    fix: 'correct the value',
  });

const namespaceShape = record({
  metadata: record({ namespace: text }),
  fieldSpecs: fields,
  unsetOnly: flag,
  setRoleBindingSubjects: text,
});

const target = record<ValueAddTarget>({
  selector: optional(selectorShape),
  fieldPath: text,
  filePathPosition: index,
});

const valueAddShape = record({ value: text, targets: listOf(target), targetFilePath: text });

const valueAdd = (context: PluginContext): Transformer => {
  const { value, targets, targetFilePath } = read(context, valueAddShape);
  const all = [...targets];
  if (targetFilePath !== '') {
    const file = context.folder.read(targetFilePath);
    const source = { file: file.shown, text: file.text };
    const shape = record({ targets: listOf(target) });
    all.push(...readDocument(shape, { source, root: parseFile(source), mode: 'loose' }).targets);
  }
  checkTargets(all);
  return addValue(value.trim() === '' ? context.folder.name : value.trim(), all);
};

const json6902 = (context: PluginContext): Transformer => {
  const shape = record({ target: optional(selectorShape), path: text, jsonOp: text });
  const { target: selector, path, jsonOp } = read(context, shape);
  return json6902Transformer({ target: selector, path, patch: jsonOp }, context);
};

/** Settings of one JSON patch. */
export interface Json6902Props {
  readonly target: Parameters<typeof applyJson6902>[1] | undefined;
  readonly path: string;
  readonly patch: string;
}

/** A JSON patch from a file or a text. */
export const json6902Transformer = (
  { target: selector, path, patch }: Json6902Props,
  { folder }: Pick<PluginContext, 'folder'>,
): Transformer => {
  if (selector === undefined || selector.name === '') {
    return configuration({
      got: 'must specify the target name',
      want: 'a target with a name',
      fix: 'add target.name, or move the patch to patches',
    });
  }
  if ((path === '') === (patch === '')) {
    return configuration({
      got: path === '' ? 'empty file path and empty jsonOp' : 'must specify a file path or jsonOp, not both',
      want: 'either path or patch',
      fix: 'give one of the two',
    });
  }
  const operations = operationsIn(path === '' ? patch : folder.read(path).text);
  if (operations === undefined || operations.length === 0) {
    return configuration({
      got: operations === undefined ? 'a text that is no JSON patch' : 'patch appears to be empty',
      want: 'a list of operations',
      fix: 'correct the patch',
    });
  }
  return applyJson6902(operations, selector);
};

const strategicMergePlugin = (context: PluginContext): Transformer => {
  const { paths, patches } = read(context, record({ paths: listOf(text), patches: text }));
  const { folder, book } = context;
  const loaded = paths.flatMap((path) => loadStrategic(path, folder, book));
  const inline = patches === '' ? [] : resourcesIn({ file: '[inline patch]', text: patches }, book);
  const all = [...loaded, ...inline];
  if (all.length === 0) {
    return configuration({
      got: 'empty file path and empty patch content',
      want: 'paths or patches',
      fix: 'name a file with a patch, or write it here',
    });
  }
  return mergePatches(all);
};

const patchPlugin = (context: PluginContext): Transformer => {
  const patch = read(context, patchShape);
  return applyPatch(loadPatchOf(patch, context), patch.target);
};

/** A patch with what its options allow it. */
export const loadPatchOf = (
  patch: { readonly path: string; readonly patch: string; readonly options: ReadonlyMap<string, boolean> },
  { folder, book }: Pick<PluginContext, 'folder' | 'book'>,
): ReturnType<typeof loadPatch> => {
  const loaded = loadPatch(patch, folder, book);
  if (loaded.kind === 'strategic') {
    for (const each of loaded.patches) {
      for (const name of ['allowNameChange', 'allowKindChange'] as const) {
        if (patch.options.get(name) === true) each.allow(name);
      }
    }
  }
  return loaded;
};

type Make = (context: PluginContext) => Transformer;

const labels: Make = (context) => {
  const { labels: pairs, fieldSpecs } = read(context, record({ labels: mapOf(text), fieldSpecs: fields }));
  return setTexts(pairs, fieldSpecs);
};

const annotations: Make = (context) => {
  const { annotations: pairs, fieldSpecs } = read(
    context,
    record({ annotations: mapOf(text), fieldSpecs: fields }),
  );
  return setTexts(pairs, fieldSpecs);
};

const affix =
  (position: 'prefix' | 'suffix'): Make =>
  (context) => {
    const shape = record({ prefix: text, suffix: text, fieldSpecs: optional(fields) });
    const settings = read(context, shape);
    return addAffix(position, settings[position], needFields(settings.fieldSpecs));
  };

const transformers: Readonly<Record<string, Make>> = {
  AnnotationsTransformer: annotations,
  HashTransformer: () => addHashes,
  ImageTagTransformer: (context) => {
    const { imageTag, fieldSpecs } = read(context, record({ imageTag: imageShape, fieldSpecs: fields }));
    return setImage(imageTag, fieldSpecs);
  },
  LabelTransformer: labels,
  NamespaceTransformer: (context) => {
    const { metadata, fieldSpecs, unsetOnly, setRoleBindingSubjects } = read(context, namespaceShape);
    const subjects = subjectMode(setRoleBindingSubjects);
    return setNamespace({ namespace: metadata.namespace, fields: fieldSpecs, unsetOnly, subjects });
  },
  PatchJson6902Transformer: json6902,
  PatchStrategicMergeTransformer: strategicMergePlugin,
  PatchTransformer: patchPlugin,
  PrefixSuffixTransformer: (context) => {
    const parts = [affix('prefix')(context), affix('suffix')(context)];
    return (resources) => {
      for (const part of parts) part(resources);
    };
  },
  PrefixTransformer: affix('prefix'),
  ReplacementTransformer: (context) => {
    const { replacements } = read(context, record({ replacements: listOf(replacementShape) }));
    return replace(loadReplacements(replacements, context.folder));
  },
  ReplicaCountTransformer: (context) => {
    const { replica, fieldSpecs } = read(context, record({ replica: replicaShape, fieldSpecs: fields }));
    return setReplicas(replica.name, replica.count, fieldSpecs);
  },
  SuffixTransformer: affix('suffix'),
  ValueAddTransformer: valueAdd,
};

const metadataShape = record({ metadata: record({ name: text, namespace: text }) });

const dataGenerator = (context: PluginContext): Resource[] => {
  const { metadata } = read(context, metadataShape);
  const args = read(context, secretShape);
  const named = {
    ...args,
    name: args.name === '' ? metadata.name : args.name,
    namespace: args.namespace === '' ? metadata.namespace : args.namespace,
  };
  return [
    context.config.kind === 'SecretGenerator'
      ? generateSecret(named, context)
      : generateConfigMap(named, context),
  ];
};

const iamPolicyShape = record({
  cloud: text,
  kubernetesService: record({ name: text, namespace: text }),
  serviceAccount: record({ name: text, projectId: text }),
});

const iamPolicy = (context: PluginContext): Resource[] => {
  const { cloud, kubernetesService, serviceAccount } = read(context, iamPolicyShape);
  if (cloud !== 'gke') {
    return configuration({
      got: `cloud provider ${cloud} not supported yet`,
      want: 'cloud: gke',
      fix: 'correct the cloud',
    });
  }
  const annotation = `${serviceAccount.name}@${serviceAccount.projectId}.iam.gserviceaccount.com`;
  const metadata = Node.map(
    new Map([
      ['annotations', Node.map(new Map([['iam.gke.io/gcp-service-account', Node.string(annotation)]]))],
      ['name', Node.scalar(kubernetesService.name)],
    ]),
  );
  if (kubernetesService.namespace !== '') metadata.put('namespace', Node.scalar(kubernetesService.namespace));
  const root = Node.map(
    new Map([
      ['apiVersion', Node.string('v1')],
      ['kind', Node.string('ServiceAccount')],
      ['metadata', metadata],
    ]),
  );
  return [new Resource(root, context.book)];
};

const generators: Readonly<Record<string, (context: PluginContext) => readonly Resource[]>> = {
  ConfigMapGenerator: dataGenerator,
  SecretGenerator: dataGenerator,
  IAMPolicyGenerator: iamPolicy,
  HelmChartInflationGenerator: () =>
    complain({
      rule: 'kustomize/helm',
      got: 'a Helm chart; must specify --enable-helm',
      want: 'plain manifests, which need no other program and no network',
      fix: 'render the chart once with `helm template`, commit the result and list it under resources',
    }),
};

const find = <T>(table: Readonly<Record<string, T>>, config: Resource, what: string): T => {
  if (config.apiVersion !== 'builtin') {
    return configuration({
      got: `external plugin ${idText(config.id)}; external plugins disabled; unable to load external plugin '${config.kind}'`,
      want: 'apiVersion: builtin, and a kind that kustomize has built in',
      fix: 'run the plugin once and commit what it gives',
    });
  }
  const found = Object.hasOwn(table, config.kind) ? table[config.kind] : undefined;
  return (
    found ??
    configuration({
      got: `unable to load builtin ${config.kind}`,
      want: `a built-in ${what}: ${Object.keys(table).sort().join(', ')}`,
      fix: 'correct the kind',
    })
  );
};

/** The resources that a file of `generators` gives. */
export const runGenerator = (context: PluginContext): readonly Resource[] =>
  find(generators, context.config, 'generator')(context);

/** The transformer that a file of `transformers` or `validators` asks for. */
export const makeTransformer = (context: PluginContext): Transformer =>
  find(transformers, context.config, 'transformer')(context);
