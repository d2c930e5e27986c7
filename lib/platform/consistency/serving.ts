import { nearest, oneOf } from '../nearest';
import type { PlatformSpec } from '../platform';
import { isDownloaded, type ModelDefinition } from '../served-model';
import type { Inconsistency } from './inconsistency';
import { reservedNamespaces } from './reserved-namespaces';
import { repeated } from './repeated';
import { fitProblems } from './serving-fit';
import { nameProblems } from './serving-names';
import { runtimeProblems } from './serving-runtime';
import { scalingProblems } from './serving-scaling';
import { sourceProblems } from './serving-source';

const minorOf = (version: string): number => Number(version.split('.')[1]);

const namespaceProblems = (
  spec: PlatformSpec,
  model: ModelDefinition,
  field: string,
): readonly Inconsistency[] => {
  const { namespace } = model;
  const known = [spec.serving.namespace, ...spec.teams.map((team) => team.namespace ?? team.name)];
  if (namespace === undefined || known.includes(namespace)) return [];
  const near = nearest(namespace, known);
  return [
    {
      rule: 'serving/namespace',
      field: `${field}.namespace`,
      got: `${namespace}, which no team has`,
      want: `one of ${oneOf(known)}`,
      fix:
        near === undefined ? 'add the team under spec.teams, or remove namespace' : `did you mean ${near}?`,
    },
  ];
};

const priorityProblems = (
  spec: PlatformSpec,
  model: ModelDefinition,
  field: string,
): readonly Inconsistency[] => {
  const { priorityClass } = model;
  const known = spec.priorityClasses.map((each) => each.name);
  if (priorityClass === undefined || known.includes(priorityClass)) return [];
  const near = nearest(priorityClass, known);
  return [
    {
      rule: 'serving/priority-class',
      field: `${field}.priorityClass`,
      got: `${priorityClass}, which is not declared`,
      want: known.length === 0 ? 'a class of spec.priorityClasses, which has none' : `one of ${oneOf(known)}`,
      fix:
        near === undefined ? 'declare it under spec.priorityClasses, or remove it' : `did you mean ${near}?`,
    },
  ];
};

const callerProblems = (
  spec: PlatformSpec,
  model: ModelDefinition,
  field: string,
): readonly Inconsistency[] => {
  const own = model.namespace ?? spec.serving.namespace;
  const ids = model.callers.map(({ namespace = own, podLabels }) =>
    JSON.stringify([namespace, Object.entries(podLabels).sort()]),
  );
  return model.callers.flatMap(({ namespace = own }, index) =>
    ids.indexOf(ids[index] ?? '') === index
      ? []
      : [
          {
            rule: 'serving/callers',
            field: `${field}.callers[${index}]`,
            got: `the same pods of ${namespace} again`,
            want: 'each group of callers once',
            fix: 'remove the entry',
          },
        ],
  );
};

/** A quota on limits makes the API server refuse pods that have none; a limit range can fill them in. */
const quotaProblems = (
  spec: PlatformSpec,
  model: ModelDefinition,
  field: string,
): readonly Inconsistency[] => {
  const team = spec.teams.find((each) => (each.namespace ?? each.name) === model.namespace);
  const isFilledIn = team?.limits?.defaultLimits?.cpu !== undefined;
  if (team?.quota?.limits?.cpu === undefined || isFilledIn) return [];
  return model.resources.limits.cpu !== undefined && !isDownloaded(model.source)
    ? []
    : [
        {
          rule: 'serving/quota',
          field: `${field}.resources.limits`,
          got: `containers without a limit of cpu in the namespace of team ${team.name}, whose quota counts limits of cpu`,
          want: 'a limit of cpu on every container, or the API server refuses the pods',
          fix: `set limits.defaultLimits.cpu of team ${team.name}`,
        },
      ];
};

const versionProblems = (
  spec: PlatformSpec,
  model: ModelDefinition,
  field: string,
): readonly Inconsistency[] =>
  model.security.userNamespace && minorOf(spec.kubernetes.version) < 33
    ? [
        {
          rule: 'serving/kubernetes-version',
          field: `${field}.security.userNamespace`,
          got: `true with Kubernetes ${spec.kubernetes.version}`,
          want: 'Kubernetes 1.33 or newer, where user namespaces are on by default',
          fix: 'remove it, or upgrade the cluster',
        },
      ]
    : [];

const hostProblems = (models: readonly ModelDefinition[]): readonly Inconsistency[] => {
  const places = models.map(({ exposure }) =>
    exposure.kind === 'ingress' || exposure.kind === 'route' ? `${exposure.host}${exposure.path}` : undefined,
  );
  return models.flatMap((model, index) => {
    const first = places.indexOf(places[index]);
    return places[index] === undefined || first === index
      ? []
      : [
          {
            rule: 'serving/host',
            field: `spec.serving.models[${model.name}].exposure.host`,
            got: `${places[index]}, where ${models[first]?.name ?? ''} is too`,
            want: 'a host and path that no other model has',
            fix: 'set another host or path',
          },
        ];
  });
};

const reservedNamespaceProblems = (spec: PlatformSpec): readonly Inconsistency[] => {
  const { namespace } = spec.serving;
  return reservedNamespaces(spec).has(namespace)
    ? [
        {
          rule: 'serving/namespace',
          field: 'spec.serving.namespace',
          got: `${namespace}, which the platform or Kubernetes owns`,
          want: 'a namespace of its own, or that of a team',
          fix: 'set another namespace',
        },
      ]
    : [];
};

/** Models: names, places, sizes, scaling, sources and servers that can take effect together. */
export const servingProblems = (spec: PlatformSpec): readonly Inconsistency[] => {
  const { models } = spec.serving;
  return [
    ...repeated(
      'spec.serving.models',
      models.map((model) => model.name),
      'serving/model-names',
    ),
    ...reservedNamespaceProblems(spec),
    ...nameProblems(spec),
    ...hostProblems(models),
    ...models.flatMap((model) => {
      const field = `spec.serving.models[${model.name}]`;
      return [
        ...namespaceProblems(spec, model, field),
        ...priorityProblems(spec, model, field),
        ...callerProblems(spec, model, field),
        ...quotaProblems(spec, model, field),
        ...versionProblems(spec, model, field),
        ...runtimeProblems(model, field),
        ...scalingProblems(model, field),
        ...sourceProblems(spec, model, field),
        ...fitProblems(spec, model, field),
      ];
    }),
  ];
};
