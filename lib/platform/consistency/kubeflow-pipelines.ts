import { kubeflowPipelinesVersions, fitsKubernetes } from '../versions';
import { workloadPods, type WorkloadName } from '../schema/kubeflow-pipelines';
import { resolveStorageClass } from '../storage-revisions';
import type { PlatformSpec } from '../platform';
import type { Inconsistency } from './inconsistency';
import { definitionProblems } from './kubeflow-pipelines-operators';
import { reservedNamespaces } from './reserved-namespaces';

type Settings = PlatformSpec['kubeflowPipelines'];

const field = (path: string): string => `spec.kubeflowPipelines.${path}`;

/** The volumes of the servers in the cluster. */
const claimsOf = ({
  database,
  objectStore,
}: Settings): readonly { readonly path: string; readonly claim: Claim }[] => [
  ...(database.kind === 'external' ? [] : [{ path: 'database.claim', claim: database.claim }]),
  ...(objectStore.kind === 's3' ? [] : [{ path: 'objectStore.claim', claim: objectStore.claim }]),
];

type Claim = Extract<Settings['database'], { kind: 'mysql' }>['claim'];

const claimProblems = (spec: PlatformSpec): readonly Inconsistency[] => {
  const { classes } = spec.storage;
  const hasDefault = classes.some((each) => each.default);
  return claimsOf(spec.kubeflowPipelines).flatMap(({ path, claim }): readonly Inconsistency[] => {
    if (claim.accessMode === 'ReadWriteMany') {
      return [
        {
          rule: 'kubeflow-pipelines/claim-access',
          field: field(`${path}.accessMode`),
          got: 'ReadWriteMany',
          want: 'ReadWriteOnce: one pod writes, and two on the same files would destroy them',
          fix: 'remove accessMode; a class that offers ReadWriteMany only is the wrong one for a database',
        },
      ];
    }
    if (claim.existing !== undefined) return [];
    if (claim.storageClass === undefined) {
      return hasDefault
        ? []
        : [
            {
              rule: 'kubeflow-pipelines/claim-class',
              field: field(`${path}.storageClass`),
              got: 'no class, and no default class in spec.storage.classes',
              want: 'a class that volumes are made of',
              fix: 'name one, or make one the default',
            },
          ];
    }
    return resolveStorageClass(classes, claim.storageClass) === undefined
      ? [
          {
            rule: 'kubeflow-pipelines/claim-class',
            field: field(`${path}.storageClass`),
            got: claim.storageClass,
            want:
              classes.length === 0
                ? 'a class of spec.storage.classes, which is empty'
                : `one of ${classes.map(({ name }) => name).join(', ')}`,
            fix: 'correct it, or add the class to spec.storage.classes',
          },
        ]
      : [];
  });
};

/** Workloads that are installed at all. */
const installedWorkloads = ({
  database,
  objectStore,
  cache,
  argoWorkflows,
}: Settings): ReadonlySet<string> => {
  const absent: readonly WorkloadName[] = [
    ...(database.kind === 'mysql' ? [] : (['mysql'] as const)),
    ...(database.kind === 'postgresql' ? [] : (['postgres', 'metadata-postgres-db'] as const)),
    ...(objectStore.kind === 'seaweedfs' ? [] : (['seaweedfs'] as const)),
    ...(cache.enabled ? [] : (['cache-server'] as const)),
    ...(argoWorkflows.enabled ? [] : (['workflow-controller'] as const)),
  ];
  const names = new Set<string>(Object.keys(workloadPods));
  for (const name of absent) names.delete(name);
  return names;
};

const workloadProblems = (spec: PlatformSpec): readonly Inconsistency[] => {
  const settings = spec.kubeflowPipelines;
  const installed = installedWorkloads(settings);
  const pools = new Set(spec.nodes.flatMap(({ pool }) => pool ?? []));
  const placements = [
    { path: 'placement', placement: settings.placement },
    ...Object.entries(settings.workloads).flatMap(([name, { placement }]) =>
      placement === undefined ? [] : [{ path: `workloads.${name}.placement`, placement }],
    ),
  ];
  return [
    ...placements.flatMap(({ path, placement: { pool } }) =>
      pool === undefined || pools.has(pool)
        ? []
        : [
            {
              rule: 'kubeflow-pipelines/pool',
              field: field(`${path}.pool`),
              got: pool,
              want:
                pools.size === 0
                  ? 'no pool: no node of spec.nodes is in one'
                  : `one of ${[...pools].join(', ')}`,
              fix: 'correct it, or give nodes that pool',
            },
          ],
    ),
    ...Object.entries(settings.workloads).flatMap(([name, { replicas }]): readonly Inconsistency[] => {
      if (!installed.has(name)) {
        return [
          {
            rule: 'kubeflow-pipelines/absent-workload',
            field: field(`workloads.${name}`),
            got: `settings of ${name}, which the settings above leave out`,
            want: `settings of one of ${[...installed].join(', ')}`,
            fix: 'remove them',
          },
        ];
      }
      const most = (Object.entries(workloadPods).find(([each]) => each === name) ?? [])[1] ?? 1;
      return replicas === undefined || replicas <= most
        ? []
        : [
            {
              rule: 'kubeflow-pipelines/replicas',
              field: field(`workloads.${name}.replicas`),
              got: `${replicas} pods of ${name}`,
              want:
                most === 1
                  ? 'one: two would do the same work twice, or write the same files'
                  : `at most ${most}`,
              fix: `set it to ${most}`,
            },
          ];
    }),
  ];
};

const cacheProblems = ({ cache, podSecurity }: Settings): readonly Inconsistency[] => [
  ...(cache.enabled && podSecurity === 'restricted'
    ? [
        {
          rule: 'kubeflow-pipelines/cache-restricted',
          field: field('podSecurity'),
          got: 'restricted, with the cache on',
          want: 'baseline: a step that is answered from the cache runs a container without a security context, which restricted refuses',
          fix: 'set podSecurity to baseline, or cache.enabled to false (v2 pipelines are cached without it)',
        },
      ]
    : []),
];

const modeProblems = ({ database, objectStore, mode, tls, ui }: Settings): readonly Inconsistency[] => {
  const engine = database.kind === 'external' ? database.engine : database.kind;
  return [
    ...(tls.enabled && engine === 'postgresql'
      ? [
          {
            rule: 'kubeflow-pipelines/tls-database',
            field: field('tls.enabled'),
            got: 'true, with PostgreSQL',
            want: 'MySQL: with TLS the metadata store reads its settings from a file that upstream writes for MySQL only',
            fix: 'use MySQL, or set tls.enabled to false',
          },
        ]
      : []),
    ...(mode.kind === 'multi-user' && ui.exposure.kind !== 'none'
      ? [
          {
            rule: 'kubeflow-pipelines/multi-user-exposure',
            field: field('ui.exposure.kind'),
            got: `${ui.exposure.kind}, with mode multi-user`,
            want: 'none: Istio’s gateway leads there, and it alone may say who the user is',
            fix: 'remove ui.exposure, and let mode.gateway end TLS',
          },
        ]
      : []),
    ...(mode.kind === 'multi-user' && objectStore.kind === 's3'
      ? [
          {
            rule: 'kubeflow-pipelines/multi-user-object-store',
            field: field('objectStore.kind'),
            got: 's3, with mode multi-user',
            want: 'seaweedfs: each profile gets keys of its own there, which no other store hands out in the same way',
            fix: 'use seaweedfs, or mode single-user',
          },
        ]
      : []),
  ];
};

const namespaceProblems = (spec: PlatformSpec): readonly Inconsistency[] => {
  const { namespace } = spec.kubeflowPipelines;
  const team = spec.teams.find((each) => (each.namespace ?? each.name) === namespace);
  const owner = reservedNamespaces(spec).has(namespace)
    ? 'the platform or Kubernetes'
    : team !== undefined
      ? `team ${team.name}`
      : namespace === spec.serving.namespace && spec.serving.models.length > 0
        ? 'the served models'
        : undefined;
  return owner === undefined
    ? []
    : [
        {
          rule: 'kubeflow-pipelines/namespace',
          field: field('namespace'),
          got: `${namespace}, which belongs to ${owner}`,
          want: 'a namespace of its own',
          fix: 'set another namespace',
        },
      ];
};

const versionProblems = (spec: PlatformSpec): readonly Inconsistency[] => {
  const { version } = spec.kubeflowPipelines;
  const kubernetes = spec.kubernetes.version;
  const fitting = kubeflowPipelinesVersions.filter((known) => fitsKubernetes(known, kubernetes));
  return fitting.some((known) => known.version === version)
    ? []
    : [
        {
          rule: 'versions/kubeflow-pipelines',
          field: field('version'),
          got: `Kubeflow Pipelines ${version} with Kubernetes ${kubernetes}`,
          want:
            fitting.length === 0
              ? `a release that is known to run on Kubernetes ${kubernetes}; none is`
              : `one of ${fitting.map((known) => known.version).join(', ')}`,
          fix:
            fitting[0] === undefined
              ? 'set spec.kubernetes.version to one that is supported'
              : `set it to ${fitting[0].version}`,
        },
      ];
};

/** Settings of Kubeflow Pipelines that cannot take effect together, or not in this cluster. */
export const kubeflowPipelinesProblems = (spec: PlatformSpec): readonly Inconsistency[] =>
  spec.kubeflowPipelines.enabled
    ? [
        ...versionProblems(spec),
        ...namespaceProblems(spec),
        ...claimProblems(spec),
        ...cacheProblems(spec.kubeflowPipelines),
        ...modeProblems(spec.kubeflowPipelines),
        ...workloadProblems(spec),
        ...(spec.kubeflowPipelines.upstreamParity ? [] : definitionProblems(spec)),
      ]
    : [];
