const domain = 'internal.config.kubernetes.io';

/** Notes that a build keeps on resources while it runs; patches and selectors see them, the output does not. */
export const note = {
  previousKinds: `${domain}/previousKinds`,
  previousNames: `${domain}/previousNames`,
  previousNamespaces: `${domain}/previousNamespaces`,
  prefixes: `${domain}/prefixes`,
  suffixes: `${domain}/suffixes`,
  allowNameChange: `${domain}/allowNameChange`,
  allowKindChange: `${domain}/allowKindChange`,
  referredBy: `${domain}/refBy`,
  generatorBehavior: `${domain}/generatorBehavior`,
  needsHash: `${domain}/needsHashSuffix`,
} as const;

/** Value of a note that is a switch. */
export const enabled = 'enabled';

const legacy = ['config.kubernetes.io/path', 'config.kubernetes.io/index', 'config.k8s.io/id'];

/** Notes that are merged when a resource replaces another of the same id. */
export const buildNotes: readonly string[] = [
  ...Object.values(note),
  ...['path', 'index', 'seqindent', 'id', 'annotations-migration-resource-id'].map(
    (name) => `${domain}/${name}`,
  ),
  ...legacy,
];

/** Whether a JSON patch must leave an annotation alone. */
export const isInternal = (name: string): boolean => name.startsWith(`${domain}/`) || legacy.includes(name);

export const originAnnotation = 'config.kubernetes.io/origin';
export const transformationsAnnotation = 'alpha.config.kubernetes.io/transformations';
export const localConfigAnnotation = 'config.kubernetes.io/local-config';
export const managedByLabel = 'app.kubernetes.io/managed-by';
export const validatedByLabel = 'validated-by';
