import { stringAt } from '../../kubernetes';
import { listAt } from '../../kubernetes';
import { partsOf, SnapshotStep, VolumeStep, type AccessMode } from '../author';
import type { LeafUnit, Problems, Units } from '../compile';

/** What a storage class can give. */
export interface StorageClassFacts {
  readonly accessModes: readonly AccessMode[];
  /** Whether its driver takes snapshots. Default: not known. */
  readonly snapshots?: boolean;
}

/** What is known of the storage of the cluster. */
export interface StorageFacts {
  /** Name of the default class. */
  readonly defaultClass?: string;
  readonly classes: Readonly<Record<string, StorageClassFacts>>;
}

interface MadeVolume {
  readonly leaf: LeafUnit;
  /** Undefined where the class is known only at run time. */
  readonly className: string | undefined;
  readonly modes: readonly string[];
}

const isLate = (text: string): boolean => text.includes('{{');

const madeVolumes = (units: Units, storage: StorageFacts | undefined): readonly MadeVolume[] =>
  units.all.flatMap((leaf): readonly MadeVolume[] => {
    if (leaf.kind !== 'leaf' || !(leaf.step instanceof VolumeStep)) return [];
    const claim = leaf.step.manifest();
    const named = stringAt(claim, 'spec', 'storageClassName') ?? storage?.defaultClass;
    const modes = listAt(claim, 'spec', 'accessModes').filter((mode) => typeof mode === 'string');
    return [{ leaf, className: named === undefined || isLate(named) ? undefined : named, modes }];
  });

const listed = (words: readonly string[]): string => words.join(', ') || 'nothing';

const checkModes = (
  { leaf, className, modes }: MadeVolume,
  storage: StorageFacts | undefined,
  problems: Problems,
): void => {
  const facts = className === undefined ? undefined : storage?.classes[className];
  if (className !== undefined && storage !== undefined && facts === undefined) {
    problems.add(leaf, 'storageClass', {
      rule: 'workflow/storage-class',
      got: className,
      want: `one of ${listed(Object.keys(storage.classes))}`,
      fix: 'use a class of the cluster',
    });
    return;
  }
  const missing = modes.filter(
    (mode) => facts !== undefined && !facts.accessModes.some((each) => each === mode),
  );
  if (facts !== undefined && missing.length > 0) {
    problems.add(leaf, 'accessModes', {
      rule: 'workflow/access-mode',
      got: `${listed(missing)} on class ${className ?? ''}, which gives ${listed(facts.accessModes)}`,
      want: 'access modes that the storage can give: the claim would wait for ever',
      fix: 'use ReadWriteOnce, which several pods of one node can share, or a class that gives it',
    });
  } else if (facts === undefined && modes.includes('ReadWriteMany')) {
    problems.add(leaf, 'accessModes', {
      rule: 'workflow/access-mode',
      severity: 'warning',
      got: 'ReadWriteMany on storage that nothing is known of',
      want: 'a class that is known to give it: local volumes cannot',
      fix: 'use ReadWriteOnce, or tell the compiler the classes of the cluster',
    });
  }
};

const checkSnapshot = (
  leaf: LeafUnit,
  volumes: readonly MadeVolume[],
  storage: StorageFacts,
  problems: Problems,
): void => {
  const source = leaf.step.snapshotOf?.source;
  if (source?.kind !== 'claim') return;
  const [target] = partsOf(String(source.claim));
  const maker =
    typeof target === 'object' && target.kind === 'output'
      ? volumes.find((volume) => volume.leaf.step.address === target.step)
      : undefined;
  const facts = maker?.className === undefined ? undefined : storage.classes[maker.className];
  if (facts?.snapshots !== false) return;
  const able = Object.entries(storage.classes)
    .filter(([, { snapshots }]) => snapshots !== false)
    .map(([name]) => name);
  problems.add(leaf, 'volume', {
    rule: 'workflow/snapshot-support',
    got: `a snapshot of a volume of class ${maker?.className ?? ''}, whose driver takes none`,
    want:
      able.length === 0 ? 'storage that takes snapshots; this cluster has none' : `one of ${listed(able)}`,
    fix: 'make the volume with such a class',
  });
};

/** Volumes that the cluster cannot make, and snapshots that it cannot take. */
export const checkStorage = (units: Units, storage: StorageFacts | undefined, problems: Problems): void => {
  const volumes = madeVolumes(units, storage);
  for (const volume of volumes) checkModes(volume, storage, problems);
  if (storage === undefined) return;
  for (const leaf of units.all) {
    if (leaf.kind === 'leaf' && leaf.step instanceof SnapshotStep)
      checkSnapshot(leaf, volumes, storage, problems);
  }
};
