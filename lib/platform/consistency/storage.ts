import { parseQuantity } from '../../kubernetes';
import type { PlatformSpec } from '../platform';
import { fitsKubernetes, openebsVersions, snapshotterVersions, type ComponentVersion } from '../versions';
import type { Inconsistency } from './inconsistency';
import { storageClassProblems } from './storage-classes';
import { snapshotProblems } from './storage-snapshots';

type Controller = PlatformSpec['storage']['openebs'] | PlatformSpec['storage']['snapshots'];

interface Installed {
  /** Field of the controller, below `spec.storage`. */
  readonly section: 'openebs' | 'snapshots';
  readonly product: string;
  /** Rule id of its version. */
  readonly rule: string;
  readonly settings: Controller;
  readonly versions: readonly ComponentVersion[];
}

const versionProblems = (
  spec: PlatformSpec,
  { section, product, rule, settings, versions }: Installed,
): readonly Inconsistency[] => {
  const kubernetes = spec.kubernetes.version;
  const fitting = versions.filter((known) => fitsKubernetes(known, kubernetes));
  if (fitting.some((known) => known.version === settings.version)) return [];
  return [
    {
      rule,
      field: `spec.storage.${section}.version`,
      got: `${product} ${settings.version} with Kubernetes ${kubernetes}`,
      want:
        fitting.length === 0
          ? `a ${product} that is known to run on Kubernetes ${kubernetes}; none is`
          : `one of ${fitting.map((known) => known.version).join(', ')} with Kubernetes ${kubernetes}`,
      fix:
        fitting[0] === undefined
          ? 'set spec.kubernetes.version to one that is supported'
          : `set it to ${fitting[0].version}`,
    },
  ];
};

const resourceProblems = ({ section, settings }: Installed): readonly Inconsistency[] =>
  (['cpu', 'memory'] as const).flatMap((resource) => {
    const request = settings.resources.requests[resource];
    const limit = settings.resources.limits[resource];
    return limit === undefined || (parseQuantity(request) ?? 0) <= (parseQuantity(limit) ?? 0)
      ? []
      : [
          {
            rule: 'storage/resources',
            field: `spec.storage.${section}.resources.requests.${resource}`,
            got: `${request}, above the limit of ${limit}`,
            want: `at most ${limit}`,
            fix: `lower it or raise limits.${resource}`,
          },
        ];
  });

const openebsProblems = (spec: PlatformSpec): readonly Inconsistency[] => {
  const { openebs, classes } = spec.storage;
  const hostpaths = classes.filter((each) =>
    [each, ...each.previous].some((revision) => revision.kind === 'hostpath'),
  );
  return openebs.enabled || hostpaths.length === 0
    ? []
    : [
        {
          rule: 'storage/openebs-disabled',
          field: 'spec.storage.openebs.enabled',
          got: `false, with hostpath volumes in ${hostpaths.map((each) => each.name).join(', ')}`,
          want: 'true: nothing else makes hostpath volumes',
          fix: 'set it to true or remove those classes',
        },
      ];
};

/** Storage classes, snapshots, and the controllers behind them. */
export const storageProblems = (spec: PlatformSpec): readonly Inconsistency[] => {
  const { openebs, snapshots } = spec.storage;
  const installed: readonly Installed[] = [
    {
      section: 'openebs',
      product: 'OpenEBS LocalPV',
      rule: 'versions/openebs',
      settings: openebs,
      versions: openebsVersions,
    },
    {
      section: 'snapshots',
      product: 'external-snapshotter',
      rule: 'versions/snapshotter',
      settings: snapshots,
      versions: snapshotterVersions,
    },
  ];
  return [
    ...installed
      .filter((each) => each.settings.enabled)
      .flatMap((each) => [...versionProblems(spec, each), ...resourceProblems(each)]),
    ...openebsProblems(spec),
    ...storageClassProblems(spec),
    ...snapshotProblems(spec),
  ];
};
