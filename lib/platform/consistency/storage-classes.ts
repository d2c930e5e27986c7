import { nearest, oneOf } from '../nearest';
import type { PlatformSpec } from '../platform';
import type { VolumeDefinition } from '../schema/storage-class';
import { revisionsOf } from '../storage-revisions';
import type { Inconsistency } from './inconsistency';
import { repeated } from './repeated';

type Nodes = PlatformSpec['nodes'];

const defaultProblems = (spec: PlatformSpec): readonly Inconsistency[] => {
  const { classes } = spec.storage;
  const [first, ...others] = classes.filter((each) => each.default);
  if (first === undefined) {
    return classes.length === 0
      ? []
      : [
          {
            rule: 'storage/one-default-class',
            field: 'spec.storage.classes',
            got: `no default among ${oneOf(classes.map((each) => each.name))}`,
            want: 'exactly one class with default: true',
            fix: `set default: true on ${classes[0]?.name ?? 'one'}`,
          },
        ];
  }
  return others.map((each) => ({
    rule: 'storage/one-default-class',
    field: `spec.storage.classes[${each.name}].default`,
    got: `both ${first.name} and ${each.name} are the default`,
    want: 'exactly one class with default: true',
    fix: `remove default from ${first.name} or from ${each.name}`,
  }));
};

const nameProblems = (spec: PlatformSpec): readonly Inconsistency[] => {
  const { classes } = spec.storage;
  const names = [...new Set(classes.map((each) => each.name))];
  const objects = classes.flatMap((each) => revisionsOf(each).map(({ name }) => ({ name, of: each.name })));
  const clashes = names.flatMap((name) =>
    objects
      .filter((object) => object.of !== name && object.name === name)
      .map((object) => ({ name, of: object.of })),
  );
  return [
    ...repeated(
      'spec.storage.classes',
      classes.map((each) => each.name),
      'storage/class-names',
    ),
    ...clashes.map(({ name, of }) => ({
      rule: 'storage/class-names',
      field: `spec.storage.classes[${name}].name`,
      got: `${name}, which is what a revision of ${of} is called`,
      want: 'a name that no revision of another class has',
      fix: 'rename the class',
    })),
  ];
};

const revisionProblems = (spec: PlatformSpec): readonly Inconsistency[] =>
  spec.storage.classes.flatMap((each) =>
    each.previous.flatMap((earlier, index) => {
      const twice = each.previous.findIndex((other) => other.revision === earlier.revision) !== index;
      return earlier.revision < each.revision && !twice
        ? []
        : [
            {
              rule: 'storage/revisions',
              field: `spec.storage.classes[${each.name}].previous[${index}].revision`,
              got: twice
                ? `revision ${earlier.revision} again`
                : `revision ${earlier.revision}, not before the current ${each.revision}`,
              want: twice ? 'each earlier revision once' : `a revision below ${each.revision}`,
              fix: twice
                ? 'remove one of the two'
                : `set revision of ${each.name} to ${earlier.revision + 1}`,
            },
          ];
    }),
  );

/** What the volumes of a class are made in, which only some nodes have. */
interface Place {
  readonly rule: string;
  readonly field: string;
  /** As the class names it. */
  readonly wanted: string;
  readonly noun: string;
  /** Field of a node that lists what it has. */
  readonly list: 'volumeGroups' | 'zfsPools';
  readonly matches: (name: string) => boolean;
}

const placeOf = (volumes: VolumeDefinition, field: string): Place | undefined => {
  if (volumes.kind === 'lvm') {
    const { volumeGroup } = volumes;
    const common = { rule: 'storage/volume-group', noun: 'volume group', list: 'volumeGroups' } as const;
    if (typeof volumeGroup === 'string') {
      return {
        ...common,
        field: `${field}.volumeGroup`,
        wanted: volumeGroup,
        matches: (name) => name === volumeGroup,
      };
    }
    const pattern = new RegExp(volumeGroup.pattern);
    return {
      ...common,
      field: `${field}.volumeGroup.pattern`,
      wanted: volumeGroup.pattern,
      matches: (name) => pattern.test(name),
    };
  }
  if (volumes.kind === 'zfs') {
    // Volumes may be made in a dataset below the pool; nodes declare pools only.
    const [pool = volumes.pool] = volumes.pool.split('/');
    return {
      rule: 'storage/zfs-pool',
      noun: 'ZFS pool',
      list: 'zfsPools',
      field: `${field}.pool`,
      wanted: pool,
      matches: (name) => name === pool,
    };
  }
  return undefined;
};

const listedNodes = (volumes: VolumeDefinition): readonly string[] =>
  'nodes' in volumes ? (volumes.nodes ?? []) : [];

const undeclaredNodeProblems = (
  volumes: VolumeDefinition,
  field: string,
  nodes: Nodes,
): readonly Inconsistency[] => {
  const known = nodes.map((node) => node.name);
  return listedNodes(volumes)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const near = nearest(name, known);
      return {
        rule: 'storage/nodes',
        field: `${field}.nodes`,
        got: `${name}, which is no declared node`,
        want: `some of ${oneOf(known)}`,
        fix: near === undefined ? 'correct the name or declare the node' : `did you mean ${near}?`,
      };
    });
};

const placeProblems = (volumes: VolumeDefinition, field: string, nodes: Nodes): readonly Inconsistency[] => {
  const place = placeOf(volumes, field);
  if (place === undefined) return [];
  const { noun, wanted, list } = place;
  const having = nodes.filter((node) => node[list].some(place.matches));
  if (having.length === 0) {
    const known = [...new Set(nodes.flatMap((node) => node[list]))].sort();
    const near = nearest(wanted, known);
    return [
      {
        rule: place.rule,
        field: place.field,
        got: `${wanted}, a ${noun} on no declared node`,
        want: known.length === 0 ? `a ${noun} that a node declares` : `one of ${oneOf(known)}`,
        fix: near === undefined ? `add it to ${list} of the nodes that have it` : `did you mean ${near}?`,
      },
    ];
  }
  return nodes
    .filter((node) => listedNodes(volumes).includes(node.name) && !having.includes(node))
    .map((node) => ({
      rule: 'storage/nodes',
      field: `${field}.nodes`,
      got: `${node.name}, which has no ${noun} ${wanted}`,
      want: `nodes that have it: ${oneOf(having.map((each) => each.name))}`,
      fix: `remove ${node.name}, or add the ${noun} to its ${list}`,
    }));
};

const replicaProblems = (
  volumes: VolumeDefinition,
  field: string,
  nodes: Nodes,
): readonly Inconsistency[] => {
  const workers = nodes.filter((node) => node.role === 'worker').length;
  return volumes.kind !== 'mayastor' || volumes.replicas <= workers
    ? []
    : [
        {
          rule: 'storage/mayastor-replicas',
          field: `${field}.replicas`,
          got: `${volumes.replicas} replicas on ${workers} worker node${workers === 1 ? '' : 's'}`,
          want: `at most ${workers}: each replica is on a node of its own`,
          fix: 'lower it or declare more worker nodes',
        },
      ];
};

const driverProblems = (
  volumes: VolumeDefinition,
  field: string,
  spec: PlatformSpec,
): readonly Inconsistency[] =>
  volumes.kind === 'hostpath' || spec.storage.externalDrivers.includes(volumes.kind)
    ? []
    : [
        {
          rule: 'storage/driver-missing',
          field: `${field}.kind`,
          got: `${volumes.kind}, whose driver nothing installs`,
          want: 'hostpath, or a kind in spec.storage.externalDrivers',
          fix: `install the ${volumes.kind} driver, then add ${volumes.kind} to spec.storage.externalDrivers`,
        },
      ];

/** Storage classes: names, revisions, the one default, and whether the site has what they promise. */
export const storageClassProblems = (spec: PlatformSpec): readonly Inconsistency[] => [
  ...defaultProblems(spec),
  ...nameProblems(spec),
  ...revisionProblems(spec),
  ...spec.storage.classes
    .flatMap(revisionsOf)
    .flatMap(({ volumes, field }) => [
      ...driverProblems(volumes, field, spec),
      ...undeclaredNodeProblems(volumes, field, spec.nodes),
      ...placeProblems(volumes, field, spec.nodes),
      ...replicaProblems(volumes, field, spec.nodes),
    ]),
];
