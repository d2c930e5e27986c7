import type { PlatformSpec } from '../platform';
import type { Inconsistency } from './inconsistency';
import { repeated } from './repeated';

type SnapshotClass = PlatformSpec['storage']['snapshots']['classes'][number];

const driverProblems = (each: SnapshotClass, spec: PlatformSpec): readonly Inconsistency[] => {
  const field = `spec.storage.snapshots.classes[${each.name}].driver`;
  if (each.driver === 'hostpath' || each.driver === 'device') {
    return [
      {
        rule: 'storage/snapshot-driver',
        field,
        got: `${each.driver}, whose volumes cannot be snapshotted`,
        want: 'lvm, zfs or mayastor',
        fix: 'move the data to a class of one of these kinds, or back it up from inside a pod',
      },
    ];
  }
  return spec.storage.externalDrivers.includes(each.driver)
    ? []
    : [
        {
          rule: 'storage/driver-missing',
          field,
          got: `${each.driver}, whose driver nothing installs`,
          want: 'a kind in spec.storage.externalDrivers',
          fix: `install the ${each.driver} driver, then add ${each.driver} to spec.storage.externalDrivers`,
        },
      ];
};

const defaultProblems = (classes: readonly SnapshotClass[]): readonly Inconsistency[] => {
  const defaults = classes.filter((each) => each.default);
  return defaults.flatMap((each, index) => {
    const first = defaults.findIndex((other) => other.driver === each.driver);
    return first === index
      ? []
      : [
          {
            rule: 'storage/one-default-snapshot-class',
            field: `spec.storage.snapshots.classes[${each.name}].default`,
            got: `both ${defaults[first]?.name ?? ''} and ${each.name} are the default for ${each.driver}`,
            want: 'at most one default per driver',
            fix: 'remove default from one of them',
          },
        ];
  });
};

/**
 * Snapshot classes. One for a driver without a storage class is allowed: that driver is somebody else's, and so may be
 * the classes of its volumes.
 */
export const snapshotProblems = (spec: PlatformSpec): readonly Inconsistency[] => {
  const { enabled, classes } = spec.storage.snapshots;
  return [
    ...(enabled || classes.length === 0
      ? []
      : [
          {
            rule: 'storage/snapshots-disabled',
            field: 'spec.storage.snapshots.enabled',
            got: `false, with snapshot classes ${classes.map((each) => each.name).join(', ')}`,
            want: 'true: nothing else takes snapshots',
            fix: 'set it to true or remove those classes',
          },
        ]),
    ...repeated(
      'spec.storage.snapshots.classes',
      classes.map((each) => each.name),
      'storage/snapshot-class-names',
    ),
    ...classes.flatMap((each) => driverProblems(each, spec)),
    ...defaultProblems(classes),
  ];
};
