import type { DefinedKind, DefinitionsStandIn, StandIn } from '../../constructs';
import { groupOf, scopesWith, stringAt, type KubernetesObject } from '../../kubernetes';
import { undeclared } from './ledger';

/** A definition to bring to the API server before a tree is applied. */
export interface Needed {
  readonly definition: Readonly<Record<string, unknown>>;
  /** `kind.group`, for the ledger. */
  readonly kind: string;
  /** Whether it is the real one, which a user has given, or one without a schema. */
  readonly real: boolean;
  /** Why the platform does not bring it. */
  readonly why: string;
}

/** What is known when it is decided. */
export interface Known {
  /** Objects of the tree. */
  readonly objects: readonly KubernetesObject[];
  readonly declared: readonly StandIn[];
  /** Real definitions that a user has given. */
  readonly given: readonly Readonly<Record<string, unknown>>[];
  /** Whether the API server knows a kind, of whatever version of its group. */
  readonly isServed: (group: string, kind: string) => boolean;
}

/** A kind that has to be defined. */
interface Wanted extends DefinedKind {
  readonly group: string;
  readonly versions: readonly string[];
  readonly why: string;
}

const idOf = (group: string, kind: string): string => `${kind}.${group}`;

const kindDefinedBy = (definition: unknown): string =>
  idOf(stringAt(definition, 'spec', 'group') ?? '', stringAt(definition, 'spec', 'names', 'kind') ?? '');

/** The plural that Kubernetes' own code generators would form. */
export const pluralOf = (kind: string): string => {
  const lower = kind.toLowerCase();
  if (/(?:s|x|z|ch|sh)$/.test(lower)) return `${lower}es`;
  return /[^aeiou]y$/.test(lower) ? `${lower.slice(0, -1)}ies` : `${lower}s`;
};

const versionOf = (apiVersion: string): string => apiVersion.slice(apiVersion.indexOf('/') + 1);

/** Versions in which a tree uses a kind, in the order of their first use. */
const versionsIn = (objects: readonly KubernetesObject[], group: string, kind: string): readonly string[] => [
  ...new Set(
    objects
      .filter((object) => object.kind === kind && groupOf(object.apiVersion) === group)
      .map(({ apiVersion }) => versionOf(apiVersion)),
  ),
];

const declaredKinds = (
  declared: readonly StandIn[],
  objects: readonly KubernetesObject[],
): readonly Wanted[] =>
  declared
    .filter((each): each is DefinitionsStandIn => each.kind === 'definitions')
    .flatMap(({ group, version, kinds, because }) =>
      kinds.map((kind) => ({
        ...kind,
        group,
        versions: [...new Set([version, ...versionsIn(objects, group, kind.kind)])],
        why: because,
      })),
    );

const usedKinds = (objects: readonly KubernetesObject[]): readonly Wanted[] => {
  const scopeOf = scopesWith(objects);
  return objects
    .filter(({ apiVersion }) => groupOf(apiVersion) !== '')
    .map(({ apiVersion, kind, metadata }) => {
      const group = groupOf(apiVersion);
      return {
        group,
        kind,
        plural: pluralOf(kind),
        scope: scopeOf(group, kind) ?? (metadata.namespace === undefined ? 'Cluster' : 'Namespaced'),
        versions: versionsIn(objects, group, kind),
        why: undeclared,
      };
    });
};

/** Groups of the Kubernetes project are guarded; a definition there must say that nobody has approved it. */
const approval = (group: string): object =>
  /(?:^|\.)(?:k8s|kubernetes)\.io$/.test(group)
    ? { annotations: { 'api-approved.kubernetes.io': 'unapproved, a stand-in of a rehearsal' } }
    : {};

/** A definition that takes every field, with the status apart as controllers expect it. */
const schemaless = ({ group, kind, plural, scope, versions }: Wanted): Readonly<Record<string, unknown>> => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.${group}`, ...approval(group) },
  spec: {
    group,
    names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
    scope,
    versions: versions.map((name, index) => ({
      name,
      served: true,
      storage: index === 0,
      schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      subresources: { status: {} },
    })),
  },
});

/**
 * The definitions that nobody brings: of the kinds that components declare, and of those that the tree uses though
 * nobody has said where they come from. What a user has given wins over one without a schema.
 */
export const neededDefinitions = ({ objects, declared, given, isServed }: Known): readonly Needed[] => {
  const brought = new Set(
    objects.filter(({ kind }) => kind === 'CustomResourceDefinition').map(kindDefinedBy),
  );
  const wanted = new Map<string, Wanted>();
  for (const each of [...declaredKinds(declared, objects), ...usedKinds(objects)]) {
    const id = idOf(each.group, each.kind);
    if (!wanted.has(id) && !brought.has(id) && !isServed(each.group, each.kind)) wanted.set(id, each);
  }
  const real = new Map(given.map((definition) => [kindDefinedBy(definition), definition]));
  return [...wanted].map(([kind, each]) => {
    const definition = real.get(kind);
    return {
      definition: definition ?? schemaless(each),
      kind,
      real: definition !== undefined,
      why: each.why,
    };
  });
};

/** Groups and kinds in question, so that the API server is asked about each once. */
export const kindsInQuestion = (
  objects: readonly KubernetesObject[],
  declared: readonly StandIn[],
): readonly { readonly apiVersion: string; readonly kind: string }[] => {
  const asked = new Map<string, { readonly apiVersion: string; readonly kind: string }>();
  for (const { group, kind, versions } of [...declaredKinds(declared, objects), ...usedKinds(objects)]) {
    for (const version of versions)
      asked.set(`${group}/${version}/${kind}`, { apiVersion: `${group}/${version}`, kind });
  }
  return [...asked.values()];
};
