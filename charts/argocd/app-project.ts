import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { RenderedComponent } from '../../lib/render';
import type { Platform } from '../../lib/platform';
import { argoApi } from './names';

/** A kind that a project lets its Applications apply. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/** What Applications of a project may do: these kinds, in these namespaces of this cluster, and nothing else. */
export interface AppProjectProps {
  readonly name: string;
  readonly description: string;
  readonly server: string;
  /** Repositories that its Applications may read. */
  readonly repositories: readonly string[];
  readonly namespaces: readonly string[];
  readonly clusterKinds: readonly GroupKind[];
  readonly namespacedKinds: readonly GroupKind[];
}

const distinctKinds = (component: RenderedComponent, clusterScoped: boolean): readonly GroupKind[] => {
  const ids = new Set(
    component.manifests
      .filter(({ key }) => (key.namespace === '') === clusterScoped)
      .map(({ key }) => `${key.group}/${key.kind}`),
  );
  return [...ids].sort().map((id) => ({
    group: id.slice(0, id.indexOf('/')),
    kind: id.slice(id.indexOf('/') + 1),
  }));
};

/** The least that an Application of this component needs, read off its manifests. */
export const leastPrivilege = (
  component: RenderedComponent,
): Pick<AppProjectProps, 'namespaces' | 'clusterKinds' | 'namespacedKinds'> => ({
  namespaces: [
    ...new Set([
      component.namespace,
      ...component.manifests.map(({ key }) => key.namespace).filter((namespace) => namespace !== ''),
    ]),
  ].sort(),
  clusterKinds: distinctKinds(component, true),
  namespacedKinds: distinctKinds(component, false),
});

/** What an Application of a component gets whose objects only Argo CD will know: all kinds, in its own namespaces. */
export const wholeNamespaces = (
  namespaces: readonly string[],
): Pick<AppProjectProps, 'namespaces' | 'clusterKinds' | 'namespacedKinds'> => ({
  namespaces: [...new Set(namespaces)].sort(),
  clusterKinds: [{ group: '*', kind: '*' }],
  namespacedKinds: [{ group: '*', kind: '*' }],
});

/** An AppProject. https://argo-cd.readthedocs.io/en/stable/user-guide/projects/ */
export const addAppProject = (
  scope: Construct,
  id: string,
  platform: Platform,
  props: AppProjectProps,
): ApiObject =>
  new ApiObject(scope, id, {
    apiVersion: argoApi,
    kind: 'AppProject',
    metadata: { name: props.name, namespace: platform.spec.delivery.argoCD.namespace },
    spec: {
      description: props.description,
      sourceRepos: props.repositories,
      destinations: props.namespaces.map((namespace) => ({ server: props.server, namespace })),
      clusterResourceWhitelist: props.clusterKinds,
      // An empty whitelist of namespaced kinds means all of them; only the blacklist can say none.
      ...(props.namespacedKinds.length === 0
        ? { namespaceResourceBlacklist: [{ group: '*', kind: '*' }] }
        : { namespaceResourceWhitelist: props.namespacedKinds }),
    },
  });
