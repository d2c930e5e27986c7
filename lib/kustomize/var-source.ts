import type { Var } from './kustomization/kustomization';
import { complain } from './problem';
import { effectiveNamespace, groupVersion, type ResourceId } from './resource/id';
import type { ResourceList } from './resource/list';

const referredId = ({ objref }: Var): ResourceId => {
  const parts = objref.apiVersion.split('/');
  const gvk =
    objref.apiVersion === '' || parts.length > 2
      ? { group: objref.group, version: objref.version }
      : parts.length === 1
        ? { group: objref.group, version: objref.apiVersion }
        : groupVersion(objref.apiVersion);
  return { ...gvk, kind: objref.kind, name: objref.name, namespace: objref.namespace, clusterScoped: false };
};

const sameNamed = (a: ResourceId, b: ResourceId): boolean =>
  a.name === b.name && a.kind === b.kind && a.group === b.group && a.version === b.version;

/** Marks the resource that a var takes its value from. */
export const markSource = (resources: ResourceList, variable: Var): void => {
  const id = referredId(variable);
  const matches = resources.all.filter((resource) =>
    [...resource.previousIds, resource.id].some((each) =>
      id.namespace === ''
        ? sameNamed(each, id)
        : sameNamed(each, id) && effectiveNamespace(each) === effectiveNamespace(id),
    ),
  );
  if (matches.length > 1) {
    complain({
      rule: 'kustomize/var',
      got: `found ${matches.length} resId matches for var ${variable.name} (unable to disambiguate)`,
      want: 'an objref that names one resource',
      fix: 'add the namespace',
    });
  }
  matches[0]?.varNames.push(variable.name);
};
