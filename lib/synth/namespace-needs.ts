import type { Component, NamespaceNeed } from '../constructs';
import type { Platform } from '../platform';

const strictness = { privileged: 0, baseline: 1, restricted: 2 } as const;

const joined = (a: NamespaceNeed, b: NamespaceNeed): NamespaceNeed => {
  const [loose, strict] = strictness[a.podSecurity] <= strictness[b.podSecurity] ? [a, b] : [b, a];
  return {
    name: a.name,
    podSecurity: loose.podSecurity,
    ...(loose.because === undefined ? {} : { because: loose.because }),
    ...(loose.apiServerAccess === true || strict.apiServerAccess === true ? { apiServerAccess: true } : {}),
    ...(a.network === 'open' || b.network === 'open' ? { network: 'open' as const } : {}),
    ...(loose.existing === true || strict.existing === true ? { existing: true } : {}),
  };
};

/** The namespaces of all components, each once and sorted; where several share one, the loosest need decides. */
export const namespaceNeeds = (
  components: readonly Component[],
  platform: Platform,
): readonly NamespaceNeed[] => {
  const needs = new Map<string, NamespaceNeed>();
  for (const need of components.flatMap((component) => component.namespaces(platform))) {
    const known = needs.get(need.name);
    needs.set(need.name, known === undefined ? need : joined(known, need));
  }
  return [...needs.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
};
