import type { Gvk } from '../resource/id';
import { mergeFields, sortByGvk, type FieldSpec } from './field-spec';

/** A kind that others refer to by name, and the fields that do so. */
export interface NameReference extends Gvk {
  readonly referrers: readonly FieldSpec[];
}

type FieldList =
  | 'namePrefix'
  | 'nameSuffix'
  | 'namespace'
  | 'commonLabels'
  | 'labels'
  | 'templateLabels'
  | 'commonAnnotations'
  | 'varReference'
  | 'images'
  | 'replicas';

type FieldLists = Readonly<Record<FieldList, readonly FieldSpec[]>>;

/** Which fields the transformers write; the defaults, and what `configurations` and `crds` add. */
export interface TransformerConfig extends FieldLists {
  readonly nameReference: readonly NameReference[];
}

export const emptyConfig: TransformerConfig = {
  namePrefix: [],
  nameSuffix: [],
  namespace: [],
  commonLabels: [],
  labels: [],
  templateLabels: [],
  commonAnnotations: [],
  varReference: [],
  images: [],
  replicas: [],
  nameReference: [],
};

const sameGvk = (a: Gvk, b: Gvk): boolean =>
  a.group === b.group && a.version === b.version && a.kind === b.kind;

const mergeReference = (list: readonly NameReference[], incoming: NameReference): readonly NameReference[] =>
  list.some((each) => sameGvk(each, incoming))
    ? list.map((each) =>
        sameGvk(each, incoming)
          ? { ...each, referrers: mergeFields(each.referrers, incoming.referrers) }
          : each,
      )
    : [...list, incoming];

/** Fields in the order in which they are applied. */
export const sortConfig = (config: TransformerConfig): TransformerConfig => {
  const sorted = (name: keyof FieldLists): readonly FieldSpec[] => sortByGvk(config[name]);
  return {
    namePrefix: sorted('namePrefix'),
    nameSuffix: sorted('nameSuffix'),
    namespace: sorted('namespace'),
    commonLabels: sorted('commonLabels'),
    labels: sorted('labels'),
    templateLabels: sorted('templateLabels'),
    commonAnnotations: sorted('commonAnnotations'),
    varReference: sorted('varReference'),
    images: sorted('images'),
    replicas: sorted('replicas'),
    nameReference: sortByGvk(config.nameReference),
  };
};

/**
 * What each merged configuration is made of: merging a part again changes nothing. Merging into an empty one does:
 * a field for any kind goes where the same field of one kind comes first.
 */
const partsOf = new WeakMap<TransformerConfig, ReadonlySet<TransformerConfig>>();

const partsWith = (config: TransformerConfig): ReadonlySet<TransformerConfig> =>
  partsOf.get(config) ?? new Set(config === emptyConfig ? [] : [config]);

/** Adds one configuration to another. */
export const mergeConfigs = (config: TransformerConfig, incoming: TransformerConfig): TransformerConfig => {
  if (incoming === emptyConfig) return config;
  const parts = partsWith(config);
  const added = partsWith(incoming);
  if ([...added].every((part) => parts.has(part))) return config;
  const merged = (name: keyof FieldLists): readonly FieldSpec[] => mergeFields(config[name], incoming[name]);
  const result = sortConfig({
    namePrefix: merged('namePrefix'),
    nameSuffix: merged('nameSuffix'),
    namespace: merged('namespace'),
    commonLabels: merged('commonLabels'),
    labels: merged('labels'),
    templateLabels: merged('templateLabels'),
    commonAnnotations: merged('commonAnnotations'),
    varReference: merged('varReference'),
    images: merged('images'),
    replicas: merged('replicas'),
    nameReference: incoming.nameReference.reduce(mergeReference, config.nameReference),
  });
  partsOf.set(result, new Set([...parts, ...added]));
  return result;
};
