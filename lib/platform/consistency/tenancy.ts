import { parseQuantity } from '../../kubernetes';
import type { PlatformSpec } from '../platform';
import type { Inconsistency } from './inconsistency';
import { repeated } from './repeated';
import { reservedNamespaces } from './reserved-namespaces';

type Team = PlatformSpec['teams'][number];

const subjectProblems = (team: Team): readonly Inconsistency[] =>
  team.access.flatMap((grant, index) =>
    (grant.group === undefined) === (grant.user === undefined)
      ? [
          {
            rule: 'tenancy/subject',
            field: `spec.teams[${team.name}].access[${index}]`,
            got: grant.group === undefined ? 'neither group nor user' : 'both group and user',
            want: 'one of them',
            fix: 'write one entry per group or user',
          },
        ]
      : [],
  );

const limitProblems = (team: Team): readonly Inconsistency[] => {
  const { limits } = team;
  if (limits === undefined) return [];
  const pairs = [
    ['defaultRequests', 'defaultLimits'],
    ['defaultLimits', 'max'],
    ['defaultRequests', 'max'],
  ] as const;
  return pairs.flatMap(([low, high]) =>
    (['cpu', 'memory'] as const).flatMap((resource) => {
      const small = limits[low]?.[resource];
      const large = limits[high]?.[resource];
      if (small === undefined || large === undefined) return [];
      return (parseQuantity(small) ?? 0) <= (parseQuantity(large) ?? 0)
        ? []
        : [
            {
              rule: 'tenancy/limits',
              field: `spec.teams[${team.name}].limits.${low}.${resource}`,
              got: `${small}, above ${high} of ${large}`,
              want: `at most ${large}`,
              fix: `lower it or raise ${high}.${resource}`,
            },
          ];
    }),
  );
};

/** Teams, their namespaces and limits, and priority classes. */
export const tenancyProblems = (spec: PlatformSpec): readonly Inconsistency[] => {
  const taken = reservedNamespaces(spec);
  const namespaces = spec.teams.map((team) => team.namespace ?? team.name);
  const defaults = spec.priorityClasses.filter((each) => each.default);
  return [
    ...repeated(
      'spec.teams',
      spec.teams.map((team) => team.name),
      'tenancy/team-names',
    ),
    ...repeated(
      'spec.priorityClasses',
      spec.priorityClasses.map((each) => each.name),
      'tenancy/priority-names',
    ),
    ...spec.teams.flatMap((team, index): readonly Inconsistency[] => {
      const namespace = namespaces[index] ?? team.name;
      const shared = namespaces.indexOf(namespace) !== index;
      return taken.has(namespace) || shared
        ? [
            {
              rule: 'tenancy/namespace',
              field: `spec.teams[${team.name}].namespace`,
              got: `${namespace}, which ${shared ? 'another team has' : 'the platform or Kubernetes owns'}`,
              want: 'a namespace of its own',
              fix: 'set another namespace',
            },
          ]
        : [];
    }),
    ...spec.teams.flatMap((team) => [...subjectProblems(team), ...limitProblems(team)]),
    ...(defaults.length > 1
      ? defaults.slice(1).map((each) => ({
          rule: 'tenancy/one-default-priority',
          field: `spec.priorityClasses[${each.name}].default`,
          got: `default beside ${defaults[0]?.name ?? ''}`,
          want: 'at most one default class',
          fix: 'keep one',
        }))
      : []),
  ];
};
