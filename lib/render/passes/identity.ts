import { Refusal, type Diagnostic } from '../../diagnostics';
import { describeKey, groupOf, keyId, keyOf, type KubernetesObject, type ScopeOf } from '../../kubernetes';
import type { Draft } from '../draft';

const withoutNamespace = (object: KubernetesObject): KubernetesObject => {
  const { namespace: _namespace, ...metadata } = object.metadata;
  return { ...object, metadata };
};

/** What identity needs to know of the components. */
export interface IdentityProps {
  readonly scopeOf: ScopeOf;
  /** Namespace of a component's objects that name none. */
  readonly namespaceOf: (component: string) => string;
}

const placed = (draft: Draft, { scopeOf, namespaceOf }: IdentityProps, problems: Diagnostic[]): Draft => {
  const { object, component } = draft;
  const { namespace } = object.metadata;
  const scope = scopeOf(groupOf(object.apiVersion), object.kind);
  const home = namespaceOf(component);
  switch (scope) {
    case 'Namespaced':
      return namespace === undefined
        ? { ...draft, object: { ...object, metadata: { ...object.metadata, namespace: home } } }
        : draft;
    case 'Cluster':
      // cdk8s stamps the chart's namespace on everything; another one was written by a person and is a mistake.
      if (namespace !== undefined && namespace !== home) {
        problems.push({
          rule: 'render/scope',
          severity: 'error',
          where: {
            kind: 'object',
            component,
            object: describeKey(keyOf(object)),
            path: 'metadata.namespace',
          },
          got: namespace,
          want: `no namespace: ${object.kind} is cluster-scoped`,
          fix: `remove metadata.namespace at construct ${draft.origin.construct}`,
        });
      }
      return namespace === undefined ? draft : { ...draft, object: withoutNamespace(object) };
    default:
      problems.push({
        rule: 'render/unknown-kind',
        severity: 'error',
        where: { kind: 'object', component, object: describeKey(keyOf(object)), path: 'kind' },
        got: `${object.apiVersion} ${object.kind}, which no CustomResourceDefinition of the platform defines`,
        want: 'a kind that is known to be namespaced or cluster-scoped',
        fix: 'add its CustomResourceDefinition to the component, or the kind to lib/kubernetes/scope.ts',
      });
      return draft;
  }
};

/**
 * Gives every object its final identity: a namespace where its kind has one, none elsewhere, and no identity twice.
 * @throws Refusal naming each kind of mistake; for a duplicate, both construct paths.
 */
export const identity = (drafts: readonly Draft[], props: IdentityProps): readonly Draft[] => {
  const problems: Diagnostic[] = [];
  const seen = new Map<string, Draft>();
  const result = drafts.map((draft) => placed(draft, props, problems));
  for (const draft of result) {
    const key = keyOf(draft.object);
    const first = seen.get(keyId(key));
    if (first === undefined) {
      seen.set(keyId(key), draft);
      continue;
    }
    problems.push({
      rule: 'render/duplicate-object',
      severity: 'error',
      where: { kind: 'object', component: draft.component, object: describeKey(key), path: '' },
      got: `the same object twice: at ${first.origin.construct} and at ${draft.origin.construct}`,
      want: 'one object per group, kind, namespace and name',
      fix: 'rename one of them, or remove it',
    });
  }
  if (problems.length > 0) throw new Refusal(problems, 2);
  return result;
};
