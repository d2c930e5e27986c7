import { fieldSpec, mergeField, mergeFields, type FieldSpec } from './config/field-spec';
import type { TransformerConfig } from './config/transformer-config';
import type { Kustomization, LabelEntry } from './kustomization/kustomization';
import type { Folder } from './loader/folder';
import { loadStrategic } from './patch/load';
import { json6902Transformer, loadPatchOf } from './plugin';
import type { FieldPath } from './problem';
import type { SchemaBook } from './schema/merge-schema';
import { addAffix } from './transform/affix';
import { setImage } from './transform/image';
import { loadReplacements } from './transform/load-replacements';
import { setTexts } from './transform/metadata';
import { setNamespace } from './transform/namespace';
import { applyPatch, mergePatches } from './transform/patch';
import { replace } from './transform/replacement';
import { setReplicas } from './transform/replicas';
import type { Transformer } from './transform/transformer';

/** One transformer that a kustomization file asks for. */
export interface OwnTransformer {
  /** Field of the file that asks for it. */
  readonly path: FieldPath;
  /** Its kind, as `buildMetadata` names it. */
  readonly kind: string;
  /** Reads what it needs; called when its turn comes. */
  readonly make: () => Transformer;
}

interface Context {
  readonly folder: Folder;
  readonly book: SchemaBook;
}

const metadataLabels = fieldSpec('metadata/labels', {}, true);

/** Where the labels of one entry go. */
const labelFields = (label: LabelEntry, config: TransformerConfig): readonly FieldSpec[] => {
  const own = mergeFields(label.fields, config.labels);
  if (label.includeSelectors) return mergeFields(own, config.commonLabels);
  const withTemplates = label.includeTemplates ? mergeFields(own, config.templateLabels) : own;
  return mergeField(withTemplates, metadataLabels);
};

const patchSteps = (value: Kustomization, { folder, book }: Context): readonly OwnTransformer[] => [
  ...(value.patchesStrategicMerge.length === 0
    ? []
    : [
        {
          path: ['patchesStrategicMerge'],
          kind: 'PatchStrategicMergeTransformer',
          make: () =>
            mergePatches(value.patchesStrategicMerge.flatMap((entry) => loadStrategic(entry, folder, book))),
        },
      ]),
  ...value.patches.map((patch, index) => ({
    path: ['patches', index],
    kind: 'PatchTransformer',
    make: () => applyPatch(loadPatchOf(patch, { folder, book }), patch.target),
  })),
];

const nameSteps = (value: Kustomization, config: TransformerConfig): readonly OwnTransformer[] => {
  const { namespace, namePrefix, nameSuffix } = value;
  const steps: OwnTransformer[] = [];
  if (namespace !== '') {
    const props = { namespace, fields: config.namespace, unsetOnly: false, subjects: 'defaultOnly' } as const;
    steps.push({ path: ['namespace'], kind: 'NamespaceTransformer', make: () => setNamespace(props) });
  }
  if (namePrefix !== '') {
    const make = (): Transformer => addAffix('prefix', namePrefix, config.namePrefix);
    steps.push({ path: ['namePrefix'], kind: 'PrefixTransformer', make });
  }
  if (nameSuffix !== '') {
    const make = (): Transformer => addAffix('suffix', nameSuffix, config.nameSuffix);
    steps.push({ path: ['nameSuffix'], kind: 'SuffixTransformer', make });
  }
  return steps;
};

const metadataSteps = (value: Kustomization, config: TransformerConfig): readonly OwnTransformer[] => {
  const { labels, commonLabels, commonAnnotations } = value;
  const hasLabels = labels.length > 0 || commonLabels.size > 0;
  return [
    ...labels.map((label, index) => ({
      path: ['labels', index],
      kind: 'LabelTransformer',
      make: () => setTexts(label.pairs, labelFields(label, config)),
    })),
    ...(hasLabels
      ? [
          {
            path: ['commonLabels'],
            kind: 'LabelTransformer',
            make: () => setTexts(commonLabels, config.commonLabels),
          },
        ]
      : []),
    ...(commonAnnotations.size > 0
      ? [
          {
            path: ['commonAnnotations'],
            kind: 'AnnotationsTransformer',
            make: () => setTexts(commonAnnotations, config.commonAnnotations),
          },
        ]
      : []),
  ];
};

const valueSteps = (
  value: Kustomization,
  config: TransformerConfig,
  context: Context,
): readonly OwnTransformer[] => [
  ...value.patchesJson6902.map((patch, index) => ({
    path: ['patchesJson6902', index],
    kind: 'PatchJson6902Transformer',
    make: () => json6902Transformer(patch, context),
  })),
  ...value.replicas.map(({ name, count }, index) => ({
    path: ['replicas', index],
    kind: 'ReplicaCountTransformer',
    make: () => setReplicas(name, count, config.replicas),
  })),
  ...value.images.map((image, index) => ({
    path: ['images', index],
    kind: 'ImageTagTransformer',
    make: () => setImage(image, config.images),
  })),
  ...(value.replacements.length === 0
    ? []
    : [
        {
          path: ['replacements'],
          kind: 'ReplacementTransformer',
          make: () => replace(loadReplacements(value.replacements, context.folder)),
        },
      ]),
];

/** The transformers of a kustomization file, in the order in which kustomize runs them. */
export const ownTransformers = (
  value: Kustomization,
  config: TransformerConfig,
  context: Context,
): readonly OwnTransformer[] => [
  ...patchSteps(value, context),
  ...nameSteps(value, config),
  ...metadataSteps(value, config),
  ...valueSteps(value, config, context),
];
