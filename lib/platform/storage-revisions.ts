import type { StorageClassDefinition, VolumeDefinition } from './schema/storage-class';

/** Name of the StorageClass for one revision: `fast`, then `fast-v2`, `fast-v3` … */
export const storageClassName = (name: string, revision: number): string =>
  revision === 1 ? name : `${name}-v${revision}`;

/** One revision of a class: one StorageClass in the cluster. */
export interface StorageClassRevision {
  /** Name of the StorageClass. */
  readonly name: string;
  readonly volumes: VolumeDefinition;
  /** Field of the platform that describes it, as in `spec.storage.classes[fast].previous[0]`. */
  readonly field: string;
  readonly default: boolean;
  /** StorageClass that new claims get instead; absent on the current revision. */
  readonly supersededBy?: string;
}

/** The current revision of a class, then the earlier ones that it keeps, as they are listed. */
export const revisionsOf = (definition: StorageClassDefinition): readonly StorageClassRevision[] => {
  const field = `spec.storage.classes[${definition.name}]`;
  const current = storageClassName(definition.name, definition.revision);
  return [
    { name: current, volumes: definition, field, default: definition.default },
    ...definition.previous.map((earlier, index) => ({
      name: storageClassName(definition.name, earlier.revision),
      volumes: earlier,
      field: `${field}.previous[${index}]`,
      default: false,
      supersededBy: current,
    })),
  ];
};

/**
 * The StorageClass that a reference means: `fast` is the current revision of that class, `fast@1` that very one, which
 * a claim that exists already stays with, because the class of a claim is immutable. Undefined where there is none.
 */
export const resolveStorageClass = (
  classes: readonly StorageClassDefinition[],
  reference: string,
): StorageClassRevision | undefined => {
  const [name = '', revision] = reference.split('@');
  const definition = classes.find((each) => each.name === name);
  if (definition === undefined) return undefined;
  return revisionsOf(definition).find(
    (each) =>
      each.name === storageClassName(name, revision === undefined ? definition.revision : Number(revision)),
  );
};
