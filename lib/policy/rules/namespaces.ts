import type { Rule } from '../rule';

const policyKinds = [
  'networking.k8s.io/NetworkPolicy',
  'cilium.io/CiliumNetworkPolicy',
  'crd.projectcalico.org/NetworkPolicy',
  'projectcalico.org/NetworkPolicy',
];

export const networkPolicies: Rule = {
  id: 'namespace/network-policy',
  severity: 'warning',
  summary: 'Every namespace has a NetworkPolicy.',
  why: 'Without one every pod of the cluster may talk to every pod of the namespace, and they to the internet.',
  *check({ namespaces, objects, cluster }) {
    const covered = new Set(objects.ofKind(...policyKinds).map(({ key }) => key.namespace));
    for (const manifest of namespaces.declared) {
      if (covered.has(manifest.key.name) || cluster.hasNamespace(manifest.key.name)) continue;
      yield {
        manifest,
        path: '',
        got: 'no NetworkPolicy in the namespace',
        want: 'at least a default deny, and what is allowed beside it',
        fix: `add a NetworkPolicy with podSelector {} and policyTypes [Ingress, Egress] to namespace ${manifest.key.name}`,
      };
    }
  },
};
