import { platformSchema } from '../../lib/platform';
import { storageProblems } from '../../lib/platform/consistency/storage';
import { resolveStorageClass, revisionsOf, storageClassName } from '../../lib/platform/storage-revisions';
import { platformWith } from './storage-site';

type Storage = Parameters<typeof platformWith>[0];
type Class = NonNullable<Storage['classes']>[number];
type More = Parameters<typeof platformWith>[1];

const problems = (storage: Storage, more?: More) => storageProblems(platformWith(storage, more).spec);
const rules = (storage: Storage, more?: More) =>
  problems(storage, more).map(({ rule, field }) => `${rule} at ${field}`);

const local: Class = { name: 'local', kind: 'hostpath', default: true };
const fast: Class = { name: 'fast', kind: 'lvm', volumeGroup: 'vg-nvme' };

const issuesOf = (storage: unknown) => {
  const spec = platformWith({}).spec;
  const result = platformSchema.safeParse({
    apiVersion: 'drydock.dev/v1',
    kind: 'Platform',
    metadata: { name: 'site' },
    spec: { ...spec, storage },
  });
  return result.success
    ? []
    : result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
};

describe('what storage settings may say', () => {
  it('nothing at all, and gets the provisioner without a class and without snapshots', () => {
    const { storage } = platformWith({}).spec;
    expect(storage.openebs).toMatchObject({
      enabled: true,
      version: '4.5.1',
      namespace: 'openebs',
      basePath: '/var/openebs/local',
      replicas: 1,
    });
    expect(storage.classes).toEqual([]);
    expect(storage.snapshots.enabled).toBe(false);
    expect(problems({})).toEqual([]);
  });

  it('gives a class revision 1, no earlier ones, and deletes volumes with their claims', () => {
    expect(platformWith({ classes: [local] }).spec.storage.classes[0]).toEqual({
      name: 'local',
      kind: 'hostpath',
      default: true,
      revision: 1,
      previous: [],
      reclaimPolicy: 'Delete',
      nodeAffinityLabels: [],
    });
  });

  it('names a volume group or a pattern of names', () => {
    expect(issuesOf({ classes: [{ ...fast, volumeGroup: { pattern: '^vg-' } }] })).toEqual([]);
    expect(issuesOf({ classes: [{ ...fast, volumeGroup: { pattern: '(?!vg)' } }] }).join()).toContain(
      'look-around',
    );
    expect(issuesOf({ classes: [{ ...fast, volumeGroup: { pattern: '(' } }] })).not.toEqual([]);
    expect(issuesOf({ classes: [{ name: 'fast', kind: 'lvm' }] })).not.toEqual([]);
  });

  it('lets only volumes that are not tied to a node be made before their first pod', () => {
    const immediate = { bindingMode: 'Immediate', default: true };
    expect(issuesOf({ classes: [{ name: 'a', kind: 'mayastor', replicas: 2, ...immediate }] })).toEqual([]);
    expect(issuesOf({ classes: [{ name: 'a', kind: 'hostpath', ...immediate }] }).join()).toContain(
      'bindingMode',
    );
  });

  it.each(['var/openebs', '/var/../etc', '/', '/var/openebs/', '/var/open ebs'])(
    'takes no folder %s',
    (basePath) => {
      expect(issuesOf({ openebs: { basePath } })).toHaveLength(1);
    },
  );

  it.each([
    ['lz4', true],
    ['zstd-19', true],
    ['gzip-9', true],
    ['zstd-20', false],
    ['gzip-0', false],
    ['brotli', false],
  ])('knows whether ZFS can compress with %s: %s', (compression, known) => {
    expect(issuesOf({ classes: [{ name: 'z', kind: 'zfs', pool: 'tank', compression }] }).length === 0).toBe(
      known,
    );
  });

  it('describes every field of the reference page in a sentence', () => {
    const { storage } = platformSchema.shape.spec.shape;
    const undescribed: string[] = [];
    const seen = new Set<string>();
    const visit = (schema: unknown, path: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      if ('properties' in schema && typeof schema.properties === 'object' && schema.properties !== null) {
        for (const [name, field] of Object.entries(schema.properties)) {
          const text: unknown = Reflect.get(Object(field), 'description');
          if (typeof text !== 'string' || !text.endsWith('.')) undescribed.push(`${path}.${name}`);
          seen.add(`${path}.${name}`);
          visit(field, `${path}.${name}`);
        }
      }
      for (const key of ['oneOf', 'anyOf', 'items']) visit(Reflect.get(schema, key), path);
      if (Array.isArray(schema)) schema.forEach((each) => visit(each, path));
    };
    visit(storage.toJSONSchema({ io: 'input' }), 'storage');
    expect(undescribed).toEqual([]);
    expect([...seen]).toEqual(
      expect.arrayContaining(['storage.classes.previous.volumeGroup.pattern', 'storage.externalDrivers']),
    );
  });

  it('offers editors only the drivers that can take snapshots', () => {
    const { storage } = platformSchema.shape.spec.shape;
    expect(storage.toJSONSchema({ io: 'input' })).toHaveProperty(
      'properties.snapshots.properties.classes.items.properties.driver.enum',
      ['lvm', 'zfs', 'mayastor'],
    );
  });
});

describe('revisions of a class', () => {
  const revised: Class = {
    ...fast,
    revision: 3,
    previous: [
      { revision: 2, kind: 'lvm', volumeGroup: 'vg-hdd' },
      { revision: 1, kind: 'hostpath' },
    ],
  };
  const { classes } = platformWith({ classes: [local, revised], externalDrivers: ['lvm'] }).spec.storage;

  it('are called by the name of the class alone, then with -v2, -v3', () => {
    expect([1, 2, 3].map((revision) => storageClassName('fast', revision))).toEqual([
      'fast',
      'fast-v2',
      'fast-v3',
    ]);
  });

  it('are the current one, and the earlier ones that are kept, which name it as their successor', () => {
    expect(
      classes
        .flatMap(revisionsOf)
        .map(({ name, field, supersededBy, volumes }) => [name, field, supersededBy, volumes.kind]),
    ).toEqual([
      ['local', 'spec.storage.classes[local]', undefined, 'hostpath'],
      ['fast-v3', 'spec.storage.classes[fast]', undefined, 'lvm'],
      ['fast-v2', 'spec.storage.classes[fast].previous[0]', 'fast-v3', 'lvm'],
      ['fast', 'spec.storage.classes[fast].previous[1]', 'fast-v3', 'hostpath'],
    ]);
  });

  it('are referred to by the name of the class for the current one, with @ for a certain one', () => {
    const resolved = (reference: string) => resolveStorageClass(classes, reference)?.name;
    expect(['fast', 'fast@3', 'fast@2', 'fast@1', 'fast@4', 'slow'].map(resolved)).toEqual([
      'fast-v3',
      'fast-v3',
      'fast-v2',
      'fast',
      undefined,
      undefined,
    ]);
  });

  it('go up, and each stands there once', () => {
    const kept = (...revisions: number[]): Storage => ({
      classes: [
        { ...local, revision: 2, previous: revisions.map((revision) => ({ revision, kind: 'hostpath' })) },
      ],
    });
    expect(rules(kept(1))).toEqual([]);
    expect(rules(kept(2))).toContain('storage/revisions at spec.storage.classes[local].previous[0].revision');
    expect(rules(kept(1, 1))).toEqual([
      'storage/revisions at spec.storage.classes[local].previous[1].revision',
    ]);
  });

  it('are held to what the site has, like the current one', () => {
    const earlier: Class = {
      ...local,
      revision: 2,
      previous: [{ revision: 1, kind: 'lvm', volumeGroup: 'gone' }],
    };
    expect(rules({ classes: [earlier] })).toEqual([
      'storage/driver-missing at spec.storage.classes[local].previous[0].kind',
      'storage/volume-group at spec.storage.classes[local].previous[0].volumeGroup',
    ]);
  });
});

describe('storage settings that cannot take effect', () => {
  it('no default class among several', () => {
    expect(
      problems({
        classes: [
          { name: 'a', kind: 'hostpath' },
          { name: 'b', kind: 'hostpath' },
        ],
      }),
    ).toEqual([
      {
        rule: 'storage/one-default-class',
        field: 'spec.storage.classes',
        got: 'no default among a, b',
        want: 'exactly one class with default: true',
        fix: 'set default: true on a',
      },
    ]);
  });

  it('two default classes, both of which are named', () => {
    const [problem] = problems({ classes: [local, { name: 'bulk', kind: 'hostpath', default: true }] });
    expect(problem).toMatchObject({
      field: 'spec.storage.classes[bulk].default',
      got: 'both local and bulk are the default',
    });
  });

  it('two classes of one name', () => {
    expect(rules({ classes: [local, { name: 'local', kind: 'hostpath' }] })).toEqual([
      'storage/class-names at spec.storage.classes[local].name',
    ]);
  });

  it('a class that is called like a revision of another', () => {
    expect(
      rules({
        classes: [
          { ...local, revision: 2 },
          { name: 'local-v2', kind: 'hostpath' },
        ],
      }),
    ).toEqual(['storage/class-names at spec.storage.classes[local-v2].name']);
  });

  it('a class whose driver nothing installs', () => {
    const [problem, ...others] = problems({ classes: [local, fast] });
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      rule: 'storage/driver-missing',
      field: 'spec.storage.classes[fast].kind',
      fix: 'install the lvm driver, then add lvm to spec.storage.externalDrivers',
    });
    expect(problems({ classes: [local, fast], externalDrivers: ['lvm'] })).toEqual([]);
  });

  it('a volume group on no declared node, with the one that was probably meant', () => {
    expect(
      problems({ classes: [local, { ...fast, volumeGroup: 'vg-nvm' }], externalDrivers: ['lvm'] }),
    ).toEqual([
      {
        rule: 'storage/volume-group',
        field: 'spec.storage.classes[fast].volumeGroup',
        got: 'vg-nvm, a volume group on no declared node',
        want: 'one of vg-hdd, vg-nvme',
        fix: 'did you mean vg-nvme?',
      },
    ]);
  });

  it('a pattern that no volume group of the site matches', () => {
    const withPattern = (pattern: string) =>
      rules({ classes: [local, { ...fast, volumeGroup: { pattern } }], externalDrivers: ['lvm'] });
    expect(withPattern('^vg-(nvme|ssd)$')).toEqual([]);
    expect(withPattern('^data')).toEqual([
      'storage/volume-group at spec.storage.classes[fast].volumeGroup.pattern',
    ]);
  });

  it('a ZFS pool on no declared node; a dataset of a declared pool will do', () => {
    const withPool = (pool: string) =>
      rules({ classes: [local, { name: 'z', kind: 'zfs', pool }], externalDrivers: ['zfs'] });
    expect(withPool('tank')).toEqual([]);
    expect(withPool('tank/volumes')).toEqual([]);
    expect(withPool('pond')).toEqual(['storage/zfs-pool at spec.storage.classes[z].pool']);
  });

  it('nodes that are not declared or lack the storage', () => {
    expect(problems({ classes: [{ ...local, nodes: ['worker-3'] }] })).toMatchObject([
      { rule: 'storage/nodes', field: 'spec.storage.classes[local].nodes', fix: 'did you mean worker-1?' },
    ]);
    const onBoth: Class = { name: 'z', kind: 'zfs', pool: 'tank', nodes: ['worker-1', 'worker-2'] };
    expect(problems({ classes: [local, onBoth], externalDrivers: ['zfs'] })).toMatchObject([
      {
        rule: 'storage/nodes',
        got: 'worker-1, which has no ZFS pool tank',
        want: 'nodes that have it: worker-2',
      },
    ]);
  });

  it('more Mayastor replicas than worker nodes', () => {
    const replicated = (replicas: number) =>
      problems({
        classes: [local, { name: 'safe', kind: 'mayastor', replicas }],
        externalDrivers: ['mayastor'],
      });
    expect(replicated(2)).toEqual([]);
    expect(replicated(3)).toMatchObject([
      {
        rule: 'storage/mayastor-replicas',
        got: '3 replicas on 2 worker nodes',
        field: 'spec.storage.classes[safe].replicas',
      },
    ]);
  });

  it('hostpath classes without the provisioner', () => {
    expect(rules({ openebs: { enabled: false }, classes: [local] })).toEqual([
      'storage/openebs-disabled at spec.storage.openebs.enabled',
    ]);
    expect(
      rules({ openebs: { enabled: false }, classes: [{ ...fast, default: true }], externalDrivers: ['lvm'] }),
    ).toEqual([]);
  });

  it.each(['hostpath', 'device'] as const)('snapshots of %s volumes', (driver) => {
    expect(problems({ snapshots: { enabled: true, classes: [{ name: 'daily', driver }] } })).toMatchObject([
      {
        rule: 'storage/snapshot-driver',
        field: 'spec.storage.snapshots.classes[daily].driver',
        want: 'lvm, zfs or mayastor',
      },
    ]);
  });

  it('snapshot classes for a driver that nothing installs', () => {
    const snapshots: Storage['snapshots'] = { enabled: true, classes: [{ name: 'daily', driver: 'zfs' }] };
    expect(rules({ snapshots })).toEqual([
      'storage/driver-missing at spec.storage.snapshots.classes[daily].driver',
    ]);
    expect(rules({ snapshots, externalDrivers: ['zfs'] })).toEqual([]);
  });

  it('snapshot classes while snapshots are off', () => {
    expect(
      rules({ snapshots: { classes: [{ name: 'daily', driver: 'lvm' }] }, externalDrivers: ['lvm'] }),
    ).toEqual(['storage/snapshots-disabled at spec.storage.snapshots.enabled']);
  });

  it('two default snapshot classes for one driver, but not one for each', () => {
    const withDefaults = (...drivers: ('lvm' | 'zfs')[]) =>
      problems({
        snapshots: {
          enabled: true,
          classes: drivers.map((driver, index) => ({ name: `s${index}`, driver, default: true })),
        },
        externalDrivers: ['lvm', 'zfs'],
      });
    expect(withDefaults('lvm', 'zfs')).toEqual([]);
    expect(withDefaults('lvm', 'lvm')).toMatchObject([
      { rule: 'storage/one-default-snapshot-class', got: 'both s0 and s1 are the default for lvm' },
    ]);
  });

  it('two snapshot classes of one name', () => {
    const daily = { name: 'daily', driver: 'lvm' } as const;
    expect(
      rules({ snapshots: { enabled: true, classes: [daily, daily] }, externalDrivers: ['lvm'] }),
    ).toEqual(['storage/snapshot-class-names at spec.storage.snapshots.classes[daily].name']);
  });

  it('a provisioner that is not known to run on the Kubernetes of the site, naming those that are', () => {
    const kubernetes = { version: '1.35' } as const;
    expect(problems({ openebs: { version: '4.4.0' } }, { kubernetes })).toEqual([
      {
        rule: 'versions/openebs',
        field: 'spec.storage.openebs.version',
        got: 'OpenEBS LocalPV 4.4.0 with Kubernetes 1.35',
        want: 'one of 4.5.1 with Kubernetes 1.35',
        fix: 'set it to 4.5.1',
      },
    ]);
    expect(problems({ openebs: { enabled: false, version: '4.4.0' } }, { kubernetes })).toEqual([]);
  });

  it('a request above its limit', () => {
    expect(rules({ openebs: { resources: { requests: { memory: '1Gi' } } } })).toEqual([
      'storage/resources at spec.storage.openebs.resources.requests.memory',
    ]);
    expect(rules({ openebs: { resources: { requests: { cpu: 2 }, limits: { cpu: 1 } } } })).toEqual([
      'storage/resources at spec.storage.openebs.resources.requests.cpu',
    ]);
  });
});
