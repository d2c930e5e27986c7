import { oneOf, nearest } from '../../nearest';
import type { PlatformSpec } from '../../platform';
import { resolveStorageClass } from '../../storage-revisions';
import type { Inconsistency } from '../inconsistency';
import { amount, candidates, podProblems, poolProblems, podsThatFit, type Asked } from '../pod-fit';
import { repeated } from '../repeated';
import { reservedNamespaces } from '../reserved-namespaces';
import { namedLists, podsIn, type PodsEntry } from './entries';
import { inferenceProblems } from './inference';
import { trainingProblems } from './training';
import { tuningProblems } from './tuning';

type Problem = readonly Inconsistency[];

const askedOf = ({ resources, dataset }: PodsEntry): Asked => {
  const download = dataset?.kind === 's3' ? dataset.resources : { cpu: '0', memory: '0' };
  const { gpus, gpuResource, requests } = resources;
  return {
    request: new Map([
      ['cpu', Math.max(amount(requests.cpu), amount(download.cpu))],
      ['memory', Math.max(amount(requests.memory), amount(download.memory))],
      ['pods', 1],
      ...(gpus > 0 ? [[gpuResource, gpus] as const] : []),
    ]),
    gpus,
    gpuResource,
  };
};

/** Pods that no declared node can hold, or not all of them together. */
const fitProblems = (spec: PlatformSpec, entry: PodsEntry): Problem => {
  const { field, resourcesField, replicas } = entry;
  const unknownPool = poolProblems(spec, entry, 'kubeflow', field);
  if (unknownPool.length > 0) return unknownPool;
  const asked = askedOf(entry);
  const nodes = candidates(spec, entry);
  const single = podProblems(spec, entry, nodes, asked, 'kubeflow', resourcesField);
  if (single.length > 0) return single;
  const room = nodes.reduce((sum, node) => sum + podsThatFit(node, asked.request), 0);
  return replicas <= room
    ? []
    : [
        {
          rule: 'kubeflow/capacity',
          field,
          got: `${replicas} pods at a time`,
          want: `at most ${room}: the nodes hold no more of them, even when nothing else runs there`,
          fix: 'ask for fewer pods, or for less in each',
        },
      ];
};

/** Volumes that are made for pods on several machines, and that only one machine may mount. */
const sharingProblems = ({ field, volumes, replicas }: PodsEntry): Problem =>
  volumes.flatMap(({ claim, mountPath }): Problem =>
    replicas > 1 && typeof claim === 'object' && claim.accessMode.startsWith('ReadWriteOnce')
      ? [
          {
            rule: 'kubeflow/shared-claim',
            field: `${field}.volumes`,
            got: `${replicas} pods that mount ${mountPath} of mode ${claim.accessMode}, which one machine has`,
            want: 'a claim of mode ReadWriteMany',
            fix: 'set accessMode and a storage class that knows it, or name a claim that the site has',
          },
        ]
      : [],
  );

const volumeProblems = (spec: PlatformSpec, { field, volumes }: PodsEntry): Problem =>
  volumes.flatMap(({ claim, mountPath }): Problem => {
    const at = `${field}.volumes`;
    const classes = spec.storage.classes.map(({ name }) => name);
    if (typeof claim === 'string') return [];
    const { storageClass } = claim;
    if (storageClass === undefined || resolveStorageClass(spec.storage.classes, storageClass) !== undefined)
      return [];
    const near = nearest(storageClass, classes);
    return [
      {
        rule: 'kubeflow/storage-class',
        field: at,
        got: `${storageClass} for ${mountPath}, which spec.storage.classes does not have`,
        want: classes.length === 0 ? 'a storage class of the platform' : `one of ${oneOf(classes)}`,
        fix: near === undefined ? 'add the class, or use another' : `did you mean ${near}?`,
      },
    ];
  });

const priorityProblems = (spec: PlatformSpec, { field, priorityClass }: PodsEntry): Problem =>
  priorityClass === undefined ||
  priorityClass.startsWith('system-') ||
  spec.priorityClasses.some(({ name }) => name === priorityClass)
    ? []
    : [
        {
          rule: 'kubeflow/priority-class',
          field: `${field}.priorityClass`,
          got: priorityClass,
          want: 'a class of spec.priorityClasses',
          fix: 'add the class, or correct the name',
        },
      ];

/** Namespaces that nobody makes, and names that stand twice in one. */
const nameProblems = (spec: PlatformSpec): Problem => {
  const teams = spec.teams.map((team) => team.namespace ?? team.name);
  const profiles = spec.kubeflow.profiles.map(({ name }) => name);
  const known = [...new Set([...teams, ...profiles])].sort();
  const namespaces = namedLists(spec)
    .flat()
    .flatMap(({ namespace, field }): Problem => {
      if (known.includes(namespace)) return [];
      const near = nearest(namespace, known);
      return [
        {
          rule: 'kubeflow/namespace',
          field: `${field}.namespace`,
          got: `${namespace}, which is neither the namespace of a team nor a profile`,
          want: known.length === 0 ? 'a team or a profile' : `one of ${oneOf(known)}`,
          fix: near === undefined ? 'add the team or the profile' : `did you mean ${near}?`,
        },
      ];
    });
  const twice = namedLists(spec).flatMap((list) => {
    const ids = list.map(({ name, namespace }) => `${namespace}/${name}`);
    return list.flatMap(({ name, namespace, field }, index): Problem =>
      ids.indexOf(`${namespace}/${name}`) === index
        ? []
        : [
            {
              rule: 'kubeflow/names',
              field,
              got: `${name} in ${namespace}, a second time`,
              want: 'each name once in a namespace',
              fix: 'rename one',
            },
          ],
    );
  });
  return [...namespaces, ...twice];
};

const profileProblems = (spec: PlatformSpec): Problem => {
  const { profiles, notebooks } = spec.kubeflow;
  const taken = new Set([
    ...reservedNamespaces(spec),
    ...spec.teams.map((team) => team.namespace ?? team.name),
    spec.serving.namespace,
  ]);
  const names = profiles.map(({ name }) => name);
  return [
    ...repeated('spec.kubeflow.profiles', names, 'kubeflow/profile-names'),
    ...names
      .filter((name) => taken.has(name))
      .map((name) => ({
        rule: 'kubeflow/profile-namespace',
        field: `spec.kubeflow.profiles[${name}].name`,
        got: `${name}, a namespace that exists without the profile`,
        want: 'a namespace of its own: the profile controller takes over none that it did not make',
        fix: 'rename the profile, or remove the team',
      })),
    ...notebooks.podDefaults
      .filter(({ namespace }) => spec.teams.some((team) => (team.namespace ?? team.name) === namespace))
      .map(({ name, namespace }) => ({
        rule: 'kubeflow/pod-default',
        field: `spec.kubeflow.notebooks.podDefaults[${name}].namespace`,
        got: `${namespace}, the namespace of a team`,
        want: 'a profile: the admission webhook looks at no other namespace',
        fix: 'add a profile and use it',
      })),
  ];
};

/** Kubeflow beside its pipelines: what its controllers would refuse, or what could never run. */
export const kubeflowProblems = (spec: PlatformSpec): Problem => {
  const pods = podsIn(spec);
  const fit = pods.flatMap((entry) => fitProblems(spec, entry));
  const other = pods.flatMap((entry) => [
    ...volumeProblems(spec, entry),
    ...sharingProblems(entry),
    ...priorityProblems(spec, entry),
  ]);
  const distinct = new Map([...fit, ...other].map((problem) => [JSON.stringify(problem), problem]));
  return [
    ...nameProblems(spec),
    ...profileProblems(spec),
    ...distinct.values(),
    ...trainingProblems(spec),
    ...tuningProblems(spec),
    ...inferenceProblems(spec),
  ];
};
