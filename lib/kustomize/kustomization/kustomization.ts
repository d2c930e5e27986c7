import { fieldSpec, type FieldSpec } from '../config/field-spec';
import type { Selector } from '../resource/selector';
import type { ImageChange } from '../transform/image';
import type {
  FieldOptions,
  Replacement,
  ReplacementSource,
  ReplacementTarget,
} from '../transform/replacement';
import type { SortSettings } from '../transform/sort';
import {
  anything,
  flag,
  index,
  listOf,
  mapOf,
  optional,
  record,
  text,
  wholeNumber,
  type Shape,
} from './shape';
import type { Node } from '../tree/node';

/** Settings of generated ConfigMaps and Secrets. */
export interface GeneratorOptions {
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
  readonly disableNameSuffixHash: boolean;
  readonly immutable: boolean;
}

/** A ConfigMap or Secret that is generated. */
export interface GeneratorArgs {
  readonly namespace: string;
  readonly name: string;
  readonly behavior: string;
  readonly literals: readonly string[];
  readonly files: readonly string[];
  readonly envs: readonly string[];
  /** The older, single form of `envs`. */
  readonly env: string;
  readonly options: GeneratorOptions | undefined;
}

/** A Secret that is generated. */
export interface SecretArgs extends GeneratorArgs {
  readonly type: string;
}

/** A patch of either kind. */
export interface Patch {
  readonly path: string;
  readonly patch: string;
  readonly target: Selector | undefined;
  readonly options: ReadonlyMap<string, boolean>;
}

/** Labels, and how far they go. */
export interface LabelEntry {
  readonly pairs: ReadonlyMap<string, string>;
  readonly includeSelectors: boolean;
  readonly includeTemplates: boolean;
  readonly fields: readonly FieldSpec[];
}

/** A replacement, or the file that holds some. */
export interface ReplacementEntry extends Replacement {
  readonly path: string;
}

/** A variable whose value is a field of a resource. */
export interface Var {
  readonly name: string;
  readonly objref: {
    readonly apiVersion: string;
    readonly group: string;
    readonly version: string;
    readonly kind: string;
    readonly name: string;
    readonly namespace: string;
  };
  readonly fieldref: { readonly fieldPath: string };
}

/** A kustomization file, every field of it; what is missing is empty. */
export interface Kustomization {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Node | undefined;
  readonly openapi: ReadonlyMap<string, string>;
  readonly namePrefix: string;
  readonly nameSuffix: string;
  readonly namespace: string;
  readonly commonLabels: ReadonlyMap<string, string>;
  readonly labels: readonly LabelEntry[];
  readonly commonAnnotations: ReadonlyMap<string, string>;
  readonly patchesStrategicMerge: readonly string[];
  readonly patchesJson6902: readonly Patch[];
  readonly patches: readonly Patch[];
  readonly images: readonly ImageChange[];
  readonly imageTags: readonly ImageChange[];
  readonly replacements: readonly ReplacementEntry[];
  readonly replicas: readonly { readonly name: string; readonly count: bigint }[];
  readonly vars: readonly Var[];
  readonly sortOptions: SortSettings | undefined;
  readonly resources: readonly string[];
  readonly components: readonly string[];
  readonly crds: readonly string[];
  readonly bases: readonly string[];
  readonly configMapGenerator: readonly GeneratorArgs[];
  readonly secretGenerator: readonly SecretArgs[];
  readonly helmGlobals: Node | undefined;
  readonly helmCharts: Node | undefined;
  readonly helmChartInflationGenerator: Node | undefined;
  readonly generatorOptions: GeneratorOptions | undefined;
  readonly configurations: readonly string[];
  readonly generators: readonly string[];
  readonly transformers: readonly string[];
  readonly validators: readonly string[];
  readonly buildMetadata: readonly string[];
}

const texts = mapOf(text);

export const selectorShape: Shape<Selector> = record<Selector>({
  group: text,
  version: text,
  kind: text,
  name: text,
  namespace: text,
  labelSelector: text,
  annotationSelector: text,
});

export const fieldSpecShape: Shape<FieldSpec> = (() => {
  const { read } = record({ group: text, version: text, kind: text, path: text, create: flag });
  return {
    absent: fieldSpec(''),
    read: (node, path, reading) => {
      const { path: fieldPath, create, ...gvk } = read(node, path, reading);
      return fieldSpec(fieldPath, gvk, create);
    },
  };
})();

const generatorOptions = record<GeneratorOptions>({
  labels: texts,
  annotations: texts,
  disableNameSuffixHash: flag,
  immutable: flag,
});

const generatorFields = {
  namespace: text,
  name: text,
  behavior: text,
  literals: listOf(text),
  files: listOf(text),
  envs: listOf(text),
  env: text,
  options: optional(generatorOptions),
};

export const generatorShape: Shape<GeneratorArgs> = record<GeneratorArgs>(generatorFields);
export const secretShape: Shape<SecretArgs> = record<SecretArgs>({ ...generatorFields, type: text });

export const patchShape: Shape<Patch> = record<Patch>({
  path: text,
  patch: text,
  target: optional(selectorShape),
  options: mapOf(flag),
});

export const imageShape: Shape<ImageChange> = record<ImageChange>({
  name: text,
  newName: text,
  tagSuffix: text,
  newTag: text,
  digest: text,
});

const fieldOptions: Shape<FieldOptions> = (() => {
  const { read, absent } = record({ delimiter: text, index, encoding: text, create: flag });
  return { absent, read };
})();

const source = record<ReplacementSource>({
  group: text,
  version: text,
  kind: text,
  name: text,
  namespace: text,
  fieldPath: text,
  options: optional(fieldOptions),
});

const target = record<ReplacementTarget>({
  select: optional(selectorShape),
  reject: listOf(selectorShape),
  fieldPaths: listOf(text),
  options: optional(fieldOptions),
});

export const replacementShape: Shape<ReplacementEntry> = record<ReplacementEntry>({
  source: optional(source),
  targets: optional(listOf(target)),
  path: text,
});

export const replicaShape = record<{ readonly name: string; readonly count: bigint }>({
  name: text,
  count: wholeNumber,
});

const label = record<LabelEntry>({
  pairs: texts,
  includeSelectors: flag,
  includeTemplates: flag,
  fields: listOf(fieldSpecShape),
});

const variable = record<Var>({
  name: text,
  objref: record<Var['objref']>({
    apiVersion: text,
    group: text,
    version: text,
    kind: text,
    name: text,
    namespace: text,
  }),
  fieldref: record<Var['fieldref']>({ fieldPath: text }),
});

export const sortShape: Shape<SortSettings> = record<SortSettings>({
  order: text,
  legacySortOptions: optional(record({ orderFirst: listOf(text), orderLast: listOf(text) })),
});

/** The whole file. https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/ */
export const kustomizationShape: Shape<Kustomization> = record<Kustomization>({
  apiVersion: text,
  kind: text,
  metadata: anything,
  openapi: texts,
  namePrefix: text,
  nameSuffix: text,
  namespace: text,
  commonLabels: texts,
  labels: listOf(label),
  commonAnnotations: texts,
  patchesStrategicMerge: listOf(text),
  patchesJson6902: listOf(patchShape),
  patches: listOf(patchShape),
  images: listOf(imageShape),
  imageTags: listOf(imageShape),
  replacements: listOf(replacementShape),
  replicas: listOf(replicaShape),
  vars: listOf(variable),
  sortOptions: optional(sortShape),
  resources: listOf(text),
  components: listOf(text),
  crds: listOf(text),
  bases: listOf(text),
  configMapGenerator: listOf(generatorShape),
  secretGenerator: listOf(secretShape),
  helmGlobals: anything,
  helmCharts: anything,
  helmChartInflationGenerator: anything,
  generatorOptions: optional(generatorOptions),
  configurations: listOf(text),
  generators: listOf(text),
  transformers: listOf(text),
  validators: listOf(text),
  buildMetadata: listOf(text),
});
